"""Who works for the presenter, and where a candidate is taken in."""

from collections.abc import Callable
from dataclasses import dataclass

from examclient.domain.export import Drive
from examclient.domain.kept_session import KeptSession
from examclient.ui.background import Background
from examclient.ui.backlog_runner import BacklogRunner
from examclient.ui.file_copier import FileCopier
from examclient.ui.file_sender import FileSender
from examclient.ui.kept_files import KeptFiles
from examclient.ui.order_desk import OrderDesk
from examclient.ui.paper_desk import PaperDesk
from examclient.ui.paper_reporter import PaperReporter
from examclient.ui.preloading import Preloading
from examclient.ui.saver import Saver
from examclient.ui.session_keeper import SessionKeeper
from examclient.ui.site_watch import SiteWatch
from examclient.ui.sound.sound_desk import SoundDesk
from examclient.ui.submitter import Submitter
from examclient.ui.syncer import Syncer
from examclient.ui.telling import Telling
from examclient.ui.worry_watch import WorryWatch
from examclient.usecases.admission import Admit
from examclient.usecases.export import Exporter
from examclient.usecases.key_from_stick import KeyFromStick
from examclient.usecases.resume import OpenAttempt, Resume
from examclient.usecases.room_codes import MoveByCode
from examclient.usecases.sitting import Sitting


@dataclass(frozen=True, slots=True)
class Lanes:
    """Where work runs off the GUI thread: one queue each, `backlog` for what was left by others, `drives` for
    those that are carried about, `preload` for papers to come: one that does not answer holds up no other;
    `sound` reads recordings, `copies` keeps what candidates hand in, `files` sends it, `afresh` loads a paper
    beside the one in use.
    """

    disk: Background
    network: Background
    paper: Background
    proctor: Background
    backlog: Background
    drives: Background
    sound: Background
    files: Background
    preload: Background
    copies: Background
    afresh: Background

    def close(self) -> None:
        """Finish what was given to them, the disk late, and last the drives: one of them may not answer."""
        first = (self.afresh, self.sound, self.copies, self.files, self.preload, self.backlog, self.proctor)
        for lane in (*first, self.paper, self.network, self.disk, self.drives):
            lane.close()


@dataclass(frozen=True, slots=True)
class Helpers:
    """Who does the work: each owns one thing and knows nothing of the others."""

    saver: Saver
    syncer: Syncer
    papers: PaperDesk
    submitter: Submitter
    watch: SiteWatch
    orders: OrderDesk
    keeper: SessionKeeper
    backlog: BacklogRunner
    worries: WorryWatch
    preloading: Preloading
    reporter: PaperReporter
    sounds: SoundDesk
    files: FileSender
    kept_files: KeptFiles
    copier: FileCopier
    telling: Telling

    def serve(self, sitting: Sitting | None) -> None:
        """This attempt runs from now on, or none: its plays are counted, and its files are kept, copied
        and sent."""
        if sitting is None:
            self.orders.close()
        self.sounds.serve(sitting.attempt if sitting else None)
        self.kept_files.serve(sitting.keep_file if sitting else None)
        self.files.start(sitting.files if sitting else None)
        self.copier.serve(sitting.attempt.id if sitting else "")

    def stop(self) -> None:
        """Begin nothing more; what is under way ends by itself."""
        self.sounds.silence()
        self.papers.stop()
        self.syncer.stop()
        self.files.stop()
        self.copier.stop()
        self.submitter.stop()
        self.watch.close()
        self.worries.close()
        self.preloading.stop()
        self.reporter.stop()

    def close(self) -> None:
        """The same for good: also what runs while nobody is logged in."""
        self.stop()
        self.sounds.close()
        self.backlog.stop()
        self.preloading.close()
        self.telling.close()

    def rest(self) -> None:
        """After the deadline has handed in: only hear whether there is more time."""
        self.papers.stop()
        self.submitter.stop()
        self.syncer.slow_down()


@dataclass(frozen=True, slots=True)
class Desk:
    """Where a candidate is taken in: login, the attempt on this machine, the way back after a restart or from
    another machine, and the key the site signs with.

    `running` is what is kept of the attempt that is open here.
    `leave` tells the site that an attempt's login was a mistake; `put_away` lets go of the journal of an
    attempt that its candidate has left, `close` of all. `exporter` carries answers out, to one of the
    `drives` or any folder; `key_from_stick` looks on these for the key of the paper.
    """

    admit: Admit
    open_attempt: OpenAttempt
    resume: Resume
    move_by_code: MoveByCode
    leave: Callable[[str], object]
    running: Callable[[], KeptSession | None]
    signing_key: dict[str, str]
    put_away: Callable[[str], None]
    close: Callable[[], None]
    exporter: Exporter
    drives: Callable[[], tuple[Drive, ...]]
    key_from_stick: KeyFromStick
