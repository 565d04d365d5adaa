"""Report cards in the admin: lists and forms, a desk for each edition, the grid of answers, imports, corrections, reports."""
