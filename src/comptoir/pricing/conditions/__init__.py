"""What promotions can demand, one kind a file. The standard ones are listed in ``comptoir.vocabulary``."""
