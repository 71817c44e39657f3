"""What the authority's staff can order about the sites below their service."""

from typing import ClassVar

from examserver.errors import ExamSiteError
from examserver.services.exam_sites import (
    USUAL_LEAD,
    Giving,
    exam_site_called,
    give_papers,
    invite_site,
    remove_site,
    require_welcome,
    sites_for,
    take_paper,
)
from examserver.services.order import Bench, Outcome, StaffOrder
from examserver.services.site_keys import KeyMaker, require_time
from examserver.site_times import shown
from examserver.storage.exam_sites import ExamSiteState, given_to
from examserver.storage.paper_shelf import PaperShelf


class InviteSite(StaffOrder, frozen=True, tag="invite_site"):
    """Add a site and make its joining file; what the fields mean stands in `invite_site`."""

    RECORDED: ClassVar = ("name", "address")

    name: str
    valid: int
    address: str = ""

    def carry_out(self, bench: Bench) -> Outcome:
        """Do it; the outcome has the file. Raises ExamSiteError and FolderError."""
        site, content = invite_site(bench, self.name, self.valid, self.address)
        return Outcome((f"{site.id}: {site.name}. It is given no paper yet.",), content)


class RemoveSite(StaffOrder, frozen=True, tag="remove_site"):
    """Refuse a site everything."""

    RECORDED: ClassVar = ("site",)

    site: str

    def carry_out(self, bench: Bench) -> Outcome:
        """Do it; raises ExamSiteError. Says so where it was removed already."""
        site = remove_site(bench.connection, self.site)
        if site.state is ExamSiteState.REMOVED:
            return Outcome((f"{site.name} was removed before.",))
        return Outcome((f"{site.name} is removed: it gets no parts and no keys from here any more.",))


class GivePapers(StaffOrder, frozen=True, tag="give_papers"):
    """Give papers to the named sites, or with none named to all."""

    RECORDED: ClassVar = ("papers", "sites", "release", "answer_keys")

    papers: tuple[str, ...]
    sites: tuple[str, ...] = ()
    release: int = 0
    lead: int = USUAL_LEAD
    answer_keys: bool = False

    def carry_out(self, bench: Bench) -> Outcome:
        """Do it; raises ExamSiteError."""
        sites = sites_for(bench.connection, self.sites)
        papers = tuple(dict.fromkeys(self.papers))
        give_papers(bench, sites, Giving(papers, self.release, self.lead, self.answer_keys))
        names = ", ".join(site.name for site in sites)
        return Outcome((f"{names}: given {', '.join(papers)}.", self._about_the_key(), self._about_scoring()))

    def _about_the_key(self) -> str:
        if not self.release:
            return "The key: not before somebody says when it is released, with --release."
        return f"The key: for stations from {shown(self.release)}, for the site {self.lead} minutes before."

    def _about_scoring(self) -> str:
        return f"Scored: {'at the site, which gets the answer keys' if self.answer_keys else 'here'}."


class TakePaper(StaffOrder, frozen=True, tag="take_paper"):
    """Give a site a paper no more."""

    RECORDED: ClassVar = ("site", "paper")

    site: str
    paper: str

    def carry_out(self, bench: Bench) -> Outcome:
        """Do it; raises ExamSiteError."""
        site = take_paper(bench.connection, self.site, self.paper)
        return Outcome((f"{site.name} is given {self.paper} no more. What it has already, it keeps.",))


class MakeSiteKey(StaffOrder, frozen=True, tag="make_site_key"):
    """Make the key file of a paper for one site; with `early` also before its time."""

    RECORDED: ClassVar = ("site", "paper", "early")

    site: str
    paper: str
    early: bool = False

    def carry_out(self, bench: Bench) -> Outcome:
        """Do it; the outcome has the file. Raises ExamSiteError."""
        site = require_welcome(exam_site_called(bench.connection, self.site))
        given = next((one for one in given_to(bench.connection, site.id) if one.paper == self.paper), None)
        if given is None:
            raise ExamSiteError(
                f"{site.name} is not given a paper {self.paper}.",
                "Give it first: examserver sites DIR give SITE --paper P",
            )
        if not self.early:
            require_time(given, bench.now)
        maker = KeyMaker(PaperShelf(bench.folder.papers, bench.key), bench.identity, bench.key)
        content = maker.make(site, given, bench.now).encode() + b"\n"
        return Outcome((f"Key of {self.paper} for {site.name}",), content)
