"""Spans of time as people write them."""

import argparse
import re

SPAN = re.compile(r"(\d{1,5})([mhd])")
UNITS = {"m": 60_000, "h": 3_600_000, "d": 86_400_000}


def span(text: str) -> int:
    """Milliseconds from `30m`, `12h` or `7d`; an argparse type."""
    read = SPAN.fullmatch(text.strip().lower())
    if read is None:
        raise argparse.ArgumentTypeError(f"{text} is not a time such as 30m, 12h or 7d")
    return int(read[1]) * UNITS[read[2]]
