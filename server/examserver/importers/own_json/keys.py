"""The keys of our own JSON: choices, texts, numbers and links that count, and what each is worth."""

from collections.abc import Sequence
from decimal import Decimal

from examserver.importers.errors import QuestionRefusedError
from examserver.importers.own_json.structure import AcceptedValue, AcceptedWords, ChoiceText, LinkText
from examserver.scoring.keys import AcceptedNumber, AcceptedText, NumberKey, TextKey

_MOST_DIGITS = 100


def as_choices(choices: Sequence[str | ChoiceText]) -> list[ChoiceText]:
    """Choices in full: a bare text is a wrong one."""
    return [ChoiceText(text=one) if isinstance(one, str) else one for one in choices]


def choice_shares(choices: Sequence[ChoiceText], *, several: bool) -> list[Decimal]:
    """What each is worth; `right` ones share all the points where several can be chosen."""
    right = sum(choice.right and choice.share is None for choice in choices)
    each = Decimal(1) / right if several and right else Decimal(1)
    return [
        _checked(choice.share if choice.share is not None else each if choice.right else Decimal(0))
        for choice in choices
    ]


def text_key(accept: Sequence[str | AcceptedWords], *, case_matters: bool) -> TextKey:
    """The texts that count, in their order."""
    full = [AcceptedWords(text=one) if isinstance(one, str) else one for one in accept]
    return TextKey(tuple(AcceptedText(one.text, _checked(one.share)) for one in full), case_matters)


def number_key(accept: Sequence[Decimal | AcceptedValue]) -> NumberKey:
    """The numbers that count, in their order."""
    return NumberKey(tuple(map(_range, accept)))


def link_shares(
    links: Sequence[tuple[str, str] | LinkText], left: Sequence[str], right: Sequence[str]
) -> dict[tuple[int, int], Decimal]:
    """The share of each link by the places of its two ends."""
    full = [LinkText(left=one[0], right=one[1]) if isinstance(one, tuple) else one for one in links]
    plain = sum(one.share is None for one in full)
    return {
        (_place(one.left, left), _place(one.right, right)): _checked(
            one.share if one.share is not None else Decimal(1) / plain
        )
        for one in full
    }


def _place(wanted: str, ids: Sequence[str]) -> int:
    if wanted not in ids:
        raise QuestionRefusedError("KEY_INVALID", f"Its key names “{wanted}”, which is not in the question.")
    return ids.index(wanted)


def _range(accepted: Decimal | AcceptedValue) -> AcceptedNumber:
    if isinstance(accepted, Decimal):
        return AcceptedNumber(_typable(accepted), accepted)
    low, high = accepted.low, accepted.high
    if accepted.value is not None:
        value, tolerance = _typable(accepted.value), _typable(accepted.tolerance)
        low, high = value - tolerance, value + tolerance
    if low is None or high is None or _end(low) > _end(high):
        raise QuestionRefusedError("KEY_INVALID", "A number that counts needs a value, or low and high.")
    return AcceptedNumber(low, high, _checked(accepted.share))


def _end(number: Decimal) -> Decimal:
    """An end of a range, which may be without end."""
    return number if number.is_infinite() else _typable(number)


def _typable(number: Decimal) -> Decimal:
    if not number.is_finite() or abs(number.adjusted()) > _MOST_DIGITS:
        raise QuestionRefusedError("KEY_INVALID", f"“{number}” is no number that could be typed.")
    return number


def _checked(share: Decimal) -> Decimal:
    if not share.is_finite() or abs(share) > 1:
        raise QuestionRefusedError("SCORE_INVALID", f"A share is from -1 to 1, not {share}.")
    return share
