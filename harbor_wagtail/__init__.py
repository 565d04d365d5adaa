"""A safe provider directory, Safe Harbor advocacy content and safety plans for Wagtail sites."""

__version__ = "0.1.0"
