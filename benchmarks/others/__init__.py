"""Others that are asked the same as we are, each with the same rows."""
