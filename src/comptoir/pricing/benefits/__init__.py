"""What promotions can give, one kind a file. The standard ones are listed in ``comptoir.vocabulary``."""
