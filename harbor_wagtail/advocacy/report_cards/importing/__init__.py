"""Answers and laws out of spreadsheets.

``plan`` says what a file would change, ``applying`` writes it, ``undo`` takes it back.
"""
