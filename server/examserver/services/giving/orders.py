"""Giving rosters and networks to sites, and at a site the word that what changes there may come in."""

from typing import ClassVar

import msgspec
from sqlalchemy import Connection

from examprotocol.given_lists import GivenCandidate, GivenNetworks, GivenRoster, sign_list
from examserver.errors import ExamSiteError, UpstreamError
from examserver.ids import token_hash
from examserver.services.audit import Deed
from examserver.services.exam_sites import exam_site_called, require_welcome
from examserver.services.giving.taking import take_list_in
from examserver.services.order import Bench, Outcome, StaffOrder
from examserver.services.site_check import read_network
from examserver.storage.audit import Told
from examserver.storage.exam_sites import ExamSite, given_to
from examserver.storage.exams import Exam, find_exam
from examserver.storage.given_lists import (
    NETWORKS,
    ROSTER,
    GivenList,
    find_upstream_list,
    put_given_list,
)


class GiveRoster(StaffOrder, frozen=True, tag="give_roster"):
    """Give a site who sits an exam there, and where."""

    site: str
    exam: str
    candidates: tuple[GivenCandidate, ...]

    def carry_out(self, bench: Bench) -> Outcome:
        """Do it; raises ExamSiteError."""
        site = _joined(bench.connection, self.site)
        exam = find_exam(bench.connection, self.exam)
        if exam is None or exam.reported_by:
            raise ExamSiteError(
                f"There is no exam {self.exam}.", "See which there are: examserver exam list DIR"
            )
        if exam.paper not in {row.paper for row in given_to(bench.connection, site.id)}:
            raise ExamSiteError(
                f"{site.name} is not given the paper {exam.paper}.",
                "Give it first: examserver sites DIR give SITE --paper P",
            )
        given = _roster(bench, site, exam, self.candidates)
        _put(bench, site, given, exam.id, len(given.candidates))
        return Outcome((f"{site.name}: given the roster of {exam.id}, {len(given.candidates)} candidates.",))

    def deed(self) -> Deed:
        """To whom, of which exam, how many: no name and no number."""
        about: dict[str, Told] = {"site": self.site, "exam": self.exam, "added": len(self.candidates)}
        return Deed("give_roster", about)


class GiveNetworks(StaffOrder, frozen=True, tag="give_networks"):
    """Give a site the networks of its stations, in place of those that were given."""

    RECORDED: ClassVar = ("site", "networks")

    site: str
    networks: tuple[str, ...]

    def carry_out(self, bench: Bench) -> Outcome:
        """Do it; raises ExamSiteError and SiteRuleError."""
        site = _joined(bench.connection, self.site)
        networks = tuple(dict.fromkeys(str(read_network(one)) for one in self.networks))
        given = GivenNetworks(bench.identity.id, site.proof, networks, bench.now)
        _put(bench, site, given, "", len(networks))
        return Outcome((f"{site.name}: given the networks {', '.join(networks)}.",))


class ConfirmList(StaffOrder, frozen=True, tag="confirm_list"):
    """At a site: what a list from the authority changes may come in. `digest` is of what was looked at."""

    RECORDED: ClassVar = ("kind", "name")

    kind: str
    name: str
    digest: str

    def carry_out(self, bench: Bench) -> Outcome:
        """Do it; raises UpstreamError, also where another list has come since it was looked at."""
        row = find_upstream_list(bench.connection, self.kind, self.name)
        if row is None:
            raise UpstreamError("No such list has come from the authority.")
        if row.digest != self.digest:
            raise UpstreamError("The authority has given another list meanwhile.", "Look at it again.")
        take_list_in(bench.connection, row, bench.now)
        return Outcome((f"Taken in: {row.kind} {row.name}".rstrip() + ".",))


def _joined(connection: Connection, wanted: str) -> ExamSite:
    site = require_welcome(exam_site_called(connection, wanted))
    if not site.proof:
        raise ExamSiteError(f"{site.name} has not joined yet.", "Let it join first, with its joining file.")
    return site


def _roster(bench: Bench, site: ExamSite, exam: Exam, candidates: tuple[GivenCandidate, ...]) -> GivenRoster:
    given = GivenRoster(
        bench.identity.id,
        site.proof,
        exam.id,
        exam.title,
        exam.paper,
        exam.starts,
        exam.ends,
        exam.key_release,
        exam.closes,
        exam.show_seconds,
        exam.look_through,
        bench.now,
        candidates,
    )
    try:
        return msgspec.convert(msgspec.to_builtins(given), GivenRoster)
    except msgspec.ValidationError as error:
        raise ExamSiteError(
            f"This roster cannot be given: {error}.", "Correct it and give it again."
        ) from error


def _put(bench: Bench, site: ExamSite, given: GivenRoster | GivenNetworks, name: str, size: int) -> None:
    token = sign_list(given, bench.key)
    kind = ROSTER if isinstance(given, GivenRoster) else NETWORKS
    put_given_list(
        bench.connection, GivenList(site.id, kind, name, token_hash(token), bench.now, size, token)
    )
