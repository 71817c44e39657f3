"""These tests are collected on Windows only, and not skipped elsewhere: there is nothing of it there."""

import sys

collect_ignore_glob = [] if sys.platform == "win32" else ["test_*.py"]
