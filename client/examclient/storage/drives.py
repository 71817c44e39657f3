"""The drives of this machine, those that can be pulled out first, and the proctor's stick among them."""

from collections.abc import Iterable

from examclient.domain.export import Drive

STICK_FILES = "*.examstick"


def drives() -> tuple[Drive, ...]:
    """What can be written to now; one that goes away meanwhile is left out."""
    raise NotImplementedError


def find_stick(among: Iterable[Drive]) -> Drive | None:
    """The first drive with a proctor's stick file in its top folder; whose it is, nobody has looked at."""
    raise NotImplementedError
