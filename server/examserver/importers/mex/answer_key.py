"""The key of a mastered exam: `answer_key.json` beside it, since the file for candidates holds none.

Rule: the key goes by the ids of the exam, never by positions. Format: docs/papers.md.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType

from examserver.errors import PaperFileError

KEY_FILE = "answer_key.json"


@dataclass(frozen=True, slots=True)
class MexKey:
    """By question id: the right options, and the accepted texts with their points."""

    options: Mapping[str, frozenset[str]] = field(default_factory=lambda: MappingProxyType({}))
    texts: Mapping[str, tuple[tuple[str, Decimal], ...]] = field(default_factory=lambda: MappingProxyType({}))


def read_key(data: bytes) -> MexKey:
    """Read a key file; raises PaperFileError where it is none."""
    try:
        whole = json.loads(data.decode("utf-8-sig"), parse_float=Decimal)
        options = {
            str(row["question_id"]): frozenset(map(str, row["correct_option_ids"])) for row in whole["closed"]
        }
        texts = {
            str(question): tuple((str(text), Decimal(str(score))) for text, score in accepted)
            for question, accepted in whole.get("scored_text_accepted", {}).items()
        }
    except (ValueError, KeyError, TypeError, AttributeError, ArithmeticError, RecursionError) as error:
        raise PaperFileError(
            f"“{KEY_FILE}” beside the exam is no key of it.",
            "Correct it as docs/papers.md says, or move it away: then people score the closed questions.",
            code="KEY_INVALID",
        ) from error
    return MexKey(options, texts)
