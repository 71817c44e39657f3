"""At a site: takes in the file of all that the authority gives it, as a round by the line does.

Rule: it counts only with the authority's signature, for this site, which alone can open who is in its lists,
and where nothing newer was heard. What keeps one paper or list from being taken holds up no other.
"""

from dataclasses import replace

from examprotocol.authority_card import open_card
from examprotocol.errors import ProtocolError
from examprotocol.given_file import GivenFile, GivenToken, lists_in, open_given
from examprotocol.signing import read_key
from examprotocol.site_messages import GivenPaper
from examprotocol.station_proof import station_id_of
from examserver.errors import UpstreamError
from examserver.services.keys import opening_key
from examserver.services.order import Bench
from examserver.site_times import shown
from examserver.storage.given_lists import NETWORKS, ROSTER
from examserver.storage.upstream import (
    Upstream,
    find_upstream_paper,
    keep_opening_key,
    note_heard,
    put_upstream_paper,
    upstream_papers,
)
from examserver.upstream.lists import keep_list
from examserver.upstream.shelving import (
    check_given,
    make_room_for,
    register,
    require_joined,
    require_no_other,
)
from examserver.upstream.stock import require_space


def take_given(bench: Bench, data: bytes) -> tuple[str, ...]:
    """Take it in; returns what is told of it. Raises UpstreamError where nothing of it counts."""
    upstream = require_joined(bench.connection)
    given = _opened(bench, upstream, data)
    lists = _lists(bench, given)
    lines = [f"From {upstream.name}, made {shown(given.about.at)}."]
    named: set[str] = set()
    for one in given.papers:
        lines.append(_paper(bench, upstream, one, named))
    for known in upstream_papers(bench.connection):
        if known.given and known.paper not in named:
            put_upstream_paper(bench.connection, replace(known, given=False))
    lines.extend(_list(bench, upstream, one) for one in lists)
    note_heard(bench.connection, given.about.at)
    return tuple(lines)


def _opened(bench: Bench, upstream: Upstream, data: bytes) -> GivenFile:
    try:
        given = open_given(data, read_key(upstream.signing_key))
        card = open_card(given.card, read_key(upstream.signing_key)) if given.card else None
    except ProtocolError as error:
        raise UpstreamError(
            f"This is no file of what {upstream.name} gives, or somebody has changed it.",
            "The authority makes one: examserver sites DIR give-file SITE --out FILE",
        ) from error
    about = given.about
    if (about.authority, about.site) != (upstream.authority, station_id_of(bench.key)):
        raise UpstreamError("This file is for another site.", "Ask the authority for this site's own.")
    if about.at < upstream.heard:
        raise UpstreamError(
            f"The authority has said since what it gives: at {shown(upstream.heard)}.",
            f"This file is of {shown(about.at)}. Ask for a new one.",
        )
    if card is not None and card.authority == upstream.authority:
        keep_opening_key(bench.connection, card.opening_key)
    return given


def _lists(bench: Bench, given: GivenFile) -> tuple[GivenToken, ...]:
    try:
        return lists_in(given, opening_key(bench.folder))
    except ProtocolError as error:
        raise UpstreamError(
            "What is sealed in this file was not sealed for this site's key.",
            "Join once more by a new joining file, and ask the authority for a new file.",
        ) from error


def _paper(bench: Bench, upstream: Upstream, given: GivenPaper, named: set[str]) -> str:
    """Make a place for a paper, and keep what is said of it."""
    connection, folder = bench.connection, bench.folder
    try:
        paper = check_given(given, upstream.signing_key)
        named.add(paper.id)
        require_no_other(connection, paper)
        if find_upstream_paper(connection, paper.id) is None:
            require_space(folder, paper.id, paper.size)
    except UpstreamError as error:
        return str(error)
    make_room_for(folder, paper, bench.key)
    register(connection, paper, bench.key)
    return f"{paper.id}: known here. Its sealed parts come by the line, or from a mirror's folder."


def _list(bench: Bench, upstream: Upstream, one: GivenToken) -> str:
    called = f"{one.kind} {one.name}".rstrip()
    if one.kind not in (ROSTER, NETWORKS):
        return f"{called}: this version does not know such a list."
    try:
        row = keep_list(bench.connection, bench.key, (one, upstream.signing_key), bench.now)
    except UpstreamError as error:
        return f"{called}: {error}"
    return f"{called}: " + ("it waits for your word, see lists." if row.waits else "taken in.")
