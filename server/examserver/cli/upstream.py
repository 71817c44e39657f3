"""`examserver upstream`: at a site, the authority's service and the papers that come from it."""

import argparse
from collections.abc import Iterator
from pathlib import Path

import msgspec
from sqlalchemy import Connection

from examserver.cli import alerts, upstream_reporting
from examserver.cli.ordering import give
from examserver.cli.progress import progress_bar
from examserver.cli.tables import read_file
from examserver.cli.upstream_fetching import fetch, is_all_here
from examserver.errors import ExamSiteError
from examserver.services.giving.file_orders import TakeGiven
from examserver.services.keys import signing_key
from examserver.services.order import StaffOrder
from examserver.services.upstream_orders import (
    ForgetUpstream,
    JoinUpstream,
    PauseUpstream,
    TakeSiteKey,
)
from examserver.site_times import shown
from examserver.storage.files import write_file
from examserver.storage.folder import ServiceFolder, open_folder
from examserver.storage.paper_shelf import PaperShelf
from examserver.storage.store import reading
from examserver.storage.upstream import Upstream, UpstreamPaper, read_upstream, upstream_papers
from examserver.upstream.shelving import HOW_TO_JOIN, NOT_JOINED
from examserver.upstream.stock import bytes_of

MEGABYTE = 1_000_000
NOT_ALL = 1


class _Paper(msgspec.Struct, frozen=True):
    """A paper as programs read it: bytes, and times in milliseconds, 0 for none."""

    paper: str
    here: int
    total: int
    given: bool
    release: int
    key_from: int
    has_key: bool
    scored_here: bool


class _Status(msgspec.Struct, frozen=True):
    """What is joined, and what has come from there."""

    authority: str
    address: str
    site: str
    called: str
    paused: bool
    asked: int
    answered: int
    trouble: str
    papers: tuple[_Paper, ...]


def run(argv: list[str]) -> int:
    """Run the command."""
    wanted = _parser().parse_args(argv)
    return int(wanted.act(wanted))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="examserver upstream",
        description="At a site: the authority's service, and the papers that come from it.",
    )
    parser.add_argument("dir", type=Path, metavar="DIR", help="the service's folder")
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    joining = actions.add_parser("join", help="join the authority's service by the file that it made")
    joining.add_argument("file", type=Path, metavar="FILE", help="the joining file")
    joining.add_argument(
        "--answer", type=Path, metavar="FILE", help="the line is down: write what the authority needs to know"
    )
    joining.set_defaults(act=_join)
    given = actions.add_parser("take", help="take in what the authority gives this site, from its file")
    given.add_argument("file", type=Path, metavar="FILE", help="what sites give-file wrote (.examgiven)")
    given.set_defaults(act=lambda wanted: _order(wanted.dir, TakeGiven(_read(wanted.file))))
    showing = actions.add_parser("status", help="show what is joined, and how far its papers are here")
    showing.add_argument("--json", action="store_true", help="print JSON")
    showing.set_defaults(act=_show)
    fetching = actions.add_parser("fetch", help="fetch the papers now; a running service is told to")
    fetching.add_argument("--until-done", action="store_true", help="go on until all sealed parts are here")
    fetching.add_argument(
        "--mirror",
        type=Path,
        metavar="FOLDER",
        help="take parts from what the authority's examserver paper mirror wrote, where the line is slow",
    )
    fetching.set_defaults(act=_fetch)
    keying = actions.add_parser("key", help="take the key of a paper from a file that the authority made")
    keying.add_argument("file", type=Path, metavar="FILE", help="the key file (.examsitekey)")
    keying.set_defaults(act=lambda wanted: _order(wanted.dir, TakeSiteKey(_read(wanted.file))))
    for name, help_text, order in (
        ("pause", "send and take nothing more, until it is resumed", PauseUpstream(paused=True)),
        ("resume", "send reports and take papers again", PauseUpstream(paused=False)),
        ("forget", "leave the authority's service; what has come stays", ForgetUpstream()),
    ):
        actions.add_parser(name, help=help_text).set_defaults(act=_giving(order))
    upstream_reporting.add_actions(actions)
    alerts.add_below(actions)
    return parser


def _giving(order: StaffOrder):  # type: ignore[no-untyped-def]
    return lambda wanted: _order(wanted.dir, order)


