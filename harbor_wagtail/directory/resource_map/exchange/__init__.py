"""Maps out to spreadsheets that people fill in, and in again."""
