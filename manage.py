#!/usr/bin/env python3
"""Django's commands, for those who keep an installation running. People's own command is `veer`."""

import gc
import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    gc.set_threshold(50_000, 20, 50)  # laws and models last as long as the command: rubbish among them is seldom
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "veer.web.settings")
    execute_from_command_line(sys.argv)
