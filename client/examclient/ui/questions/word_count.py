"""How long a text is, as word processors count: a Chinese character is a word, so is a run of letters."""

import re
from dataclasses import dataclass

_WORD = re.compile(
    "[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u3040-\u30ff\U00020000-\U0003ffff]"
    "|[^\\W_\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u3040-\u30ff\U00020000-\U0003ffff]+(?:[-'’.][^\\W_]+)*"
)
_SPACE = re.compile(r"\s")


@dataclass(frozen=True, slots=True)
class TextCount:
    """Words, and characters without white space."""

    words: int
    characters: int


def count_text(text: str) -> TextCount:
    """Count a text in any mixture of Chinese and English."""
    return TextCount(len(_WORD.findall(text)), len(_SPACE.sub("", text)))
