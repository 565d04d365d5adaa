"""Blocks of advocacy pages. Each owns its heading; the page says at which level it stands."""
