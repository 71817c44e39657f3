"""The names of the machine's starts, and whether two of them are one."""

SAME = 60.0
"""Seconds by which two guesses at one boot's moment may differ: the wall clock is set now and then."""

GUESS = "at "
"""Begins the name of a boot that the system does not name: the wall clock's seconds at that moment follow."""


def is_same_boot(one: str, other: str) -> bool:
    """Whether two names are of one start of the machine; `""` is of none that is known."""
    if one.startswith(GUESS) and other.startswith(GUESS):
        return abs(_guessed(one) - _guessed(other)) <= SAME
    return bool(one) and one == other


def _guessed(boot: str) -> float:
    try:
        return float(boot.removeprefix(GUESS))
    except ValueError:
        return float("nan")  # is near nothing, not even itself
