"""What the site's word does to the screen: the paper is covered or shown, the exam ends or begins elsewhen.

Rule: what is typed goes to the disk before anything comes over it.
"""

import msgspec
from PySide6.QtCore import QObject, Signal, Slot

from examclient.domain.phases import Phase
from examclient.domain.standing_orders import StandingOrders
from examclient.domain.state import ExamState
from examclient.ui.order_desk import OrderDesk
from examclient.ui.site_watch import SiteWatch
from examclient.ui.stage import AT_WORK, UNDER_WAY, Stage
from examprotocol.place import Place

SEALED = (Phase.SUBMITTING, Phase.SUBMIT_FAILED, Phase.DONE)


class Obeying(QObject):
    """Brings orders and place onto the stage. Owns neither.

    Signals:
        typing_wanted(): what is typed must go to the disk now.
        ended(): the site has ended this exam; hand in.
    """

    typing_wanted = Signal()
    ended = Signal()

    def __init__(self, stage: Stage, watch: SiteWatch, orders: OrderDesk) -> None:
        super().__init__()
        self._stage = stage
        self._watch = watch
        self._orders = orders
        watch.place_changed.connect(self._on_place)
        orders.changed.connect(self._on_orders)
        orders.lifted.connect(stage.set_end)
        stage.state_changed.connect(self._on_state)

    @Slot(str)
    def lift(self, typed: str) -> None:
        """A proctor gave the room password, so that the paper is shown."""
        state = self._stage.state
        if state.exam is None:
            return
        if state.is_paused and not state.online:
            self._orders.lift(typed, state.exam)
        elif state.is_covered and state.phase in AT_WORK:
            self._watch.lift(typed, state.exam.exam_id)

    @Slot(str)
    def put_away(self, notice: str) -> None:
        """The candidate has read a message of the site."""
        self._orders.finish(notice)

    def _on_place(self, place: Place) -> None:
        if place.covered and not self._stage.state.is_covered:
            self.typing_wanted.emit()
        self._stage.show(place=place)

    def _on_orders(self, orders: StandingOrders) -> None:
        state = self._stage.state
        if orders.pause is not None and not state.is_paused:
            self.typing_wanted.emit()
            self._watch.passwords.begin()
        self._stage.show(orders=orders)
        if orders.pause is not None:
            self._orders.finish(orders.pause.id)
        if orders.ended is not None and self._stage.state.phase in UNDER_WAY:
            self.ended.emit()

    def _on_state(self, state: ExamState) -> None:
        """Another start is the exam's from now on, also where it had begun; what was carried out is told as
        done.
        """
        if state.exam is not None and state.orders.starts not in (0, state.exam.start):
            self._stage.show(exam=msgspec.structs.replace(state.exam, start=state.orders.starts))
        if state.orders.ended is not None and state.phase in SEALED:
            self._orders.finish(state.orders.ended.id)
        if state.orders.export and state.is_exported and state.export is not None and state.export.has_result:
            self._orders.finish(state.orders.export)
