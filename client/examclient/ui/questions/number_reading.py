"""Whether a typed text reads as a number, for advice to the candidate only.

Rule: nothing is refused or changed here. The answer is kept as typed, and the site reads it.
"""

import re
import unicodedata

_MINUS_SIGNS = str.maketrans("\u2212\u2010\u2011\u2012\u2013\ufe63", "------")
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "0123456789+-")
_POWER = re.compile(r" ?[x*×] ?10 ?(\^|\*\*)? ?(?=[+-]?[0-9])")
_NUMBER = re.compile(r"[+-]? ?([0-9][0-9., ]*|[.,][0-9]+)(e[+-]?[0-9]{1,3})?", re.IGNORECASE)


def reads_as_number(text: str, unit: str = "") -> bool:
    """Full-width digits, separators, a sign, a power of ten, and the unit behind it all read."""
    plain = _plain(text)
    if unit and plain.endswith(_plain(unit)):
        plain = plain.removesuffix(_plain(unit)).rstrip()
    return _NUMBER.fullmatch(_POWER.sub("e", plain)) is not None


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text.translate(_RAISED)).translate(_MINUS_SIGNS)
    return " ".join(folded.split())