def _read(file: Path) -> bytes:
    return read_file(file, bytes)


def _order(root: Path, order: StaffOrder) -> int:
    for line in give(root, order).lines:
        print(line)
    return 0


def _join(wanted: argparse.Namespace) -> int:
    if wanted.answer is None:
        return _order(wanted.dir, JoinUpstream(_read(wanted.file)))
    if wanted.answer.exists():
        raise ExamSiteError(f"{wanted.answer} exists already.", "Name another file with --answer.")
    outcome = give(wanted.dir, JoinUpstream(_read(wanted.file), by_file=True))
    try:
        write_file(wanted.answer, outcome.content)
    except OSError as error:
        raise ExamSiteError(
            f"{wanted.answer} cannot be written: {error.strerror}.", "Name another with --answer; join again."
        ) from error
    print(*outcome.lines, sep="\n")
    print(f"Written: {wanted.answer}. At the authority: examserver sites DIR joined {wanted.answer.name}")
    return 0


def _show(wanted: argparse.Namespace) -> int:
    folder = open_folder(wanted.dir)
    with reading(folder) as connection:
        status = _status(connection, folder)
    if wanted.json:
        print(msgspec.json.format(msgspec.json.encode(status)).decode())
    elif status is None:
        print(f"{NOT_JOINED} {HOW_TO_JOIN}")
    else:
        print("\n".join(_lines(status)))
    return 0


def _fetch(wanted: argparse.Namespace) -> int:
    folder = open_folder(wanted.dir)
    with progress_bar("Fetching sealed papers") as told:
        fetch(folder, told, print, until_done=wanted.until_done, mirror=wanted.mirror)
    with reading(folder) as connection:
        status, is_done = _status(connection, folder), is_all_here(connection, folder)
    if status is not None:
        print("\n".join(_lines(status)))
    return 0 if is_done else NOT_ALL


def _shelf(folder: ServiceFolder) -> PaperShelf:
    return PaperShelf(folder.papers, signing_key(folder))


def _status(connection: Connection, folder: ServiceFolder) -> _Status | None:
    upstream, shelf = read_upstream(connection), _shelf(folder)
    if upstream is None:
        return None
    papers = tuple(_paper(one, shelf) for one in upstream_papers(connection))
    return _status_of(upstream, papers)


def _status_of(upstream: Upstream, papers: tuple[_Paper, ...]) -> _Status:
    return _Status(
        upstream.name,
        upstream.address,
        upstream.site,
        upstream.called,
        upstream.paused,
        upstream.asked,
        upstream.answered,
        upstream.trouble,
        papers,
    )


def _paper(one: UpstreamPaper, shelf: PaperShelf) -> _Paper:
    here, total = bytes_of(shelf, (one,))
    has_key = shelf.has_key(one.paper)
    return _Paper(one.paper, here, total, one.given, one.release, one.key_from, has_key, one.answer_keys)


def _lines(status: _Status) -> Iterator[str]:
    yield f"{status.authority} at {status.address}, which calls this site {status.called} ({status.site})"
    if status.paused:
        yield "Paused: nothing is fetched. Go on: examserver upstream DIR resume"
    if status.asked:
        last = "answered" if status.asked == status.answered else "not answered"
        yield f"Last asked {shown(status.asked)}, {last}."
    if status.trouble:
        yield status.trouble
    for paper in status.papers:
        yield _paper_line(paper)
    if not status.papers:
        yield "It has given this site no paper yet."


def _paper_line(paper: _Paper) -> str:
    size = f"{paper.here / MEGABYTE:.1f} of {paper.total / MEGABYTE:.1f} MB"
    if paper.here == paper.total:
        size = f"whole here, {paper.total / MEGABYTE:.1f} MB"
    if not paper.total:
        size = "nothing on this machine yet"
    key = "no time for its key yet"
    if paper.has_key:
        key = "key here"
    elif paper.key_from:
        key = f"key comes {shown(paper.key_from)}"
    release = f"\tfor stations {shown(paper.release)}" if paper.release else ""
    scored = "scored here" if paper.scored_here else "scored by the authority"
    gone = "" if paper.given else "\tnot given any more"
    return f"{paper.paper}\t{size}\t{key}{release}\t{scored}{gone}"
