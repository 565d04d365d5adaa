"""What the visitor reads: plain data made of records, ready for a template. Nothing here writes, searches or routes."""
