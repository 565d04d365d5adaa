"""Survivors' words: kept in one record beside the consent they were given with, shown only while that consent holds.

``consent`` says whether it holds, ``serving`` lets words onto a page, ``withdrawing`` takes them off every page at once.
"""
