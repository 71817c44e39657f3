"""What the site's staff have to say to whoever sits here: messages, and that answers are to be exported."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from examclient.domain.phases import Phase
from examclient.domain.state import ExamState
from examclient.ui.widgets.times import to_the_minute

NOBODY_SITS = (Phase.LOGIN, Phase.OUTSIDE, Phase.ELSEWHERE, Phase.CONFIRMING)


@dataclass(frozen=True, slots=True)
class Message:
    """One of them: the order's id, from whom and when, and the words; `time` is the when alone.

    `is_export`: nobody puts it away, it goes when the answers are exported.
    """

    id: str = ""
    head: str = ""
    words: str = ""
    is_export: bool = False
    time: str = ""

    @property
    def spoken(self) -> str:
        """All of it in one breath."""
        return f"{self.head}. {self.words}" if self.head else self.words


def message_ids(state: ExamState) -> tuple[str, ...]:
    """All that is to be shown to whoever sits here, first what comes first."""
    if state.proctor is not None or state.phase in NOBODY_SITS:
        return ()
    orders = state.orders
    return (*(one.id for one in orders.notices), *([orders.export] if orders.export else []))


def newest_message(state: ExamState) -> Message:
    """The one that is on the screen; an empty one where there is nothing to say."""
    ids = message_ids(state)
    return message_for(state, ids[0]) if ids else Message()


def message_for(state: ExamState, order: str) -> Message:
    """The message that this order brings."""
    notice = next((one for one in state.orders.notices if one.id == order), None)
    if notice is None:
        return Message(order, "", _words_of_export(), is_export=True)
    head = QCoreApplication.translate("Messages", "Message from the exam site, {time}")
    time = to_the_minute(notice.at)
    return Message(order, head.format(time=time), notice.text, time=time)


def _words_of_export() -> str:
    return QCoreApplication.translate(
        "Messages",
        "Please call the proctor: the exam site asks for a copy of your answers on a drive. "
        "You can go on answering.",
    )
