"""Tables out of files people really have: CSV in any encoding, XLSX with its traps. Rows out, problems beside them.

Streams: memory does not grow with the file. What is read is never guessed silently.
"""
