"""One content tree, several outputs: page, print, tagged PDF, Word, card.

An app builds a ``tree.Document``; ``html``, ``pdf`` and ``word`` turn it into something to read. Nothing here reads the
database but ``store``, which keeps what was made.
"""
