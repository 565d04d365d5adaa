"""Report cards as pictures (PNG): for a talk, a paper, a message. Drawn here of the same values as the SVG, by nobody else."""

from __future__ import annotations

#: Pixels: what messages and pages show of what they link to.
WIDTH, HEIGHT = 1200, 630
