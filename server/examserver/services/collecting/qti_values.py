"""What a candidate answered, as response variables of QTI Results Reporting: one for each shape of response.

Rule: choices, pairs and orders are identifiers as in the paper; what was typed stays as it was typed. Each
gap of a cloze is a variable of its own.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from examprotocol.paper import (
    Cloze,
    FileUpload,
    Matching,
    Multiple,
    Ordering,
    Part,
    Single,
    TrueFalse,
)
from examprotocol.paper_parts import DragGap, SelectGap
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
from examserver.services.collecting.qti_names import identifier, printable

RESPONSE = "RESPONSE"
SINGLE, MULTIPLE, ORDERED = "single", "multiple", "ordered"

KINDS: Mapping[type, tuple[str, str]] = {
    Single: (SINGLE, "identifier"),
    TrueFalse: (SINGLE, "boolean"),
    Multiple: (MULTIPLE, "identifier"),
    Matching: (MULTIPLE, "directedPair"),
    Ordering: (ORDERED, "identifier"),
    FileUpload: (ORDERED, "uri"),
}
"""Cardinality and base type of a response; all others are one string."""


@dataclass(frozen=True, slots=True)
class Variable:
    """A response variable. Without values it is NULL. `order` is the order in which choices were shown."""

    identifier: str
    cardinality: str
    base_type: str
    values: tuple[str, ...] = ()
    order: tuple[str, ...] = ()


def variables_of(question: Part, response: Response | None) -> tuple[Variable, ...]:
    """The response variables of a question; also of one without an answer: they have no value."""
    if isinstance(question, Cloze):
        return tuple(_gaps(question, response))
    cardinality, base_type = _kind(question)
    return (Variable(RESPONSE, cardinality, base_type, _values(response), _order(question)),)


def _kind(question: Part) -> tuple[str, str]:
    return next((how for kind, how in KINDS.items() if isinstance(question, kind)), (SINGLE, "string"))


def _values(response: Response | None) -> tuple[str, ...]:  # noqa: PLR0911 - one line for each shape
    match response:
        case ChoiceResponse(choice=choice):
            return (identifier(choice),) if choice else ()
        case ChoicesResponse(choices=choices):
            return tuple(map(identifier, choices))
        case OrderResponse(order=order):
            return tuple(map(identifier, order))
        case PairsResponse(pairs=pairs):
            return tuple(f"{identifier(one)} {identifier(other)}" for one, other in sorted(pairs.items()))
        case LinksResponse(links=links):
            return tuple(f"{identifier(one)} {identifier(other)}" for one, other in links)
        case TextResponse(text=text):
            return (printable(text),) if text else ()
        case FilesResponse(files=files):
            return tuple(f"urn:sha256:{file.sha256}" for file in files)
        case _:
            return ()


def _gaps(question: Cloze, response: Response | None) -> Iterator[Variable]:
    filled = response.gaps if isinstance(response, GapsResponse) else {}
    for gap in question.gaps:
        is_chosen = isinstance(gap, SelectGap | DragGap)
        text = filled.get(gap.id, "")
        value = identifier(text) if is_chosen and text else printable(text)
        base_type = "identifier" if is_chosen else "string"
        yield Variable(f"{RESPONSE}_{identifier(gap.id)}", SINGLE, base_type, (value,) if text else ())


def _order(question: Part) -> tuple[str, ...]:
    """The order in which this candidate had the choices, where each has an own one."""
    if not question.shuffle or not isinstance(question, Single | Multiple | Ordering):
        return ()
    return tuple(identifier(choice.id) for choice in question.choices)
