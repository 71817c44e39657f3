"""Whether a key makes sense: something is right, and what is right gives all points.

Rule: where a person scores, nobody looks here: a key that is no use is then left out.
"""

from decimal import Decimal

from examserver.importers.errors import QuestionRefusedError
from examserver.importers.shares import check_one_is_right, check_right_ones_add_up
from examserver.scoring.keys import (
    ChoiceKey,
    ChoicesKey,
    GapsKey,
    Key,
    LinksKey,
    NumberKey,
    TextKey,
)


def check_key(key: Key) -> None:
    """Refuse, in the author's words, a key by which nobody could be right."""
    match key:
        case ChoiceKey() | TextKey() | NumberKey():
            _check_one(key, "choice" if isinstance(key, ChoiceKey) else "answer")
        case GapsKey(gaps=gaps):
            for gap, part in gaps.items():
                _check_one(part, f"{'choice' if isinstance(part, ChoiceKey) else 'answer'} of gap {gap[1:]}")
        case ChoicesKey(shares=shares, exact=exact):
            _check_several(list(shares.values()), exact=exact)
        case LinksKey(shares=links, others=others, exact=exact) if exact or others <= 0:
            _check_several([link.share for link in links], exact=exact)


def _check_one(key: ChoiceKey | TextKey | NumberKey, what: str) -> None:
    if isinstance(key, ChoiceKey):
        check_one_is_right(key.shares.values(), what)
    else:
        check_one_is_right((accepted.share for accepted in key.accepted), what)


def _check_several(shares: list[Decimal], *, exact: bool) -> None:
    """All or nothing needs no sum, and but something to be right."""
    if not exact:
        check_right_ones_add_up(shares)
    elif not any(share > 0 for share in shares):
        raise QuestionRefusedError("KEY_MISSING", "Nothing is marked as right.")
