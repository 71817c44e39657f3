"""`examserver sites`: at the authority, the sites below its service and the papers they are given."""

import argparse
from pathlib import Path

import msgspec

from examprotocol.enrolment import fingerprint
from examprotocol.joining import open_joining
from examprotocol.site_key import site_key_name
from examserver.cli import alerts, sites_reporting
from examserver.cli.addresses import station_address
from examserver.cli.carried_file import place_for
from examserver.cli.ordering import give
from examserver.cli.spans import span
from examserver.clock import SteadyClock
from examserver.errors import ExamSiteError
from examserver.services.exam_site_orders import GivePapers, InviteSite, MakeSiteKey, RemoveSite, TakePaper
from examserver.services.exam_sites import USUAL_LEAD, exam_site_called
from examserver.services.exams import read_start
from examserver.services.keys import signing_key
from examserver.services.order import StaffOrder
from examserver.site_times import shown
from examserver.storage.exam_sites import ExamSite, ExamSiteState, GivenRow, all_exam_sites, given_to
from examserver.storage.files import write_file
from examserver.storage.folder import open_folder
from examserver.storage.given_lists import GivenList, given_lists
from examserver.storage.paper_shelf import PaperShelf
from examserver.storage.store import reading

WHICH = "its name, or its id such as site-1"


class _Given(msgspec.Struct, frozen=True):
    """A paper of a site as programs read it; times in milliseconds, 0 for none."""

    paper: str
    here: int
    total: int
    release: int
    key_from: int
    key_at: int
    answer_keys: bool


class _GivenList(msgspec.Struct, frozen=True):
    """A roster or networks of a site as programs read it; times in milliseconds, 0 for not yet."""

    kind: str
    name: str
    size: int
    at: int
    fetched: int
    waits: bool
    taken: int


class _Listed(msgspec.Struct, frozen=True):
    """A site as programs read it."""

    id: str
    name: str
    state: str
    expires: int
    joined: int
    seen: int
    address: str
    papers: tuple[_Given, ...]
    lists: tuple[_GivenList, ...]


def run(argv: list[str]) -> int:
    """Run the command."""
    wanted = _parser().parse_args(argv)
    return int(wanted.act(wanted))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="examserver sites",
        description="At the authority: the sites below this service, and which papers they are given.",
    )
    parser.add_argument("dir", type=Path, metavar="DIR", help="the service's folder")
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    _add_adding(actions)
    _add_giving(actions)
    _add_key(actions)
    removing = actions.add_parser("remove", help="give a site nothing any more, and refuse what it asks")
    removing.add_argument("site", metavar="SITE", help=WHICH)
    removing.set_defaults(act=lambda wanted: _order(wanted.dir, RemoveSite(wanted.site)))
    taking = actions.add_parser("take", help="give a site a paper no more")
    taking.add_argument("site", metavar="SITE", help=WHICH)
    taking.add_argument("--paper", required=True, metavar="ID", help="the paper")
    taking.set_defaults(act=lambda wanted: _order(wanted.dir, TakePaper(wanted.site, wanted.paper)))
    listing = actions.add_parser("list", help="list the sites, and how far each is with its papers")
    listing.add_argument("--json", action="store_true", help="print JSON")
    listing.set_defaults(act=_list)
    sites_reporting.add_actions(actions)
    alerts.add_above(actions)
    return parser


