"""Pauses that proctors ended at seats without a network, as the seats' own events tell of it.

Rule: for such a seat the pause is over when it was lifted, so what it gives back ends there; whether the seat
is heard before the pause ends for the others, or long after. A claimed time never makes more of a pause than
it was.
"""

import logging
from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy import Connection

from examprotocol.events import LIFT_PAUSE, Event, ProctorActed
from examserver.services.actions.given_back import GivenBack, minutes_taken
from examserver.services.actions.resuming import pause_over
from examserver.storage.attempts import Attempt, find_attempt_by_id
from examserver.storage.exams import MINUTE, add_used, exam_for
from examserver.storage.extensions import minutes_by_id
from examserver.storage.site_orders import OrderKind, OrderRow, deal_with, dealt_by, find_order

log = logging.getLogger(__name__)


def tells_of_lifting(events: Iterable[Event]) -> bool:
    """Whether one of them says that a pause was lifted."""
    return any(_pause_in(event) for event in events)


def take_lifts(connection: Connection, attempt_id: str, events: Iterable[Event], now: int) -> None:
    """Note the pauses that these new events of an attempt say were lifted; `now` is the site time in ms."""
    lifts = [(pause, event.at) for event in events if (pause := _pause_in(event))]
    attempt = find_attempt_by_id(connection, attempt_id) if lifts else None
    for pause, at in lifts:
        order = find_order(connection, pause)
        if attempt is None or order is None or order.kind is not OrderKind.PAUSE:
            log.warning("attempt %s lifted a pause that is not known here", attempt_id)
        elif attempt.id not in dealt_by(connection, order.id, attempt.id).lifted:
            lifted = max(order.since, min(at, order.ended or now))
            deal_with(connection, order.id, attempt.id, lifted, lifted=True)
            if order.ended:
                _take_off(connection, order, attempt)


def _pause_in(event: Event) -> str:
    body = event.body
    if not isinstance(body, ProctorActed) or body.action != LIFT_PAUSE:
        return ""
    return body.detail.partition(" ")[0]


def _take_off(connection: Connection, order: OrderRow, attempt: Attempt) -> None:
    """What it gave back is more than it took there: the rest counts as used."""
    exam = exam_for(connection, attempt.exam, attempt.candidate)
    returned = GivenBack(minutes=minutes_by_id(connection, order.since))
    got = returned.of(order.id, attempt.exam, attempt.candidate)
    if exam is None or not got:
        return
    over = pause_over(connection, order)
    stood = minutes_taken(exam, order, over.given.spans(exam), order.ended)
    over = over if got == stood else replace(over, said=got)
    had = replace(over, lifts={}).due(exam, attempt.candidate, attempt.id)
    more = min(got, had) - over.due(exam, attempt.candidate, attempt.id)
    if more > 0:
        add_used(connection, exam.id, attempt.candidate, more * MINUTE)
