"""Something to tell the person who imports about a question that came in all the same."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Note:
    """`code` is for programs (`HTML_ACTIVE`), `sentence` for people."""

    code: str
    sentence: str
