"""At a site: what a roster or networks from the authority would change here, and taking it in.

Rule: nobody is taken off a roster, and no network away, but by a person here. What is only added comes in by
itself; where it would change what is here, nothing of it does until somebody says so.
"""

from dataclasses import replace

from sqlalchemy import Connection

from examprotocol.errors import UnreadableError
from examprotocol.given_lists import GivenNetworks, GivenRoster
from examprotocol.signing import claimed
from examserver.errors import SiteRuleError, UpstreamError
from examserver.services.giving.changes import Change
from examserver.services.giving.roster import meet, roster_change, take_roster
from examserver.services.site_check import read_network
from examserver.storage.given_lists import ROSTER, UpstreamList, put_upstream_list
from examserver.storage.networks import NetworkRow, add_network, all_networks, remove_network
from examserver.storage.paper_rows import find_paper

NOTE = "authority"
"""What a network that came from the authority is called here."""


def change_by(connection: Connection, row: UpstreamList, now: int) -> Change:
    """What the list would do to what is here at the site time `now`; raises UpstreamError where it cannot be
    read.
    """
    given, before = given_in(row), _held(row)
    if isinstance(given, GivenNetworks):
        return _network_change(connection, given, before if isinstance(before, GivenNetworks) else None)
    return roster_change(meet(connection, given, before if isinstance(before, GivenRoster) else None, now))


def take_what_is_new(connection: Connection, row: UpstreamList, now: int) -> None:
    """Take the list in where it only adds; else note that it waits, and for what."""
    trouble = ""
    try:
        _require_paper(connection, row)
        if change_by(connection, row, now).is_only_new:
            take_list_in(connection, row, now)
            return
    except (UpstreamError, SiteRuleError) as error:
        trouble = str(error)
    if trouble != row.trouble:
        put_upstream_list(connection, replace(row, trouble=trouble))


def take_list_in(connection: Connection, row: UpstreamList, now: int) -> None:
    """Take all of it in, what changes too; raises UpstreamError where something has to be here first."""
    _require_paper(connection, row)
    given, before = given_in(row), _held(row)
    if isinstance(given, GivenNetworks):
        _take_networks(connection, change_by(connection, row, now), now)
    else:
        was = before if isinstance(before, GivenRoster) else None
        take_roster(connection, meet(connection, given, was, now))
    put_upstream_list(connection, replace(row, taken=row.digest, trouble="", held=row.token))


def _require_paper(connection: Connection, row: UpstreamList) -> None:
    given = given_in(row)
    if isinstance(given, GivenRoster) and find_paper(connection, given.paper) is None:
        raise UpstreamError(
            f"The paper {given.paper} has not come yet.", "It is fetched by itself; then take the list in."
        )


def given_in(row: UpstreamList) -> GivenRoster | GivenNetworks:
    """What the list says; its signature was checked when it came. Raises UpstreamError."""
    try:
        return claimed(row.token, GivenRoster) if row.kind == ROSTER else claimed(row.token, GivenNetworks)
    except UnreadableError as error:
        raise UpstreamError("A list from the authority cannot be read by this version.") from error


def _held(row: UpstreamList) -> GivenRoster | GivenNetworks | None:
    """The list that was taken in last, None where nobody knows it."""
    return given_in(replace(row, token=row.held)) if row.held else None


def _network_change(connection: Connection, given: GivenNetworks, before: GivenNetworks | None) -> Change:
    """One that came before, and that the site has taken away, does not come back by itself."""
    here = {row.cidr: row.note for row in all_networks(connection)}
    wanted = [str(read_network(cidr)) for cidr in given.networks]
    known = {*here, *(before.networks if before else ())}
    added = tuple(cidr for cidr in dict.fromkeys(wanted) if cidr not in known)
    return Change(
        added, gone=tuple(cidr for cidr, note in here.items() if note == NOTE and cidr not in wanted)
    )


def _take_networks(connection: Connection, change: Change, now: int) -> None:
    for cidr in change.added:
        add_network(connection, NetworkRow(cidr, NOTE, now))
    for cidr in change.gone:
        remove_network(connection, cidr)
