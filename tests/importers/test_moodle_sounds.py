"""Sounds in the texts of Moodle's questions: played above the question, or named."""

from collections.abc import Callable

import pytest

from examserver.errors import PaperFileError
from examserver.importers.draft import PaperDraft
from tests.importers.drafts import RIGHT, WRONG, codes, encoded, file_xml, only, question_xml
from tests.importers.made_sounds import tone

Moodle = Callable[[str], PaperDraft]
ADDRESS = "@@PLUGINFILE@@/a%20b.mp3"
TONE = tone("mp3", "libmp3lame")


def _question(text: str, data: bytes = TONE, kind: str = "multichoice", rest: str = RIGHT + WRONG) -> str:
    made = question_xml(kind, text, rest)
    return made.replace("</questiontext>", f"{file_xml('a b.mp3', data)}</questiontext>")


@pytest.mark.parametrize(
    "player",
    [
        f'<audio controls src="{ADDRESS}">No sound?</audio>',
        f'<audio controls="true"><source src="{ADDRESS}" type="audio/mp3">{ADDRESS}</audio>',
        f"<video controls><source src='{ADDRESS}'></video>",
    ],
    ids=["audio", "source", "video"],
)
def test_a_player_in_the_text_is_a_sound_above_the_question(moodle: Moodle, player: str) -> None:
    draft = moodle(_question(f"<p>Listen:</p>{player}<p>Who sings?</p>"))
    question = only(draft)
    assert question.stem == "<p>Listen:</p><p>Who sings?</p>"
    assert len(question.media) == 1
    (sound,) = draft.sounds.values()
    assert sound.duration > 400
    assert codes(draft) == []


def test_a_link_to_a_sound_is_a_sound_and_its_words_stay(moodle: Moodle) -> None:
    draft = moodle(_question(f'<p><a href="{ADDRESS}">Listen to this:</a> Who sings?</p>'))
    assert only(draft).stem == "<p>Listen to this: Who sings?</p>"
    assert len(only(draft).media) == 1


@pytest.mark.parametrize(
    ("source", "data", "code"),
    [
        ("@@PLUGINFILE@@/other.mp3", TONE, "MEDIA_MISSING"),
        ("https://example.org/a.mp3", TONE, "MEDIA_BAD_REF"),
        ("", TONE, "MEDIA_BAD_REF"),
        (ADDRESS, b"<html>not found</html>", "MEDIA_TYPE"),
        (ADDRESS, TONE[:0], "MEDIA_TYPE"),
    ],
    ids=["not there", "elsewhere", "no name", "a web page", "empty"],
)
def test_a_sound_that_cannot_be_had_is_named(moodle: Moodle, source: str, data: bytes, code: str) -> None:
    with pytest.raises(PaperFileError) as caught:
        moodle(_question(f'<p>Who?</p><audio src="{source}"></audio>', data))
    assert caught.value.code == code


def test_a_sound_in_the_text_of_a_gap_is_not_played(moodle: Moodle) -> None:
    text = f'<p>It is {{1:SA:=York#<audio src="{ADDRESS}"></audio>}} here.</p>'
    draft = moodle(_question(text, kind="cloze", rest=""))
    assert only(draft).media == ()
    assert draft.sounds == {}
    assert "audio" not in encoded(draft)
