"""What a station hears of its sitting with each reply: a moved start, an end, that it is a rehearsal.

Rule: the candidate's end is in the reply's own `end`; nothing here decides over answers.
"""

import hashlib

from sqlalchemy import Connection

from examprotocol.site_orders import NO_ORDERS, Ended, Pause, SiteOrders
from examserver.services.rehearsals.troubles import trouble_for
from examserver.storage.attempts import Session
from examserver.storage.exams import Exam
from examserver.storage.sittings import Sitting, acts_on, find_sitting


def sitting_orders(connection: Connection, session: Session, now: int) -> SiteOrders:
    """The orders of the sitting to which a session's exam belongs; `now` is the site time in milliseconds.

    Who had begun before it was postponed hears that it stands still until the new start.
    """
    exam = session.exam
    sitting = find_sitting(connection, exam.sitting) if exam.sitting else None
    if sitting is None:
        return NO_ORDERS
    return SiteOrders(
        pause=_pause(connection, sitting, session, now),
        ended=_ended(connection, sitting, exam),
        trouble=trouble_for(connection, session.attempt.id, now) if sitting.rehearsal else None,
        starts=exam.starts if sitting.moved else 0,
        rehearsal=sitting.rehearsal,
    )


def _pause(connection: Connection, sitting: Sitting, session: Session, now: int) -> Pause | None:
    exam = session.exam
    if not session.used or now >= exam.starts or exam.ends <= exam.starts:
        return None
    order_id = _id("postponed", exam.id, sitting.moved)
    return Pause(order_id, sitting.moved, _reason(connection, sitting))


def _ended(connection: Connection, sitting: Sitting, exam: Exam) -> Ended | None:
    if not exam.ended:
        return None
    return Ended(_id("ended", exam.id, exam.ended), exam.ended, _reason(connection, sitting))


def _reason(connection: Connection, sitting: Sitting) -> str:
    """What the staff said last, for the candidate."""
    acts = acts_on(connection, sitting.id)
    return acts[-1].reason if acts else ""


def _id(what: str, exam: str, at: int) -> str:
    """The same order has the same id in every reply and at every process: 32 hex digits."""
    return hashlib.sha256(f"{what} {exam} {at}".encode()).hexdigest()[:32]
