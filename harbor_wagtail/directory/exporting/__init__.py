"""The public directory as files: HSDS JSON, HSDS tables, one flat table for a spreadsheet. See ``docs/hsds.md``.

:mod:`~.loading` reads a chunk of organizations set-wise, :mod:`~.records` turns it into HSDS dicts without a further
query, and a writer per format puts those down. Nothing is read but what ``public()`` lets through.
"""
