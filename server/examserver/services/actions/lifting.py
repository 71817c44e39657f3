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
from examserver.services.actions.given_back import read_given
from examserver.services.actions.spans import NO_TIME, Span, minutes_in
from examserver.storage.attempts import Attempt, find_attempt_by_id
from examserver.storage.exams import MINUTE, add_used, exam_for
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
                _take_off(connection, order, attempt, lifted)


def _pause_in(event: Event) -> str:
    body = event.body
    if not isinstance(body, ProctorActed) or body.action != LIFT_PAUSE:
        return ""
    return body.detail.partition(" ")[0]


def _take_off(connection: Connection, order: OrderRow, attempt: Attempt, lifted: int) -> None:
    """What was given back for time that did not stand still there counts as used."""
    exam = exam_for(connection, attempt.exam, attempt.candidate)
    given = read_given(connection, order.since)
    got = given.of(order.id, attempt.exam, attempt.candidate)
    if exam is None or not got:
        return
    others = {one: lifts for one, lifts in given.lifts.items() if one != order.id}
    stood = replace(given, lifts=others).spans_by_pause(exam, attempt.candidate, attempt.id)
    whole = stood.get(order.id, NO_TIME)
    rest = stood | {order.id: Span(whole.begins, min(whole.ends, lifted))}
    beyond = max(0, got - minutes_in([whole]))
    more = beyond + minutes_in(stood.values()) - minutes_in(rest.values())
    if more > 0:
        add_used(connection, exam.id, attempt.candidate, more * MINUTE)
