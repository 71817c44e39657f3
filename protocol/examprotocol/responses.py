"""What a candidate can answer: one value for each shape of response.

Rule: clearing is a value too (an empty choice, an empty text), never the absence of an event.
"""

import msgspec


class _Response(msgspec.Struct, frozen=True, tag_field="kind", forbid_unknown_fields=True):
    """Base of all responses."""


class ChoiceResponse(_Response, frozen=True, tag="choice"):
    """One choice by its id; `""` is cleared. True/false questions use the ids `true` and `false`."""

    choice: str


class ChoicesResponse(_Response, frozen=True, tag="choices"):
    """Several choices by id, sorted and without repeats, so that equal answers are equal bytes."""

    choices: tuple[str, ...]


class TextResponse(_Response, frozen=True, tag="text"):
    """Short texts, numbers (as typed) and essays (plain text, lines separated by a line feed)."""

    text: str


class GapsResponse(_Response, frozen=True, tag="gaps"):
    """Cloze: gap id to text, number as typed, or choice id. Empty gaps are left out."""

    gaps: dict[str, str]


class PairsResponse(_Response, frozen=True, tag="pairs"):
    """Matching: left id to right id. Unmatched ones are left out."""

    pairs: dict[str, str]


class LinksResponse(_Response, frozen=True, tag="links"):
    """Matching of several with several: (left id, right id), sorted and without repeats."""

    links: tuple[tuple[str, str], ...]


class OrderResponse(_Response, frozen=True, tag="order"):
    """Ordering: all ids in the candidate's order; () is cleared."""

    order: tuple[str, ...]


class FileRef(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file that was handed in: SHA-256 of its bytes (64 hex digits), the candidate's name, its size."""

    sha256: str
    name: str
    size: int


class FilesResponse(_Response, frozen=True, tag="files"):
    """Files in the order in which they were added; () is cleared."""

    files: tuple[FileRef, ...]


Response = (
    ChoiceResponse
    | ChoicesResponse
    | TextResponse
    | GapsResponse
    | PairsResponse
    | LinksResponse
    | OrderResponse
    | FilesResponse
)


def is_empty(response: Response | None) -> bool:
    """Whether nothing at all is answered."""
    match response:
        case None:
            return True
        case ChoiceResponse(choice=value):
            return not value
        case ChoicesResponse() | LinksResponse() | OrderResponse() | FilesResponse():
            return not _several(response)
        case TextResponse(text=text):
            return not text.strip()
        case GapsResponse(gaps=parts) | PairsResponse(pairs=parts):
            return not any(value.strip() for value in parts.values())


def _several(response: ChoicesResponse | LinksResponse | OrderResponse | FilesResponse) -> tuple[object, ...]:
    match response:
        case ChoicesResponse(choices=choices):
            return choices
        case LinksResponse(links=links):
            return links
        case OrderResponse(order=order):
            return order
        case FilesResponse(files=files):
            return files
