"""Moodle XML: what every question has, its text and its points."""

from dataclasses import replace
from decimal import Decimal
from urllib.parse import quote

from lxml import etree

from examserver.importers.author_text import AuthorText, TextFormat, as_html, text_format
from examserver.importers.moodle_fields import Fields
from examserver.importers.picture_sources import file_name
from examserver.importers.question_texts import QuestionTexts
from examserver.importers.shares import points_of


def question_fields(question: etree._Element) -> Fields:
    """The fields of a question; texts without a format have that of the question's text."""
    text = question.find("questiontext")
    default = TextFormat.HTML if text is None else text_format(text.get("format"))
    return Fields(question, default)


def stem_of(question: etree._Element, texts: QuestionTexts) -> str:
    """The question's text as rich text, with the picture that Moodle 1.9 kept beside it."""
    return texts.rich(author_stem(question))


def author_stem(question: etree._Element) -> AuthorText:
    """The question's text as its author wrote it, an old picture put behind it."""
    fields = question_fields(question)
    text = fields.text("questiontext")
    name, data = file_name(fields.word("image")), fields.word("image_base64")
    if not name:
        return text
    if text.format is TextFormat.PLAIN:
        text = replace(text, text=as_html(text.text, text.format), format=TextFormat.HTML)
    picture = f'<br><img src="@@PLUGINFILE@@/{quote(name)}">'
    return replace(text, text=text.text + picture, files={**text.files, **({name: data} if data else {})})


def points_in(fields: Fields) -> Decimal:
    """The points of the question; 1 where the file does not say."""
    return points_of(fields.word("defaultgrade") or "1")
