"""`fuyu` and `python -m fuyu`."""

import sys

from fuyu.cli import main

if __name__ == "__main__":
    sys.exit(main())
