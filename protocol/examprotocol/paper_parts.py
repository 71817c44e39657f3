"""What questions are made of: assets, formulas, sounds, materials, choices and gaps.

Rule: each is named by a stable id; nothing refers to a position.
"""

from decimal import Decimal

import msgspec


class Asset(msgspec.Struct, frozen=True):
    """A picture, a sound or a font of the paper.

    `asset_id` is the SHA-256 of the plain bytes (64 hex digits), `part` that of its encrypted part in the
    bundle; sizes in pixels, 0 where there is nothing to see; `duration` in milliseconds, 0 if it is silent.
    """

    asset_id: str
    part: str
    media_type: str
    width: int = 0
    height: int = 0
    duration: int = 0


class Formula(msgspec.Struct, frozen=True):
    """A formula, drawn at import; `<img src="formula:ID">` stands for it in rich text.

    `asset_id` is its SVG, whose baseline is `y = 0`. Width, ascent and descent in thousandths of an em; `alt`
    says it in plain words, `source` is what the author wrote (LaTeX or MathML).
    """

    id: str
    asset_id: str
    width: int
    ascent: int
    descent: int
    alt: str
    source: str


class Media(msgspec.Struct, frozen=True):
    """A sound that is to be played. `max_plays` 0 is any number; plays are counted in the journal.

    `title` is plain text. `may_seek` and `may_pause`: what the candidate may do with the player.
    """

    id: str
    asset_id: str
    title: str = ""
    max_plays: int = 0
    may_seek: bool = True
    may_pause: bool = True


class Material(msgspec.Struct, frozen=True):
    """A passage, a data sheet or a recording that questions refer to. `title` is plain text, `body` rich."""

    id: str
    title: str = ""
    body: str = ""
    media: tuple[Media, ...] = ()


class Choice(msgspec.Struct, frozen=True, omit_defaults=True):
    """One choice, one side of a matching pair, one item to order. `body` is rich text.

    `fixed`: it keeps its place where the others are shuffled.
    """

    id: str
    body: str
    fixed: bool = False


class PoolChoice(msgspec.Struct, frozen=True):
    """What can be put into gaps, as rich text, and how often; `uses` 0 is any number of times."""

    id: str
    body: str
    uses: int = 1


class TextGap(msgspec.Struct, frozen=True, tag_field="kind", tag="text"):
    """A gap for a word or a short text. `width` is a hint in characters."""

    id: str
    points: Decimal
    width: int = 12


class NumberGap(msgspec.Struct, frozen=True, tag_field="kind", tag="number"):
    """A gap for a number, kept as typed."""

    id: str
    points: Decimal
    width: int = 8


class SelectGap(msgspec.Struct, frozen=True, tag_field="kind", tag="select"):
    """A gap filled from a list. The choices' bodies are plain text."""

    id: str
    points: Decimal
    choices: tuple[Choice, ...]


class DragGap(msgspec.Struct, frozen=True, tag_field="kind", tag="drag"):
    """A gap filled from the question's pool."""

    id: str
    points: Decimal


Gap = TextGap | NumberGap | SelectGap | DragGap
