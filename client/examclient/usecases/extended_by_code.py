"""More time by offline codes, as the journal has it.

Rule: the site's word is believed whenever it answers. Codes come from the site, so their extensions are in
its end and are named there; until one is, the journal's minutes are added, and each number counts once
(`domain.exam_end`).
"""

from collections.abc import Iterable, Iterator

from examprotocol.events import EXTEND_BY_CODE, ProctorActed
from examprotocol.offline_code import OfflineExtension

EVERYBODY, ONE = "everybody", "candidate"


def act_of(extension: OfflineExtension, wrong_tries: int) -> ProctorActed:
    """What the journal says of an extension that came by code."""
    whose = EVERYBODY if extension.everybody else ONE
    return ProctorActed(EXTEND_BY_CODE, f"{extension.number} {extension.minutes} {whose}", wrong_tries)


def extensions_in(acts: Iterable[ProctorActed]) -> Iterator[OfflineExtension]:
    """The extensions that these acts name; one that cannot be read gives nothing."""
    for act in acts:
        match act.detail.split():
            case [number, minutes, (("everybody" | "candidate") as whose)] if _are_numbers(number, minutes):
                yield OfflineExtension(int(number), int(minutes), whose == EVERYBODY)


def _are_numbers(*words: str) -> bool:
    return all(word.isascii() and word.isdecimal() for word in words)
