"""Why goods come back, one kind a file. The standard ones are listed in ``comptoir.vocabulary``."""
