"""What a station and the service say about papers before, and beside, a candidate's session.

    GET  papers                        -> PapersReply       (proven by the station, no session needed)
    GET  parts/SHA256                  -> bytes             (the same, of those papers; ranges as in RFC 9110)
    POST paper-report     PaperReport  -> PaperReportReply  (the same)

Rule: nothing here opens a paper. The key goes to a session, from its release on, or by a key file.
"""

import msgspec

from examprotocol.place import INSIDE, Place

REPORT_LIMIT = 64 << 10
"""The most bytes that a report may have."""

MOST_FINDINGS = 200
"""So many questions a report names; a paper with more is not shown right at all."""


class ComingPaper(msgspec.Struct, frozen=True):
    """The paper of an exam to come: its signed manifest, and the exam's times."""

    exam: str
    manifest: str
    key_release: int
    start: int


class PapersReply(msgspec.Struct, frozen=True):
    """The papers of the exams to come, the next one first."""

    now: int
    papers: tuple[ComingPaper, ...] = ()
    place: Place = INSIDE


class PaperFinding(msgspec.Struct, frozen=True, omit_defaults=True):
    """What cannot be shown of a question. `number` is what candidates see, 0 for a page to read."""

    question: str
    number: int = 0
    pictures: int = 0
    sounds: int = 0
    characters: str = ""


SOUNDS = ("ready", "heard", "not_heard", "no_device", "wave_only", "nothing")
"""How a station stands with recordings: it can play; its candidate heard the test sound or did not; it has no
device; it plays WAV only; it plays nothing.
"""

SOUND_TROUBLES = ("not_heard", "no_device", "wave_only", "nothing")


class PaperReport(msgspec.Struct, frozen=True):
    """How far a station has come with the paper of an exam.

    `manifest` is the digest of the signed manifest. `here` of `total` bytes are on its disk, verified;
    `drawn` of `questions` were drawn once behind the cover, which takes the key; `findings` is what that
    has shown. `sound` is how it stands with recordings, one of SOUNDS, `""` where the paper has none.
    """

    exam: str
    manifest: str
    here: int
    total: int
    has_key: bool = False
    drawn: int = 0
    questions: int = 0
    findings: tuple[PaperFinding, ...] = ()
    sound: str = ""

    @property
    def is_sealed_here(self) -> bool:
        """Whether all parts are on its disk."""
        return 0 < self.total <= self.here

    @property
    def is_drawn(self) -> bool:
        """Whether every question was drawn."""
        return 0 < self.questions <= self.drawn


class PaperReportReply(msgspec.Struct, frozen=True):
    """The service keeps the report, instead of the one before for this exam."""

    now: int
    place: Place = INSIDE
