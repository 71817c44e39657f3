"""What the tests of the importers do with a draft, and small pieces of Moodle XML."""

import re
from base64 import b64encode
from collections import Counter
from html import escape
from io import BytesIO
from pathlib import Path

import msgspec
from PIL import Image

from examprotocol.paper import Question, questions_of
from examprotocol.paper_check import check_paper
from examserver.errors import PaperFileError
from examserver.importers.draft import PaperDraft
from examserver.importers.registry import import_paper
from examserver.scoring.keys import Key, ManualKey
from examserver.services.papers import assets_of

_FORMULA = re.compile(r'<img src="formula:(f[0-9a-f]+)" alt="[^"]*" />')
RIGHT, WRONG = (
    '<answer fraction="100"><text>yes</text></answer>',
    '<answer fraction="0"><text>no</text></answer>',
)


def only(draft: PaperDraft) -> Question:
    """The one question of a draft."""
    (question,) = questions_of(draft.paper)
    return question


def only_key(draft: PaperDraft) -> Key:
    """The key of the one question of a draft."""
    return draft.keys.keys[only(draft).id]


def codes(draft: PaperDraft) -> list[str]:
    """The codes of a draft's remarks."""
    return [remark.code for remark in draft.remarks]


def encoded(draft: PaperDraft) -> str:
    """The paper as a client gets it."""
    return msgspec.json.encode(draft.paper).decode()


def check_showable(draft: PaperDraft) -> None:
    """Check the draft's paper as the service and the client check it, with the assets it would have."""
    check_paper(msgspec.structs.replace(draft.paper, assets=tuple(assets_of(draft))))


def outcome(path: Path) -> dict[str, int] | str:
    """What comes of a file: how many questions of each type, or the code of what is wrong with it."""
    try:
        draft = import_paper(path, "paper1")
    except PaperFileError as error:
        return error.code
    check_showable(draft)
    return dict(Counter(type(question).__name__ for question in questions_of(draft.paper)))


def closed(draft: PaperDraft) -> list[tuple[Question, Key]]:
    """The questions that a machine can score, with their keys."""
    keys = draft.keys.keys
    found = [(question, keys[question.id]) for question in questions_of(draft.paper) if question.id in keys]
    return [(question, key) for question, key in found if not isinstance(key, ManualKey)]


def letters(text: str) -> str:
    """The letters and digits of a text, in lower case."""
    return "".join(sign for sign in text.casefold() if sign.isalnum())


def as_typed(draft: PaperDraft, rich: str) -> str:
    """The rich text with each formula as its author wrote it."""
    sources = {formula.id: formula.source for formula in draft.paper.formulas}
    return _FORMULA.sub(lambda found: escape(sources[found.group(1)]), rich)


def question_xml(kind: str, text: str, rest: str = "", text_format: str = "html") -> str:
    """One `<question>` of Moodle XML; the text is escaped."""
    stem = f'<questiontext format="{text_format}"><text>{escape(text)}</text></questiontext>'
    return f'<question type="{kind}"><name><text>Kings</text></name>{stem}{rest}</question>'


def choice_xml(text: str, rest: str = RIGHT + WRONG) -> str:
    """A `multichoice` question."""
    return question_xml("multichoice", text, rest)


def picture(image_format: str = "PNG", size: tuple[int, int] = (4, 3), mode: str = "RGB") -> bytes:
    """A small picture."""
    target = BytesIO()
    Image.new(mode, size, 1).save(target, image_format)
    return target.getvalue()


def file_xml(name: str, data: bytes) -> str:
    """An embedded file of Moodle XML."""
    return f'<file name="{name}" path="/" encoding="base64">{b64encode(data).decode()}</file>'
