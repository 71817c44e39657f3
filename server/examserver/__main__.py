"""Starts the command line: `python -m examserver`."""

import sys

from examserver.cli.command_line import main

__all__ = ["main"]

if __name__ == "__main__":
    sys.exit(main())
