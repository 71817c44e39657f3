"""The material of an exam (“Aineisto”): what questions refer to, shown beside them."""

from lxml import etree

from examserver.importers.author_text import AuthorText
from examserver.importers.items import MaterialItem, SoundItem
from examserver.importers.mex.attachments import Attachments
from examserver.importers.mex.flow import Flow
from examserver.importers.mex.found import FoundSound
from examserver.importers.mex.names import child, children, name_of, words
from examserver.importers.mex.numbering import number_of
from examserver.importers.question_texts import QuestionTexts
from examserver.importers.sounds import read_sound

_SOURCE = ("author", "title", "publication", "publisher", "publication-date", "howpublished")


def materials_of(
    question: etree._Element, texts: QuestionTexts, attachments: Attachments
) -> tuple[MaterialItem, ...]:
    """The material of a question, of what is around it, and of the questions in it."""
    around = [one for holder in reversed(list(question.iterancestors())) for one in _own(holder)]
    inside = [one for part in question.iter() for one in _own(part)]
    return tuple(_material(one, texts, attachments) for one in dict.fromkeys((*around, *inside)))


def sounds_of(
    found: list[FoundSound], texts: QuestionTexts, attachments: Attachments
) -> tuple[SoundItem, ...]:
    """The sounds that were found, decoded once; restricted ones can be neither wound nor held."""
    return tuple(
        SoundItem(
            texts.sound(read_sound(attachments.sound(one.name), f"“{one.name}”", texts.note)),
            one.title,
            one.times,
            may_seek=not one.restricted,
            may_pause=not one.restricted,
        )
        for one in found
    )


def _own(element: etree._Element) -> list[etree._Element]:
    if name_of(element) not in ("exam", "section", "question"):
        return []
    return [
        one for holder in children(element, "external-material") for one in children(holder, "attachment")
    ]


def _material(element: etree._Element, texts: QuestionTexts, attachments: Attachments) -> MaterialItem:
    flow = Flow()
    body = flow.inside(element) + _source(element)
    for note in flow.found.notes:
        texts.note(note.code, note.sentence)
    title = " ".join((number_of(element), words(child(element, "attachment-title")))).strip()
    rich = texts.rich(AuthorText(body, files=attachments))
    sounds = sounds_of(flow.found.sounds, texts, attachments)
    return MaterialItem(f"material {number_of(element)} {element.sourceline}", title, rich, sounds)


def _source(element: etree._Element) -> str:
    """Who made it, in one line: people want to judge a source, and its licence may ask for it."""
    parts = [
        words(one)
        for reference in children(element, "reference")
        for name in _SOURCE
        for one in children(reference, name)
    ]
    line = ", ".join(part for part in parts if part)
    return f"<p><i>{line.replace('&', '&amp;').replace('<', '&lt;')}</i></p>" if line else ""
