"""A response as people read it: the words of what was chosen, not its id."""

from collections.abc import Iterable, Mapping

from examprotocol.paper import Cloze, Matching, Multiple, Ordering, Question, Single
from examprotocol.paper_parts import Choice, DragGap, PoolChoice, SelectGap
from examprotocol.responses import (
    ChoiceResponse,
    ChoicesResponse,
    FilesResponse,
    GapsResponse,
    LinksResponse,
    OrderResponse,
    PairsResponse,
    Response,
    TextResponse,
)
from examprotocol.richtext import plain_text
from examserver.web.words import Words

LONGEST_WORDS = 120


def answer_said(  # noqa: PLR0911, C901 - one line for each shape
    words: Words, question: Question | None, response: Response
) -> str:
    """The response in words; `""` where it says nothing."""
    match response:
        case TextResponse(text=text):
            return text
        case ChoiceResponse(choice=choice):
            return _choice(words, question, choice)
        case ChoicesResponse(choices=choices):
            return "\n".join(_choice(words, question, choice) for choice in choices)
        case PairsResponse(pairs=pairs):
            return _lines(pairs, question)
        case GapsResponse(gaps=gaps):
            return "\n".join(f"{gap}: {_in_gap(question, gap, value)}" for gap, value in sorted(gaps.items()))
        case LinksResponse(links=links):
            return "\n".join(_pair(question, *link) for link in links)
        case OrderResponse(order=order):
            return "\n".join(_item(question, one) for one in order)
        case FilesResponse(files=files):
            return "\n".join(f"{file.name} ({_size(file.size)})" for file in files)


def stem_said(question: Question) -> str:
    """The beginning of a question's text."""
    return _short(question.stem)


def _size(count: int) -> str:
    """Bytes as people read them."""
    if count < 1000:
        return f"{count} B"
    return f"{count / 1000:.0f} kB" if count < 1_000_000 else f"{count / 1_000_000:.1f} MB"


def _choice(words: Words, question: Question | None, choice: str) -> str:
    if isinstance(question, Single | Multiple):
        return _named(question.choices, choice)
    return words(choice) if choice in ("true", "false") else choice


def _lines(pairs: Mapping[str, str], question: Question | None) -> str:
    return "\n".join(_pair(question, one, other) for one, other in sorted(pairs.items()))


def _pair(question: Question | None, one: str, other: str) -> str:
    left = question.left if isinstance(question, Matching) else ()
    right = question.right if isinstance(question, Matching) else ()
    return f"{_named(left, one)} – {_named(right, other)}"


def _item(question: Question | None, one: str) -> str:
    return _named(question.choices, one) if isinstance(question, Ordering) else one


def _in_gap(question: Question | None, gap: str, value: str) -> str:
    """The words of what was chosen or put there; what was typed stands for itself."""
    if not isinstance(question, Cloze):
        return value
    match next((one for one in question.gaps if one.id == gap), None):
        case SelectGap(choices=choices):
            return _named(choices, value)
        case DragGap():
            return _named(question.pool, value)
        case _:
            return value


def _named(choices: Iterable[Choice | PoolChoice], wanted: str) -> str:
    """The words of a choice; a picture may have none, then its id."""
    body = next((choice.body for choice in choices if choice.id == wanted), "")
    return (_short(body) if body else "") or wanted


def _short(rich: str) -> str:
    text = " ".join(plain_text(rich).split())
    return f"{text[:LONGEST_WORDS]}…" if len(text) > LONGEST_WORDS else text
