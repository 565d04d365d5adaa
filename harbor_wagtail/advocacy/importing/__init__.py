"""A Word or Markdown document in, one draft page out; what did not fit is told, nothing is dropped in silence.

``word`` and ``markdown`` make the same plain HTML; ``reading`` takes it apart, ``repairs`` mends what typing left behind,
``body`` and ``myths`` make blocks, ``citing`` makes notes and sources, ``bringing_in`` the page.
"""
