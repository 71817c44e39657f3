"""Answers as a terminal shows them."""

from examprotocol.canonical import canonical_bytes
from examprotocol.responses import Response, TextResponse

SHOWN_TEXT = 60


def short(response: Response) -> str:
    """The response in one line, as far as it fits: no character of it can play with the terminal."""
    text = response.text if isinstance(response, TextResponse) else canonical_bytes(response).decode()
    plain = "".join(letter if letter.isprintable() else " " for letter in text[: SHOWN_TEXT + 1])
    return f"{plain[:SHOWN_TEXT]}…" if len(plain) > SHOWN_TEXT else plain
