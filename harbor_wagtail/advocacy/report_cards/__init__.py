"""Report cards as data: frameworks and their goals, editions, assessments, statutes, results and corrections.

``scoring`` computes, ``freezing`` stores and locks, ``errata`` corrects in the open, ``reading`` is what pages are made of.
"""
