"""Says whether a room password that somebody made up can be guessed, and why.

Rule: like the service's own, it must take 10^12 guesses or more. Source: zxcvbn (Wheeler, USENIX Security
2016), which counts guesses by common passwords, words, names, dates, rows of keys and repeats.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

import msgspec
from zxcvbn import zxcvbn

from examprotocol.room_password import plain_password

LEAST_LENGTH, LONGEST = 12, 72
"""Characters of the plain form; more than 72 would take zxcvbn seconds."""

LEAST_GUESSES = 12.0
"""Powers of ten."""

REASONS = {
    "user_inputs": "it has the name of the site, the room or the exam in it",
    "passwords": "it has a common password in it",
    "surnames": "it has a common name in it",
    "male_names": "it has a common name in it",
    "female_names": "it has a common name in it",
    "english_wikipedia": "it is made of common words",
    "us_tv_and_film": "it is made of common words",
    "spatial": "it follows a row of keys",
    "repeat": "it repeats itself",
    "sequence": "its characters follow each other, as in abc or 4321",
    "regex": "it has a year in it",
    "date": "it has a date in it",
}


class _Part(msgspec.Struct, frozen=True):
    """A piece of the password as zxcvbn would guess it."""

    pattern: str
    dictionary_name: str = ""

    @property
    def reason(self) -> str:
        return REASONS.get(self.dictionary_name or self.pattern, "")


class _Estimate(msgspec.Struct, frozen=True):
    guesses_log10: float
    sequence: tuple[_Part, ...]


@dataclass(frozen=True, slots=True)
class Weakness:
    """Why a password is too weak: reasons that follow the words “because” and “,” in a sentence."""

    reasons: tuple[str, ...]


def weakness_of(typed: str, names: Iterable[str]) -> Weakness | None:
    """Why a typed password is too weak, None where it is not. `names` are those that anybody would try."""
    plain = plain_password(typed)
    if len(plain) < LEAST_LENGTH:
        return Weakness((f"it has fewer than {LEAST_LENGTH} characters, spaces and hyphens not counted",))
    if len(plain) > LONGEST:
        return Weakness((f"it has more than {LONGEST} characters, which nobody types without a mistake",))
    known = sorted({form for name in names for form in _forms_of_name(name)})
    estimates = [_estimate(form, known) for form in {plain.lower(), _as_typed(typed)}]
    easiest = min(estimates, key=lambda estimate: estimate.guesses_log10)
    if easiest.guesses_log10 >= LEAST_GUESSES:
        return None
    reasons = dict.fromkeys(part.reason for part in easiest.sequence if part.reason)
    return Weakness(tuple(reasons) or ("it can be guessed too easily",))


def _estimate(form: str, names: list[str]) -> _Estimate:
    """Both forms are small: to the stations capitals do not count, so they make nothing harder."""
    found = zxcvbn(form, user_inputs=names, max_length=2 * LONGEST)
    return msgspec.convert(
        {"guesses_log10": float(found["guesses_log10"]), "sequence": found["sequence"]}, _Estimate
    )


def _as_typed(typed: str) -> str:
    """With O and 0, I and 1 as they were typed: a word stays a word."""
    return "".join(unicodedata.normalize("NFKC", typed).replace("-", "").split()).lower()


def _forms_of_name(name: str) -> tuple[str, ...]:
    plain = unicodedata.normalize("NFKC", name).lower()
    words = plain.replace("-", " ").split()
    return (*(word for word in words if len(word) > 1), "".join(words))
