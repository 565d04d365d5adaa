"""Whether what visitors are given still leads where it should: web addresses are asked, politely; numbers are read."""
