"""The sizes that can be chosen at the machine, and the way from one to the next."""

DESIGNED = 1.0
ZOOMS = (0.8, 0.9, DESIGNED, 1.1, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0)
"""Twice the size is what WCAG 2.2, 1.4.4 asks for. `user.ini` may say others."""
PAGES_UP_TO = 2.0
"""Bars and buttons grow no further, or a small screen would have no room for the paper, which does."""

SMALLEST, LARGEST = 0.5, 3.0
"""What is shown at all, whatever a file says."""


def larger(zoom: float) -> float:
    """The next larger size, or the same where there is none."""
    return next((step for step in ZOOMS if step > zoom), zoom)


def smaller(zoom: float) -> float:
    """The next smaller size, or the same where there is none."""
    return next((step for step in reversed(ZOOMS) if step < zoom), zoom)
