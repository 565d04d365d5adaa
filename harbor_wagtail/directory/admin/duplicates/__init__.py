"""Likely duplicates in the admin: a report, two records side by side, and a word after saving."""
