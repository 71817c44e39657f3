"""The authority's side: which sites there are below this service, and which papers each is given.

Rule: by default a site is given nothing. A joining file serves one site's service, and only until it expires.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from examprotocol.joining import Joining, seal_joining
from examserver.errors import ExamSiteError
from examserver.ids import new_token, token_hash
from examserver.services.names import as_name, is_name, is_same
from examserver.services.order import Bench
from examserver.services.setup import read_whole_card
from examserver.storage.exam_sites import (
    ExamSite,
    ExamSiteState,
    GivenRow,
    add_exam_site,
    all_exam_sites,
    change_exam_site,
    given_to,
    put_given,
    take_given,
)
from examserver.storage.paper_rows import all_papers
from examserver.storage.paper_shelf import PaperShelf

LONGEST_SITE = 80
MINUTE = 60_000
SHORTEST, LONGEST = MINUTE, 366 * 24 * 60 * MINUTE
"""Milliseconds for which a joining file may count."""

USUAL_LEAD, LONGEST_LEAD = 5, 24 * 60
"""Minutes before the release to stations at which the site's service gets a key."""


@dataclass(frozen=True, slots=True)
class Giving:
    """What sites are given. `release` is 0 while nobody can say when the key may be used."""

    papers: tuple[str, ...]
    release: int
    lead: int
    answer_keys: bool


def invite_site(bench: Bench, name: str, valid: int, address: str) -> tuple[ExamSite, bytes]:
    """Add a site and make its joining file; raises ExamSiteError and FolderError.

    `valid` is milliseconds from now; `address` takes the place of the published one unless it is `""`.
    """
    called = _new_name(bench.connection, name)
    if not SHORTEST <= valid <= LONGEST:
        raise ExamSiteError(
            "A joining file counts from one minute up to a year.", "Write --valid as 30m, 12h or 7d."
        )
    card, token = read_whole_card(bench.folder), new_token()
    number = len(all_exam_sites(bench.connection)) + 1
    site = ExamSite(f"site-{number}", called, token_hash(token), bench.now, bench.now + valid)
    add_exam_site(bench.connection, site)
    joining = Joining(
        authority=card.site,
        authority_id=card.site_id,
        address=address or card.address,
        signing_key=card.signing_key,
        certificate=card.authority,
        name=called,
        token=token,
        expires=site.expires,
        opening_key=card.opening_key,
        site=site.id,
    )
    return site, seal_joining(joining, bench.key)


def exam_site_called(connection: Connection, wanted: str) -> ExamSite:
    """The site with this id, or this name; one that was removed by its id only. Raises ExamSiteError."""
    sites = all_exam_sites(connection)
    found = next((site for site in sites if site.id == wanted), None)
    found = found or next((site for site in sites if _is_called(site, wanted)), None)
    if found is None:
        raise ExamSiteError(
            f"There is no site called {wanted}.", "See which there are: examserver sites DIR list"
        )
    return found


def remove_site(connection: Connection, wanted: str) -> ExamSite:
    """Refuse a site everything from now on; returns it as it was. Raises ExamSiteError."""
    site = exam_site_called(connection, wanted)
    change_exam_site(connection, replace(site, state=ExamSiteState.REMOVED))
    return site


def sites_for(connection: Connection, wanted: Sequence[str]) -> tuple[ExamSite, ...]:
    """The sites that are meant, or with none named all but those removed; raises ExamSiteError."""
    if wanted:
        return tuple(require_welcome(exam_site_called(connection, one)) for one in wanted)
    sites = tuple(one for one in all_exam_sites(connection) if one.state is not ExamSiteState.REMOVED)
    if not sites:
        raise ExamSiteError(
            "There are no sites yet.", "Add one: examserver sites DIR add NAME --out site.examjoin"
        )
    return sites


def require_welcome(site: ExamSite) -> ExamSite:
    """The site, if it was not removed; raises ExamSiteError."""
    if site.state is ExamSiteState.REMOVED:
        raise ExamSiteError(f"{site.name} was removed.", "Add it again: examserver sites DIR add NAME")
    return site


def give_papers(bench: Bench, sites: Sequence[ExamSite], giving: Giving) -> None:
    """Give papers to sites; what was said of them before is replaced. Raises ExamSiteError."""
    _check(bench.connection, giving)
    if giving.answer_keys:
        _require_answer_keys(bench, giving.papers)
    for site in sites:
        before = {row.paper: row for row in given_to(bench.connection, site.id)}
        for paper in giving.papers:
            row = GivenRow(site.id, paper, bench.now, giving.release, giving.lead, giving.answer_keys)
            known = before.get(paper)
            put_given(bench.connection, replace(row, here=known.here, key_at=known.key_at) if known else row)


def take_paper(connection: Connection, wanted: str, paper: str) -> ExamSite:
    """A site is not given a paper any more; raises ExamSiteError where it was not given it."""
    site = exam_site_called(connection, wanted)
    if not take_given(connection, site.id, paper):
        raise ExamSiteError(
            f"{site.name} is not given a paper {paper}.", "See what it is given: examserver sites DIR list"
        )
    return site


def _check(connection: Connection, giving: Giving) -> None:
    known = {row.id for row in all_papers(connection)}
    if unknown := sorted(set(giving.papers) - known):
        raise ExamSiteError(
            f"There is no paper {', '.join(unknown)}.", "See which there are: examserver paper list DIR"
        )
    if not 0 <= giving.lead <= LONGEST_LEAD:
        raise ExamSiteError(
            f"A site cannot get a key {giving.lead} minutes before its release.",
            f"Give 0 to {LONGEST_LEAD} with --lead.",
        )


def _require_answer_keys(bench: Bench, papers: Sequence[str]) -> None:
    """Raise ExamSiteError for a paper from an authority above that scores it there."""
    shelf = PaperShelf(bench.folder.papers, bench.key)
    kept = [paper for paper in papers if not shelf.is_scored_here(paper)]
    if kept:
        raise ExamSiteError(
            f"The answer keys of {', '.join(kept)} are not here: the authority above this service has them.",
            "Give it without --with-answer-keys, or ask that authority for them first.",
        )


def _new_name(connection: Connection, name: str) -> str:
    called = as_name(name)
    if not is_name(called, LONGEST_SITE):
        raise ExamSiteError(
            f"A site's name has 1 to {LONGEST_SITE} characters, and none that cannot be seen.",
            "Give another name, such as 第十二考点.",
        )
    if any(_is_called(site, called) for site in all_exam_sites(connection)):
        raise ExamSiteError(
            f"There is a site called {called} already.",
            "Give another name, or remove that one first: examserver sites DIR remove SITE",
        )
    return called


def _is_called(site: ExamSite, name: str) -> bool:
    return site.state is not ExamSiteState.REMOVED and is_same(site.name, name)
