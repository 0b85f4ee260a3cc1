"""``python -m counterclaim`` is the command ``counterclaim``."""

from __future__ import annotations

import sys

from counterclaim.cli import main

if __name__ == "__main__":
    sys.exit(main())
