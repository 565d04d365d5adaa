"""Import: from any accepted file to rows in HSDS words (``readers``), with parsers for every dirty value (``values``)."""
