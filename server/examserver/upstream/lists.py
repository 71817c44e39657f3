"""Takes rosters and networks that the authority gives this site: what is new comes in, what changes waits.

Rule: a list counts only with the authority's signature, for this site, and never an older one after a newer.
"""

from dataclasses import replace
from functools import partial

from jwcrypto import jwk
from sqlalchemy import Connection

from examprotocol.errors import ProtocolError
from examprotocol.given_file import GivenToken
from examprotocol.given_lists import GivenNetworks, GivenRoster, open_networks, open_roster
from examprotocol.report_messages import ListName, ListReply, ListRequest
from examprotocol.signing import read_key
from examprotocol.station_proof import station_id_of
from examserver.errors import UpstreamError
from examserver.ids import token_hash
from examserver.services.giving.taking import take_what_is_new
from examserver.storage.given_lists import ROSTER, UpstreamList, find_upstream_list, put_upstream_list
from examserver.upstream.line import AuthorityLine
from examserver.upstream.stock import Ground


def take_list(ground: Ground, line: AuthorityLine, named: ListName, authority: dict[str, str]) -> None:
    """Fetch a list that is not here yet and take in what is new of it; raises UpstreamError."""
    known = ground.store.read_now(partial(find_upstream_list, kind=named.kind, name=named.name))
    now = ground.clock.now()
    if known is None or known.digest != named.digest:
        reply = line.ask("sites/list", ListRequest(named.kind, named.name), ListReply)
        came = GivenToken(named.kind, named.name, reply.token)
        ground.store.write_now(partial(keep_list, key=ground.key, came=(came, authority), now=now))
    elif known.waits:
        ground.store.write_now(partial(take_what_is_new, row=known, now=now))


def keep_list(
    connection: Connection, key: jwk.JWK, came: tuple[GivenToken, dict[str, str]], now: int
) -> UpstreamList:
    """Keep a list that came, with the authority's public key, and take in what is new of it.

    `key` is this service's own. Returns the list as it is kept; raises UpstreamError for one that is not the
    authority's, of this site, or is older than the one that is here.
    """
    token, authority = came
    known = find_upstream_list(connection, token.kind, token.name)
    given, digest = _checked(key, token, authority), token_hash(token.token)
    if known is not None and given.at < known.at:
        raise UpstreamError("The authority gives an older list than the one that is here.", "Tell it so.")
    if known is None or known.digest != digest:
        row = UpstreamList(token.kind, token.name, digest, given.at, now, token.token)
        known = replace(row, taken=known.taken, held=known.held) if known else row
        put_upstream_list(connection, known)
    if known.waits:
        take_what_is_new(connection, known, now)
    return find_upstream_list(connection, token.kind, token.name) or known


def _checked(key: jwk.JWK, came: GivenToken, authority: dict[str, str]) -> GivenRoster | GivenNetworks:
    reading = open_roster if came.kind == ROSTER else open_networks
    try:
        given: GivenRoster | GivenNetworks = reading(came.token, read_key(authority))
    except ProtocolError as error:
        raise UpstreamError(
            "A list that came is not signed by the authority that this site has joined.",
            "Nothing of it is taken. Tell the authority: somebody may stand between.",
        ) from error
    is_named = not isinstance(given, GivenRoster) or given.exam == came.name
    if given.site != station_id_of(key) or not is_named:
        raise UpstreamError("A list that came is for another site, or another exam.", "Tell the authority.")
    return given
