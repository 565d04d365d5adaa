"""Bringing a list in from the admin: upload, columns, preview, decision, and taking it back."""
