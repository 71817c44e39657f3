"""Takes rosters and networks that the authority gives this site: what is new comes in, what changes waits.

Rule: a list counts only with the authority's signature, for this site, and never an older one after a newer.
"""

from functools import partial

from examprotocol.errors import ProtocolError
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
    if known is None or known.digest != named.digest:
        reply = line.ask("sites/list", ListRequest(named.kind, named.name), ListReply)
        given = _checked(ground, named, reply.token, authority)
        if known is not None and given.at < known.at:
            raise UpstreamError("The authority gives an older list than the one that is here.", "Tell it so.")
        row = UpstreamList(
            named.kind,
            named.name,
            token_hash(reply.token),
            given.at,
            ground.clock.now(),
            reply.token,
            taken=known.taken if known else "",
            held=known.held if known else "",
        )
        ground.store.write_now(partial(put_upstream_list, row=row))
        known = row
    if known.waits:
        ground.store.write_now(partial(take_what_is_new, row=known, now=ground.clock.now()))


def _checked(
    ground: Ground, named: ListName, token: str, authority: dict[str, str]
) -> GivenRoster | GivenNetworks:
    reading = open_roster if named.kind == ROSTER else open_networks
    try:
        given: GivenRoster | GivenNetworks = reading(token, read_key(authority))
    except ProtocolError as error:
        raise UpstreamError(
            "A list that came is not signed by the authority that this site has joined.",
            "Nothing of it is taken. Tell the authority: somebody may stand between.",
        ) from error
    is_named = not isinstance(given, GivenRoster) or given.exam == named.name
    if given.site != station_id_of(ground.key) or not is_named:
        raise UpstreamError("A list that came is for another site, or another exam.", "Tell the authority.")
    return given
