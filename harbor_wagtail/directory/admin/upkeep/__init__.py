"""Upkeep in the admin: the report of what is due, the inbox of what came in, one line on the home page."""
