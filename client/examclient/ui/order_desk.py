"""What the site orders of this station: on disk first, then told as done.

Rule: what was carried out is told only once a restart would know it too; so no order is followed twice.
"""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from examclient.domain.clock import SiteClock
from examclient.domain.standing_orders import NOTHING_ORDERED, StandingOrders
from examclient.domain.state import PasswordTrouble
from examclient.errors import ExamError
from examclient.ui.background import Background
from examclient.ui.password_desk import PasswordDesk
from examclient.usecases.order_book import OrderBook, act_of_lifting
from examclient.usecases.rehearsed_troubles import PlayTrouble
from examclient.usecases.sitting import Sitting
from examclient.usecases.station_news import NewsBoard
from examprotocol.events import ProctorActed
from examprotocol.messages import Exam
from examprotocol.site_orders import Pause, SiteOrders, Trouble

Then = Callable[[], None]
"""What comes once it is on disk."""


class OrderDesk(QObject):
    """Owns what stands ordered of the attempt that runs here. Knows no page and no phase.

    Signals:
        changed(StandingOrders): something else is to be seen or done.
        done(): something was carried out; the site can hear of it.
        lifted(int): a proctor ended a pause here; this is the exam's end from now on, a site time in ms.
    """

    changed = Signal(object)
    done = Signal()
    lifted = Signal(object)

    def __init__(
        self,
        disk: Background,
        passwords: PasswordDesk,
        clock: SiteClock,
        news: NewsBoard,
        play: PlayTrouble,
    ) -> None:
        super().__init__()
        self._disk = disk
        self._passwords = passwords
        self._clock = clock
        self._news = news
        self._play = play
        self._sitting: Sitting | None = None
        self._owed: tuple[Then, ...] = ()
        self._is_rehearsal = False
        self.standing = NOTHING_ORDERED

    def open(self, sitting: Sitting, exam: Exam) -> None:
        """This attempt runs from now on: what stood when it was open last stands still."""
        self._end_troubles()
        self._sitting, self._is_rehearsal = sitting, exam.rehearsal
        if self._book is not None:
            self._keep(self._book)
            self._show(self._book)

    def close(self) -> None:
        """No attempt runs here."""
        self._end_troubles()
        self._sitting, self._owed, self.standing = None, (), NOTHING_ORDERED
        self._news.tell(done=())

    def heard(self, orders: SiteOrders, end: int) -> None:
        """The site has said this with a reply, and this end (site time in ms). What codes and extensions of
        this machine add to that end takes back nothing that the site has ended.
        """
        book, sitting = self._book, self._sitting
        if book is None or sitting is None:
            return
        is_new = book.hear(orders, sitting.end.said() if sitting.end is not None else end)
        sitting.attempt.let_in_again(orders.reopened)
        trouble = book.trouble(is_rehearsal=self._is_rehearsal)
        if trouble is not None:
            book.finish(trouble.id)
            self._keep(book, lambda: self._let_go_wrong(trouble))
        elif is_new:
            self._keep(book)
        if is_new:
            self._show(book)

    def finish(self, order: str) -> None:
        """This order is carried out, or its message was put away."""
        book = self._book
        if book is not None and order and book.finish(order):
            self._keep(book, self.done.emit)
            self._show(book)

    def lift(self, typed: str, exam: Exam) -> None:
        """A proctor gives the room password, so that the exam goes on here although it is paused."""
        sitting, pause = self._sitting, self.standing.pause
        if sitting is not None and pause is not None:
            self._passwords.give(
                typed, exam.exam_id, lambda right: self._lift(sitting, pause, exam.start, right.wrong_tries)
            )

    @property
    def _book(self) -> OrderBook | None:
        return self._sitting.orders if self._sitting is not None else None

    def _keep(self, book: OrderBook, *then: Then) -> None:
        """A disk that does not take it is told by the saving of answers; at the site's next word it is tried
        again, with what was to come after it.
        """
        owed, self._owed = (*self._owed, *then), ()
        self._disk.run(
            book.keep,
            lambda done: self._on_kept(book, done, owed),
            lambda _error: self._on_not_kept(book, owed),
        )

    def _on_kept(self, book: OrderBook, done: tuple[str, ...], owed: tuple[Then, ...]) -> None:
        if book is self._book:
            self._news.tell(done=done)
            for then in owed:
                then()

    def _on_not_kept(self, book: OrderBook, owed: tuple[Then, ...]) -> None:
        if book is self._book:
            self._owed = (*owed, *self._owed)

    def _let_go_wrong(self, trouble: Trouble) -> None:
        self.done.emit()
        self._play(trouble)

    def _end_troubles(self) -> None:
        """No real exam has any that a rehearsal before it has left."""
        if self._is_rehearsal:
            self._play.stop()
        self._is_rehearsal = False

    def _lift(self, sitting: Sitting, pause: Pause, starts: int, wrong_tries: int) -> None:
        act = act_of_lifting(pause, starts, self._clock.now(), wrong_tries)
        self._disk.run(
            lambda: sitting.attempt.act(act), lambda _: self._on_lifted(sitting, act), self._on_not_lifted
        )

    def _on_lifted(self, sitting: Sitting, act: ProctorActed) -> None:
        self._passwords.finish()
        if sitting is self._sitting and sitting.orders is not None:
            sitting.orders.lift(act)
            if sitting.end is not None:
                self.lifted.emit(sitting.end.lend(*sitting.orders.lent()))
            self._show(sitting.orders)
            self.done.emit()

    def _on_not_lifted(self, _error: ExamError) -> None:
        self._passwords.finish(PasswordTrouble.NOT_KEPT)

    def _show(self, book: OrderBook) -> None:
        standing: StandingOrders = book.standing()
        if standing != self.standing:
            self.standing = standing
            self.changed.emit(standing)
