"""Orders by which a site joins and is given papers, rosters and networks by file: the line is down.

Rule: what comes in a file is looked at as what comes by the line, and an older file never counts after newer
word. Sealed parts come from a mirror's folder, keys in key files.
"""

import hashlib
from typing import ClassVar

from examprotocol.authority_card import AuthorityCard, sign_card
from examprotocol.enrolment import fingerprint
from examprotocol.errors import ProtocolError
from examprotocol.given_file import (
    GivenFor,
    GivenToken,
    JoinAnswer,
    given_file,
    is_proven,
    open_answer,
    seal_given,
)
from examprotocol.signing import read_key
from examprotocol.station_proof import station_id_of
from examserver.errors import ExamSiteError, RefusedError
from examserver.services.audit import Deed
from examserver.services.exam_sites import exam_site_called, require_welcome
from examserver.services.keys import opening_key
from examserver.services.order import Bench, Outcome, StaffOrder
from examserver.services.setup import public_part
from examserver.services.site_joining import Arrival, admit, told_paper
from examserver.storage.exam_sites import all_exam_sites, given_to
from examserver.storage.given_lists import given_lists
from examserver.storage.paper_shelf import PaperShelf
from examserver.upstream.taking_file import take_given


class LetJoin(StaffOrder, frozen=True, tag="let_join"):
    """At the authority: let a site join by the content of its answer to the joining file."""

    file: bytes

    def carry_out(self, bench: Bench) -> Outcome:
        """Do it; raises ExamSiteError."""
        answer = _answer(self.file)
        if answer.authority != bench.identity.id:
            raise ExamSiteError("This answer is for another authority.", "Take it to that one.")
        request = answer.request
        site = next(
            (one for one in all_exam_sites(bench.connection) if is_proven(answer, one.token_hash)), None
        )
        arrival = Arrival(station_id_of(read_key(request.key)), "", bench.now)
        try:
            joined = admit(bench.connection, site, request, arrival)
        except RefusedError as error:
            raise ExamSiteError(error.title, "Add the site again, or ask it for its own answer.") from error
        return Outcome(
            (
                f"{joined.name} ({joined.id}) has joined by file.",
                f"Its fingerprint: {fingerprint(request.key)}. Compare it with the site's by telephone.",
            )
        )

    def deed(self) -> Deed:
        """The file by its content."""
        return Deed("let_join", {"sha256": hashlib.sha256(self.file).hexdigest()})


class MakeGiven(StaffOrder, frozen=True, tag="make_given"):
    """At the authority: put all that a site is given into one file, signed, and sealed to that site."""

    RECORDED: ClassVar = ("site",)

    site: str

    def carry_out(self, bench: Bench) -> Outcome:
        """Do it; the outcome has the file. Raises ExamSiteError."""
        site = require_welcome(exam_site_called(bench.connection, self.site))
        if not site.proof:
            raise ExamSiteError(
                f"{site.name} has not joined yet.",
                "Let it join first, with its joining file.",
            )
        shelf, papers = PaperShelf(bench.folder.papers, bench.key), given_to(bench.connection, site.id)
        lists = given_lists(bench.connection, site.id)
        card = AuthorityCard(bench.identity.id, public_part(opening_key(bench.folder)))
        given = given_file(
            GivenFor(bench.identity.id, site.proof, bench.now),
            tuple(told_paper(bench.connection, shelf, row) for row in papers),
            tuple(GivenToken(one.kind, one.name, one.token) for one in lists),
            site.opening_key or {},
            sign_card(card, bench.key),
        )
        line = f"{site.name}: {len(papers)} papers without their parts, {len(lists)} rosters and networks."
        return Outcome((line,), seal_given(given, bench.key))


class TakeGiven(StaffOrder, frozen=True, tag="take_given"):
    """At a site: take in what the authority gives it, from the content of its file."""

    file: bytes

    def carry_out(self, bench: Bench) -> Outcome:
        """Do it; raises UpstreamError, also for a file that is older than what is known."""
        return Outcome(take_given(bench, self.file))

    def deed(self) -> Deed:
        """The file by its content."""
        return Deed("take_given", {"sha256": hashlib.sha256(self.file).hexdigest()})


def _answer(file: bytes) -> JoinAnswer:
    try:
        return open_answer(file)
    except ProtocolError as error:
        raise ExamSiteError(
            "This is no answer of a site to a joining file, or somebody has changed it.",
            "The site makes one: examserver upstream DIR join FILE --answer FILE",
        ) from error
