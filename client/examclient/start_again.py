"""Starts this program again as it was started, in its own place."""

import os
import subprocess
import sys


def start_again() -> int:
    """Begin anew with the same arguments; returns the exit code of the program that took over.

    Windows' `exec` would end this process at once, and whoever waits for it would think that all is over:
    there this process waits. Elsewhere the new program has this one's number, and this call never returns.
    """
    command = [sys.executable, *sys.orig_argv[1:]]
    if sys.platform != "win32":
        os.execv(sys.executable, command)  # noqa: S606 - our own program
    return subprocess.call(command)  # noqa: S603 - the same
