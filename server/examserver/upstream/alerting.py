"""Tells the authority what this site reports upward, before anything else of a round.

Rule: it goes again until the authority says that it is there. What goes wrong with it holds up nothing else.
"""

import logging
from functools import partial

from sqlalchemy import Connection

from examprotocol.alerts import AlertsReply, AlertsRequest
from examserver.errors import UpstreamError
from examserver.storage.alerts import alerts_to_tell, note_told
from examserver.upstream.line import AuthorityLine
from examserver.upstream.stock import Ground

log = logging.getLogger(__name__)


def tell_alerts(ground: Ground, line: AuthorityLine) -> str:
    """Tell what the authority may not have; returns what went wrong, `""` for nothing."""
    alerts = ground.store.read_now(partial(alerts_to_tell, now=ground.clock.now()))
    if not alerts:
        return ""
    try:
        reply = line.ask("sites/alerts", AlertsRequest(alerts), AlertsReply)
    except UpstreamError as error:
        log.warning("what is reported upward: %s", error)
        return str(error)
    told = {alert.id for alert in alerts}
    ground.store.write_now(partial(_note, reply=reply, told=told))
    return ""


def _note(connection: Connection, reply: AlertsReply, told: set[str]) -> None:
    for one in reply.there:
        if one.id in told:
            note_told(connection, one.id, max(1, one.came), max(0, one.seen))
