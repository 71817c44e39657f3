"""What the screen shows: one frozen value that flows down to every page.

Rule: pages hold no truth. What they show stands here, and what the candidate wishes comes back as a signal.
All times are site times in milliseconds since 1970-01-01 UTC; 0 means never.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from examclient.domain.away import NEVER_AWAY, Away
from examclient.domain.export_view import Aim, ExportView
from examclient.domain.phases import Phase
from examclient.domain.self_check import CheckView
from examclient.domain.sounds import SoundState
from examclient.domain.standing_orders import NOTHING_ORDERED, StandingOrders, time_of
from examclient.domain.worries import Worry, worry_to_tell
from examclient.errors import ExamError
from examprotocol.merge import Answers
from examprotocol.messages import Candidate, Exam
from examprotocol.paper import Paper
from examprotocol.place import INSIDE, Place


class LocalSaving(StrEnum):
    """The first light: what the journal on this machine says."""

    IDLE = "idle"
    SAVING = "saving"
    SAVED = "saved"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Lights:
    """The two lights. `local_at` is the last durable save, `site_at` the site's last acknowledgement.

    `waiting` counts the answers that the site has not acknowledged yet: 0 makes the second light green.
    """

    local: LocalSaving = LocalSaving.IDLE
    local_at: int = 0
    site_at: int = 0
    waiting: int = 0


class News(StrEnum):
    """What the quiet bar says; it goes by itself when it is no longer true."""

    NETWORK_GONE = "network_gone"
    NETWORK_BACK = "network_back"
    REFRESHED = "refreshed"
    MENDED = "mended"
    CACHE_CLEARED = "cache_cleared"
    CACHE_REBUILT_OFFLINE = "cache_rebuilt_offline"
    CLEARING_CACHE = "clearing_cache"
    CACHE_KEPT = "cache_kept"
    EXAM_BEGAN = "exam_began"
    MORE_TIME = "more_time"
    TIME_15 = "time_15"
    TIME_5 = "time_5"
    TIME_1 = "time_1"
    OUTSIDE = "outside"


class PreparationStep(StrEnum):
    """What the waiting room is busy with."""

    FETCHING = "fetching"
    AWAITING_KEY = "awaiting_key"
    DRAWING = "drawing"
    READY = "ready"


@dataclass(frozen=True, slots=True)
class Finding:
    """What drawing a question behind the cover showed: what is missing, characters without a glyph, and
    characters that only a font of this machine has.
    """

    question: str
    missing_pictures: int = 0
    missing_characters: str = ""
    foreign_characters: str = ""
    missing_sounds: int = 0


@dataclass(frozen=True, slots=True)
class Preparation:
    """How far the paper is loaded: `done` of `total` bytes fetched, or questions drawn."""

    step: PreparationStep = PreparationStep.FETCHING
    done: int = 0
    total: int = 0
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Share:
    """How far a load is: `done` of `total` bytes."""

    done: int = 0
    total: int = 0


@dataclass(frozen=True, slots=True)
class ReceiptSummary:
    """What the candidate keeps in mind of the receipt: its short code, its time and its counts.

    `has_late`: something was written after the end; people decide whether it counts.
    """

    code: str
    at: int
    answered: int
    questions: int
    has_late: bool = False


class PasswordTrouble(StrEnum):
    """Why a room password that was typed opened nothing."""

    WRONG = "wrong"
    NO_CARD = "no_card"
    NOT_KEPT = "not_kept"
    WRONG_CODE = "wrong_code"
    OLD_CODE = "old_code"
    TOO_OFTEN = "too_often"
    NOT_MADE = "not_made"


@dataclass(frozen=True, slots=True)
class PasswordCheck:
    """How the check of a room password stands. `wait`: whole seconds until the next try counts."""

    checking: bool = False
    trouble: PasswordTrouble | None = None
    wait: int = 0


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """The exam of the numbers that were typed goes on at another machine.

    `place` is its seat or its name, `""` where nobody knows. `by_code`: the site cannot be asked, and this
    machine holds what it takes to go on with by an offline code; `is_spare`: of the exam, not the candidate.
    """

    place: str = ""
    by_code: bool = False
    is_spare: bool = False


@dataclass(frozen=True, slots=True)
class KeyLook:
    """How the look for a key file on a stick stands: under way, which file opened the paper, or why none."""

    is_looking: bool = False
    file: str = ""
    trouble: ExamError | None = None


@dataclass(frozen=True, slots=True)
class ProctorMenu:
    """What a proctor has opened. `is_open`: the room password was right. `aim`: what it was asked for;
    `has_attempt`: an attempt runs here.

    `code` is the offline code by which another machine goes on, `no_code` that there is none for this exam;
    `minutes` is what the last extension code gave, `was_known` that it had been typed before. `key` is how
    the look for the paper's key stands.
    """

    is_open: bool = False
    code: str = ""
    no_code: bool = False
    minutes: int = 0
    was_known: bool = False
    aim: Aim = Aim.MENU
    has_attempt: bool = True
    key: KeyLook = KeyLook()


@dataclass(frozen=True, slots=True)
class ExamState:
    """Everything that a page can show. `unsaved` names the questions whose response is not on disk.

    `place` is where the site sees this machine, not `covered` where a proctor lifted the cover; `tried_at`
    is when the site last answered a login from there. `export` is how carrying answers out stands, None while
    no menu is open; `check` is the same of the self-check. `is_exported`: a package that was verified holds
    all that is on disk. `away` tells how long other windows were in front. `worries` are true of saving now,
    `seen_worries` those that the candidate has seen. `sound` follows a play by whole seconds. `afresh`: the
    paper is loaded afresh, and so far it is. `keeping` names the files that are being saved on this machine,
    `unkept` those that were chosen in time and could not be saved after the end, `elsewhere_files`
    those of the answers that neither this machine nor the site has. `files_unsent`: files are still on their
    way from here to the site. `orders` are what the site's staff want of this station.
    """

    phase: Phase = Phase.LOGIN
    now: int = 0
    busy: bool = False
    trouble: ExamError | None = None
    news: News | None = None
    online: bool = True
    candidate: Candidate | None = None
    exam: Exam | None = None
    paper: Paper | None = None
    current: str = ""
    answers: Answers = field(default_factory=Answers)
    unsaved: frozenset[str] = frozenset()
    lights: Lights = Lights()
    preparation: Preparation = Preparation()
    by_deadline: bool = False
    receipt: ReceiptSummary | None = None
    place: Place = INSIDE
    tried_at: int = 0
    password: PasswordCheck = PasswordCheck()
    elsewhere: Elsewhere = Elsewhere()
    proctor: ProctorMenu | None = None
    export: ExportView | None = None
    check: CheckView | None = None
    is_exported: bool = False
    away: Away = NEVER_AWAY
    worries: frozenset[Worry] = frozenset()
    seen_worries: frozenset[Worry] = frozenset()
    sound: SoundState = field(default_factory=SoundState)
    afresh: Share | None = None
    keeping: tuple[str, ...] = ()
    unkept: tuple[str, ...] = ()
    elsewhere_files: tuple[str, ...] = ()
    files_unsent: bool = False
    orders: StandingOrders = NOTHING_ORDERED

    @property
    def has_unsaved(self) -> bool:
        """Whether anything that was typed, or a file that was chosen, is not on this machine's disk."""
        return bool(self.unsaved or self.keeping)

    @property
    def worry(self) -> Worry | None:
        """The worry about saving that the candidate has not seen yet."""
        return worry_to_tell(self.worries, self.seen_worries)

    @property
    def time_left(self) -> int:
        """Milliseconds to this candidate's end, never below 0; 0 before anyone has logged in. In a pause it
        stands still; one until a start that lies ahead leaves what there is from then on.
        """
        if self.exam is None:
            return 0
        exam, now = time_of(self.orders, self.exam, self.now)
        return max(0, exam.end - (max(now, exam.start) if self.is_paused else now))

    @property
    def is_covered(self) -> bool:
        """Whether the site wants the paper hidden, since this machine is outside."""
        return bool(self.place.outside) and self.place.covered

    @property
    def is_paused(self) -> bool:
        """Whether the site lets the exam stand still."""
        return self.orders.pause is not None

    @property
    def is_hidden(self) -> bool:
        """Whether nothing of the paper may be seen or heard."""
        return self.is_covered or self.is_paused

    @property
    def is_rehearsal(self) -> bool:
        """Whether nothing of this counts."""
        return self.orders.rehearsal or (self.exam is not None and self.exam.rehearsal)

    @property
    def is_looking_through(self) -> bool:
        """Whether the paper is shown before the start, only to be read (试卷检查)."""
        may_look = self.exam is not None and self.exam.look_through
        return self.phase is Phase.WAITING and may_look and self.paper is not None

    @property
    def awaits_key(self) -> bool:
        """Whether the sealed paper is here and nothing but its key is missing."""
        return self.phase is Phase.PREPARING and self.preparation.step is PreparationStep.AWAITING_KEY

    @property
    def time_to_start(self) -> int:
        """Milliseconds to the start, never below 0."""
        return max(0, self.exam.start - self.now) if self.exam else 0
