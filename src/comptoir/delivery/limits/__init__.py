"""Bounds of a delivery service, one kind a file. The standard ones are listed in ``comptoir.vocabulary``."""
