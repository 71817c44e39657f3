"""The two languages of the web page: which one a visitor gets, and the words in it.

Rule: English is the source and stands in the pages; `words_zh` has the Chinese of every sentence, and a test
finds the one that is missing.
"""

from dataclasses import dataclass

from examserver.web.errors_zh import error_said
from examserver.web.words_zh import ZH

LANGUAGES = {"zh": "中文", "en": "English"}
COOKIE = "language"
TAGS = {"zh": "zh-CN", "en": "en"}


@dataclass(frozen=True, slots=True)
class Words:
    """Says a sentence in one language: `words("{n} of {all}", n=3, all=50)`."""

    language: str

    def __call__(self, text: str, **values: object) -> str:
        """The sentence, with its values filled in."""
        said = (ZH.get(text) or error_said(text)) if self.language == "zh" else text
        return said.format(**values) if values else said

    @property
    def tag(self) -> str:
        """The language as HTML names it."""
        return TAGS[self.language]

    @property
    def other(self) -> str:
        """The language that one can change to."""
        return "en" if self.language == "zh" else "zh"


def words_for(chosen: str, accepted: str) -> Words:
    """The language that was chosen, else the one of `Accept-Language` (RFC 9110, 12.5.4), else English."""
    if chosen in LANGUAGES:
        return Words(chosen)
    wishes = sorted((_wish(part) for part in accepted.split(",")[:20]), reverse=True, key=lambda one: one[0])
    return Words(next((name for weight, name in wishes if weight > 0 and name in LANGUAGES), "en"))


def _wish(part: str) -> tuple[float, str]:
    """Weight and language of `zh-CN;q=0.8`; what cannot be read weighs nothing."""
    tag, _, parameter = part.strip().partition(";")
    weight = parameter.strip().removeprefix("q=") or "1"
    try:
        return float(weight), tag.strip().partition("-")[0].lower()
    except ValueError:
        return 0.0, ""
