"""``python -m comptoir`` is the command line.

Source: house rule.
"""

import sys

from comptoir.cli import main

if __name__ == "__main__":
    sys.exit(main())
