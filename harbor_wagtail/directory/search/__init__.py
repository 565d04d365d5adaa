"""The directory's own search: one analyser, tables beside the models, one function to ask. See docs/search.md."""
