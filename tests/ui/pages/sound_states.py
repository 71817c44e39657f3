"""States of an exam with recordings, for the tests of the pages."""

from dataclasses import replace
from decimal import Decimal

from examclient.domain.sounds import Hearing, LostPlay, Playing, SoundCheck, SoundState
from examclient.domain.state import ExamState
from examprotocol.paper import Paper, Section, ShortText
from examprotocol.paper_parts import Media
from examprotocol.plays import Plays

NEWS = Media("news", "0" * 64, "第一节 短对话", max_plays=2, may_seek=False, may_pause=False)
TALK = Media(
    "talk", "1" * 64, "Ein Gespräch über die Zukunft der Städte im Zeitalter der Erwärmung", max_plays=1
)
EXAMPLE = Media("example", "2" * 64)

LISTENING = Paper(
    paper_id="l",
    revision=1,
    title="Listening",
    lang="en",
    sections=(
        Section(
            "one",
            "Listening",
            (
                ShortText(id="q1", stem="<p>What is new?</p>", points=Decimal(1), media=(NEWS,)),
                ShortText(id="q2", stem="<p>Who talks?</p>", points=Decimal(1), media=(TALK, EXAMPLE)),
            ),
        ),
    ),
)
READY = SoundState(has_sounds=True, hearing=Hearing.HEARD, may_play=True)
RUNNING = replace(READY, playing=Playing(NEWS, "q1", 72_000, 185_000), plays={"news": Plays(2, 0, 1)})
LOST = (LostPlay("news", NEWS.title, 1, 1, 0), LostPlay("talk", TALK.title, 12, 2, 1))


def sound_states(waiting: ExamState, answering: ExamState, menu: ExamState) -> dict[str, ExamState]:
    """What pages show of recordings."""
    listening = replace(answering, paper=LISTENING, current="q2")
    return {
        "waiting, sound check": replace(waiting, sound=READY),
        "waiting, sound asked": replace(waiting, sound=replace(READY, check=SoundCheck.ASKED)),
        "waiting, sound heard": replace(waiting, sound=replace(READY, check=SoundCheck.HEARD)),
        "waiting, sound not heard": replace(waiting, sound=replace(READY, check=SoundCheck.NOT_HEARD)),
        "waiting, no device": replace(waiting, sound=replace(READY, hearing=Hearing.NO_DEVICE)),
        "waiting, waves only": replace(
            waiting, sound=replace(READY, hearing=Hearing.WAVE_ONLY, unplayable=3)
        ),
        "a recording elsewhere": replace(listening, sound=RUNNING),
        "proctor's menu, lost plays": replace(menu, sound=replace(READY, lost=LOST)),
    }
