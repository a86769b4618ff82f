"""What a delivery may cost, one kind a file. The standard ones are listed in ``comptoir.vocabulary``."""
