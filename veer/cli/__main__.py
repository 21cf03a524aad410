"""`python -m veer.cli` is `veer`."""

import sys

from .main import main

sys.exit(main())
