"""What `manage.py load_demo` puts into the demo, one module for each subject.

A module has one function ``load(say)``. It may run on an empty database, on a loaded one, and on one that an editor has
changed since: it makes what is missing and leaves the rest as it is. ``say`` prints a line when something was made.
"""
