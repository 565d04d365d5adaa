#!/usr/bin/env python
"""Django's commands for the example site; run it from anywhere with the environment the site shall have."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