def _add_adding(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    adding = actions.add_parser("add", help="add a site, and make the file by which its service joins")
    adding.add_argument("name", metavar="NAME", help="what the site is called, such as 第十二考点")
    adding.add_argument("--out", required=True, type=Path, metavar="FILE", help="such as site12.examjoin")
    adding.add_argument(
        "--valid", type=span, default=span("7d"), metavar="TIME", help="how long it counts: 30m, 12h, 7d (7d)"
    )
    adding.add_argument(
        "--address",
        type=station_address,
        metavar="URL",
        help="where the site reaches this service, if it is not the published address",
    )
    adding.set_defaults(act=_add)


def _add_giving(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    giving = actions.add_parser("give", help="give papers to sites; by default they are given none")
    giving.add_argument("sites", nargs="*", metavar="SITE", help=WHICH)
    giving.add_argument("--all", action="store_true", help="to all sites that there are now")
    giving.add_argument(
        "--paper", action="append", required=True, metavar="ID", help="the paper; may be given several times"
    )
    giving.add_argument(
        "--release",
        default="",
        metavar="TIME",
        help="when stations may have the key: 2026-12-05 08:50, or +5 (minutes); without it no key is given",
    )
    giving.add_argument(
        "--lead",
        type=int,
        default=USUAL_LEAD,
        metavar="N",
        help=f"so many minutes before that the site's service gets it ({USUAL_LEAD})",
    )
    giving.add_argument(
        "--with-answer-keys", action="store_true", help="the site scores; by default the authority does"
    )
    giving.set_defaults(act=_give)


def _add_key(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    keying = actions.add_parser("key", help="write the key of a paper for one site into a file for a stick")
    keying.add_argument("site", metavar="SITE", help=WHICH)
    keying.add_argument("--paper", required=True, metavar="ID", help="the paper")
    keying.add_argument(
        "--out",
        required=True,
        type=Path,
        metavar="X",
        help="the drive, a folder, or a .examsitekey file that is not there",
    )
    keying.add_argument("--now", action="store_true", help="write it also before its time")
    keying.set_defaults(act=_key)


def _order(root: Path, order: StaffOrder) -> int:
    for line in give(root, order).lines:
        print(line)
    return 0


def _add(wanted: argparse.Namespace) -> int:
    _require_free(wanted.out)
    outcome = give(wanted.dir, InviteSite(wanted.name, wanted.valid, wanted.address or ""))
    _write(wanted.out, outcome.content)
    joining = open_joining(outcome.content)
    print(*outcome.lines, sep="\n")
    print(f"Address:      {joining.address}")
    print(f"Counts until: {shown(joining.expires)}")
    print(f"Fingerprint:  {fingerprint(joining.signing_key)}")
    print(f"Written: {wanted.out}. Whoever joins by it first is this site: hand it to nobody else.")
    print(f"At the site: examserver upstream DIR join {wanted.out.name}")
    return 0


def _give(wanted: argparse.Namespace) -> int:
    if bool(wanted.sites) == wanted.all:
        raise ExamSiteError("To which sites?", "Name them, or say --all, and not both.")
    release = read_start(wanted.release, SteadyClock().now()) if wanted.release else 0
    order = GivePapers(
        tuple(wanted.paper), tuple(wanted.sites), release, wanted.lead, wanted.with_answer_keys
    )
    return _order(wanted.dir, order)


def _key(wanted: argparse.Namespace) -> int:
    with reading(open_folder(wanted.dir)) as connection:
        site = exam_site_called(connection, wanted.site)
    file = place_for(wanted.out, site_key_name(site.name, wanted.paper))
    outcome = give(wanted.dir, MakeSiteKey(site.id, wanted.paper, wanted.now))
    _write(file, outcome.content)
    print(*outcome.lines, sep="\n")
    print(f"Written: {file}. Only this site's service can open it.")
    print(f"At the site: examserver upstream DIR key {file.name}")
    return 0


def _list(wanted: argparse.Namespace) -> int:
    folder = open_folder(wanted.dir)
    shelf = PaperShelf(folder.papers, signing_key(folder))
    with reading(folder) as connection:
        sites = [
            (site, given_to(connection, site.id), given_lists(connection, site.id))
            for site in all_exam_sites(connection)
        ]
    listed = [_listed(site, given, lists, shelf) for site, given, lists in sites]
    if wanted.json:
        print(msgspec.json.format(msgspec.json.encode(listed)).decode())
        return 0
    for one in listed:
        print(_line(one))
        for paper in one.papers:
            print(_paper_line(paper))
        for each in one.lists:
            print(_list_line(each))
    if not listed:
        print("There are no sites yet. Add one: examserver sites DIR add NAME --out site.examjoin")
    return 0


def _listed(
    site: ExamSite, given: tuple[GivenRow, ...], lists: tuple[GivenList, ...], shelf: PaperShelf
) -> _Listed:
    papers = tuple(
        _Given(
            row.paper,
            row.here,
            sum(part.size for part in shelf.manifest(row.paper).parts),
            row.release,
            row.key_from,
            row.key_at,
            row.answer_keys,
        )
        for row in given
    )
    told = tuple(
        _GivenList(one.kind, one.name, one.size, one.at, one.fetched, one.waits, one.taken) for one in lists
    )
    return _Listed(
        site.id, site.name, site.state, site.expires, site.joined, site.seen, site.address, papers, told
    )


def _line(site: _Listed) -> str:
    if site.state == ExamSiteState.INVITED:
        return f"{site.id}\t{site.name}\tnot joined yet, its file counts until {shown(site.expires)}"
    return f"{site.id}\t{site.name}\t{site.state}\tseen {shown(site.seen)} at {site.address}"


def _paper_line(paper: _Given) -> str:
    share = f"{100 * paper.here // max(1, paper.total)} % there"
    key = "nobody has said when its key is released"
    if paper.release:
        key = f"key for stations {shown(paper.release)}, for the site {shown(paper.key_from)}"
    came = f"\tkey given {shown(paper.key_at)}" if paper.key_at else ""
    scored = "\tscored there" if paper.answer_keys else ""
    return f"  {paper.paper}\t{share}\t{key}{came}{scored}"


def _list_line(one: _GivenList) -> str:
    state = "not fetched yet"
    if one.taken:
        state = f"taken in {shown(one.taken)}"
    elif one.waits:
        state = "waits there for a person's word"
    elif one.fetched:
        state = f"fetched {shown(one.fetched)}"
    return f"  {one.kind} {one.name}".rstrip() + f"\t{one.size} given {shown(one.at)}\t{state}"


def _require_free(file: Path) -> None:
    """Asked first, so that no token is given out for nothing."""
    if file.exists():
        raise ExamSiteError(f"{file} exists already.", "Name another file with --out, or remove that one.")
    if not file.absolute().parent.is_dir():
        raise ExamSiteError(f"There is no folder {file.absolute().parent}.", "Name another with --out.")


def _write(file: Path, content: bytes) -> None:
    try:
        write_file(file, content, secret=True)
    except OSError as error:
        raise ExamSiteError(
            f"{file} cannot be written: {error.strerror}.", "Name another file with --out."
        ) from error
