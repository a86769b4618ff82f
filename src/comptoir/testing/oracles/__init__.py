"""Slow second opinions, written the plain way from the words of the laws, one file for each domain."""
