"""Who works for the presenter, and where a candidate is taken in."""

from collections.abc import Callable
from dataclasses import dataclass

from examclient.ui.background import Background
from examclient.ui.paper_desk import PaperDesk
from examclient.ui.saver import Saver
from examclient.ui.site_watch import SiteWatch
from examclient.ui.submitter import Submitter
from examclient.ui.syncer import Syncer
from examclient.usecases.log_in import LogIn
from examclient.usecases.sitting import Sitting
from examprotocol.messages import LoginReply


@dataclass(frozen=True, slots=True)
class Lanes:
    """Where work runs off the GUI thread: the disk's, the network's, the paper's and the proctor's queue."""

    disk: Background
    network: Background
    paper: Background
    proctor: Background

    def close(self) -> None:
        """Finish what was given to them, the disk last."""
        for lane in (self.proctor, self.paper, self.network, self.disk):
            lane.close()


@dataclass(frozen=True, slots=True)
class Helpers:
    """Who does the work: each owns one thing and knows nothing of the others."""

    saver: Saver
    syncer: Syncer
    papers: PaperDesk
    submitter: Submitter
    watch: SiteWatch

    def stop(self) -> None:
        """Begin nothing more; what is under way ends by itself."""
        self.papers.stop()
        self.syncer.stop()
        self.submitter.stop()
        self.watch.close()


@dataclass(frozen=True, slots=True)
class Desk:
    """Where a candidate is taken in: login, the attempt on this machine, and the key the site signs with.

    `close` lets go of the journals that were opened.
    """

    log_in: LogIn
    open_sitting: Callable[[LoginReply], Sitting]
    signing_key: dict[str, str]
    close: Callable[[], None]
