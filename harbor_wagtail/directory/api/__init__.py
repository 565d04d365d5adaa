"""The public directory for other software: HSDS 3.2.3's read API below ``harbor/hsds/``. See ``docs/hsds-api.md``.

:mod:`~.parameters` reads what is asked for, :mod:`~.lists` finds it, :mod:`~.shapes` writes it with the functions of the
export, :mod:`~.answers` gives it headers. :mod:`~.openapi` and :mod:`~.profile` describe all that from the same tables.
"""
