"""A paper with recordings, and an outlet that a test plays by hand."""

import io
import wave
from decimal import Decimal

from msgspec.structs import replace

from examclient.domain.sounds import Hearing
from examclient.ui.sound.outlet import Outlet
from examprotocol.canonical import digest
from examprotocol.paper import Paper, Section, ShortText
from examprotocol.paper_parts import Material, Media
from examserver.importers.draft import PaperDraft, Sound
from examserver.scoring.keys import AnswerKeys, TextKey
from tests.client.exam_site import PAPER_ID

LENGTH = 400
"""Milliseconds."""


def silence(milliseconds: int = LENGTH, level: int = 0) -> bytes:
    """A WAV file; `level` makes it another one."""
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8_000)
        sound.writeframes(level.to_bytes(2, "little", signed=True) * (8 * milliseconds))
    return file.getvalue()


NEWS, TALK = (digest(data) for data in (silence(), silence(level=1)))
TWICE = Media("twice", NEWS, "The news", max_plays=2, may_seek=False, may_pause=False)
ALSO_TWICE = Media("also-twice", TALK, "A talk", max_plays=2)
AT_WILL = Media("at-will", TALK, "An example")

QUESTIONS = (
    ShortText(id="q1", stem="<p>What is new?</p>", points=Decimal(1), media=(TWICE,)),
    ShortText(id="q2", stem="<p>Who talks?</p>", points=Decimal(1), materials=("m1",)),
    ShortText(id="q5", stem="<p>And then?</p>", points=Decimal(1), media=(AT_WILL,)),
)


def listening_draft(length: int = LENGTH) -> PaperDraft:
    """Three questions: two recordings that may be played twice, one of a material, and one at will.

    `length` is that of the first recording, in milliseconds.
    """
    news = silence(length)
    sounds = {
        digest(news): Sound(news, "audio/wav", length),
        TALK: Sound(silence(level=1), "audio/wav", LENGTH),
    }
    first = replace(QUESTIONS[0], media=(replace(TWICE, asset_id=digest(news)),))
    material = Material("m1", "A talk", "<p>Listen.</p>", (ALSO_TWICE,))
    section = Section("s1", "Listening", (first, *QUESTIONS[1:]))
    paper = Paper(PAPER_ID, 1, "Listening", "en", (section,), materials=(material,))
    keys = AnswerKeys(PAPER_ID, 1, {question.id: TextKey(()) for question in QUESTIONS})
    return PaperDraft(paper, keys, sounds=sounds)


class HandOutlet(Outlet):
    """Plays as far as the test says. `played` has what was started, `doing` what it does now."""

    def __init__(self, hearing: Hearing = Hearing.HEARD) -> None:
        super().__init__()
        self._hearing = hearing
        self.played: list[bytes] = []
        self.doing = "silent"
        self.volume = -1

    def hearing(self) -> Hearing:
        return self._hearing

    def can_play(self, media_type: str) -> bool:
        return media_type == "audio/wav"

    def start(self, sound: bytes, media_type: str, length: int) -> None:  # noqa: ARG002 - as it is asked
        self.played.append(sound)
        self.doing = "playing"

    def pause(self) -> None:
        self.doing = "paused"

    def go_on(self) -> None:
        self.doing = "playing"

    def seek(self, at: int) -> None:
        self.moved.emit(at)

    def stop(self) -> None:
        self.doing = "silent"

    def set_volume(self, percent: int) -> None:
        self.volume = percent

    def run_to(self, at: int) -> None:
        """Time passes."""
        self.moved.emit(at)

    def run_out(self) -> None:
        """The sound is over."""
        self.ended.emit()

    def change_hearing(self, hearing: Hearing) -> None:
        """A device comes or goes."""
        self._hearing = hearing
        self.hearing_changed.emit()
