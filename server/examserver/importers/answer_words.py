"""The words that would tell the answer, to be kept out of the alternative texts of pictures."""

from collections.abc import Iterable

from examprotocol.richtext import plain_text
from examserver.scoring.keys import AcceptedNumber, AcceptedText, NumberKey, TextKey
from examserver.scoring.texts import pattern_as_text


def words_of(key: TextKey | NumberKey) -> frozenset[str]:
    """What a candidate would have to type, in lower case."""
    return frozenset(_typed(part) for part in key.accepted if part.share > 0) - {""}


def words_of_choices(bodies: Iterable[str]) -> frozenset[str]:
    """The words of rich texts among which the right one is, in lower case."""
    return frozenset(plain_text(body).casefold() for body in bodies) - {""}


def _typed(accepted: AcceptedText | AcceptedNumber) -> str:
    if isinstance(accepted, AcceptedText):
        return pattern_as_text(accepted.pattern).strip().casefold()
    middle = (accepted.low + accepted.high) / 2 if accepted.low.is_finite() else accepted.high
    return format(middle.normalize(), "f")
