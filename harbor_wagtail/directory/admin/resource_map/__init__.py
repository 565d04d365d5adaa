"""Maps in the admin: the list and form, the desk of one map, its cells, words in other languages, sheets."""
