"""Gives an order of the staff: carries it out in a free folder, else sends it to the service that has it."""

import getpass
import http.client
import ssl
import time
from http import HTTPStatus
from pathlib import Path
from urllib.parse import quote, urlsplit

import msgspec
from jwcrypto import jwk
from sqlalchemy import Connection

from examprotocol.messages import ErrorReply
from examserver.clock import SteadyClock
from examserver.errors import FolderTakenError, OrderError
from examserver.services.audit import Deed, Giver, at_the_console, note_deed
from examserver.services.keys import signing_key
from examserver.services.order import Bench, Outcome, Preparation, StaffOrder, carry_out, reading_by
from examserver.services.same_site import require_same_site
from examserver.services.staff_line import (
    ACCOUNT_HEADER,
    ORDER_PATH,
    OrderRefusal,
    StaffLine,
    read_staff_line,
)
from examserver.storage.folder import ServiceFolder, open_folder
from examserver.storage.site import read_site
from examserver.storage.site_clock import site_clock
from examserver.storage.store import reading, writing

CONNECT_SECONDS, REPLY_SECONDS = 5, 900
"""An order may make a backup of everything before it answers."""

PATIENCE_SECONDS, LOOK_SECONDS = 5.0, 0.05
"""So long the folder may be taken without a service that answers: it is starting, or another command runs."""


def give(root: Path, order: StaffOrder, patience: float | None = None) -> Outcome:
    """Have an order carried out, whether the service runs or not.

    `patience`, in seconds, is for one of many orders, beside which somebody else may give as many.
    Raises SiteError with what to do, and then nothing is changed, unless the service did not answer in time.
    """
    folder = open_folder(root)
    until = time.monotonic() + (PATIENCE_SECONDS if patience is None else patience)
    while True:
        try:
            return _carry_out(folder, order)
        except FolderTakenError:
            outcome = _sent(folder, order)
            if outcome is not None:
                return outcome
            if time.monotonic() > until:
                raise
        time.sleep(LOOK_SECONDS)


def this_account() -> str:
    """The account under which the command runs, `""` where the system does not say."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # no variable names it, and the system has no list of accounts
        return ""


def _giver() -> Giver:
    return at_the_console(this_account())


def note(connection: Connection, deed: Deed) -> None:
    """Note in the audit log what a command does by itself, in the transaction in which it does it."""
    note_deed(connection, deed, _giver(), SteadyClock().now())


def _carry_out(folder: ServiceFolder, order: StaffOrder) -> Outcome:
    key = signing_key(folder)
    if folder.server:
        return _carry_out_beside(folder, order, key)
    with writing(folder) as connection:
        clock, identity = SteadyClock(), read_site(connection)
        prepared = order.prepare(Preparation(folder, identity, clock, reading_by(connection)))
        bench = Bench(connection, folder, identity, key, clock.now())
        outcome = carry_out(prepared, bench, _giver())
        while outcome.unfinished:
            outcome = prepared.go_on(bench, outcome)
        return outcome


def _carry_out_beside(folder: ServiceFolder, order: StaffOrder, key: jwk.JWK) -> Outcome:
    """On a server's tables, while services run: what takes long holds up none of their saves."""
    clock = site_clock(folder)
    with reading(folder) as connection:
        identity = read_site(connection)
        require_same_site(folder, identity)
        prepared = order.prepare(Preparation(folder, identity, clock, reading_by(connection)))
    with writing(folder) as connection:
        bench = Bench(connection, folder, identity, key, clock.now())
        outcome = carry_out(prepared, bench, _giver())
    while outcome.unfinished:
        with writing(folder) as connection:
            outcome = prepared.go_on(Bench(connection, folder, identity, key, clock.now()), outcome)
    return outcome


def _sent(folder: ServiceFolder, order: StaffOrder) -> Outcome | None:
    """What came of an order that was sent; None where no service answers by this folder's file."""
    line = read_staff_line(folder)
    connection = _connection(folder, line) if line else None
    if line is None or connection is None:
        return None
    try:
        return _outcome(connection, line, msgspec.json.encode(order))
    except (OSError, http.client.HTTPException, msgspec.MsgspecError) as error:
        raise OrderError(
            "The service did not answer, so it is not known whether the order was carried out.",
            "Look whether it was (list, show); if not, give the command again.",
        ) from error
    finally:
        connection.close()


def _connection(folder: ServiceFolder, line: StaffLine) -> http.client.HTTPConnection | None:
    """A connection to the running service, by its own authority and no proxy; None where nobody is there."""
    parts = urlsplit(line.address)
    host, port = parts.hostname or "", parts.port
    connection: http.client.HTTPConnection
    if parts.scheme == "https":
        trusted = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        trusted.load_verify_locations(folder.authority_certificate)
        connection = http.client.HTTPSConnection(host, port, timeout=CONNECT_SECONDS, context=trusted)
    else:
        connection = http.client.HTTPConnection(host, port, timeout=CONNECT_SECONDS)
    try:
        connection.connect()
    except OSError:
        connection.close()
        return None
    connection.sock.settimeout(REPLY_SECONDS)
    return connection


def _outcome(connection: http.client.HTTPConnection, line: StaffLine, body: bytes) -> Outcome | None:
    """Send the order; raises OrderError where it was refused, None where another service is there."""
    headers = {"Authorization": f"Bearer {line.token}", "Content-Type": "application/json"}
    headers[ACCOUNT_HEADER] = quote(this_account())
    connection.request("POST", ORDER_PATH, body, headers)
    response = connection.getresponse()
    answer = response.read()
    match response.status:
        case HTTPStatus.OK:
            return msgspec.json.decode(answer, type=Outcome)
        case HTTPStatus.CONFLICT:
            refusal = msgspec.json.decode(answer, type=OrderRefusal)
            raise OrderError(refusal.title, refusal.advice)
        case HTTPStatus.NOT_FOUND:
            return None
        case _:
            said = msgspec.json.decode(answer, type=ErrorReply).message
            raise OrderError("The service could not carry the order out.", said)
