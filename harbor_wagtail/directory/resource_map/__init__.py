"""Community resource maps: a matrix of help computed from the directory, corrected by hand, with gaps and a plan.

``computing`` counts, ``disclosure`` decides what visitors may read of the counts, ``sheet`` joins both with what people
added. ``page_mixin`` shows it, ``paper`` prints it, ``exchange`` takes it out to spreadsheets and in again.
"""
