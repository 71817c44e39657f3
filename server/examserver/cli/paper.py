"""`examserver paper`: check, import, preview and list papers."""

import argparse
import sys
from contextlib import suppress
from pathlib import Path

import msgspec

from examserver.cli import paper_carrying
from examserver.cli.ordering import give
from examserver.cli.paper_preview import LANGUAGES, PreviewWish, preview, window_size
from examserver.cli.paper_printing import print_report
from examserver.cli.progress import progress_bar
from examserver.errors import PaperFileError
from examserver.importers.apart.limits import Limits
from examserver.importers.draft import PaperDraft
from examserver.importers.finishing import MediaWishes
from examserver.services.drafts import PaperOrder, paper_id_for, read_draft
from examserver.services.keys import signing_key
from examserver.services.paper_orders import taken_id
from examserver.services.paper_report import PaperReport, report_on, report_on_refusal
from examserver.services.papers import staged
from examserver.storage.folder import open_folder
from examserver.storage.paper_rows import all_papers, find_paper
from examserver.storage.store import reading

_DESCRIPTION = "Check, import, preview and list papers."
_KINDS = "QTI, Moodle XML, GIFT, exam-engine XML or our own JSON; a file, a zip or a folder"
_MOST_MEMORY = 2**20
"""Megabytes: no machine has more to give to one import."""
_CODES = "Exit code: 0 where everything comes in whole, 1 where something is named, 2 where it is refused."


def run(argv: list[str]) -> int:
    """Run the command."""
    wanted = _parser().parse_args(argv)
    return int(wanted.act(wanted))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="examserver paper", description=_DESCRIPTION)
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    checking = actions.add_parser("check", help="say what would come in, and write nothing", epilog=_CODES)
    _add_file(checking)
    checking.add_argument("--json", action="store_true", help="for programs")
    checking.set_defaults(act=_check)
    taking = actions.add_parser("import", help="take a paper in")
    taking.add_argument("dir", type=Path, metavar="DIR", help="the service's folder")
    _add_file(taking)
    taking.add_argument("--id", default="", help="the paper's id; by default made of the file's name")
    taking.set_defaults(act=_import)
    paper_carrying.add_actions(actions)
    _add_preview(actions.add_parser("preview", help="show a paper as candidates see it"))
    listing = actions.add_parser("list", help="list the papers")
    listing.add_argument("dir", type=Path, metavar="DIR", help="the service's folder")
    listing.set_defaults(act=_list)
    return parser


def _add_file(parser: argparse.ArgumentParser) -> None:
    limits = Limits()
    parser.add_argument("file", type=Path, metavar="FILE", help=f"the paper: {_KINDS}")
    parser.add_argument("--title", default="", help="the paper's title; by default the file's own")
    parser.add_argument("--language", default="", metavar="TAG", help="which version of an exam with several")
    parser.add_argument(
        "--font",
        type=Path,
        action="append",
        default=[],
        metavar="FILE",
        help="a font to take rare characters from; may be given several times",
    )
    parser.add_argument(
        "--wav", action="store_true", help="store sounds uncompressed, ten times as large and more"
    )
    parser.add_argument(
        "--seconds", type=_seconds, default=limits.seconds, metavar="N", help="that it may take (%(default)g)"
    )
    parser.add_argument(
        "--memory",
        type=_megabytes,
        default=limits.memory // 2**20,
        metavar="MB",
        help="that it may use (%(default)s)",
    )


def _seconds(text: str) -> float:
    with suppress(ValueError):
        if (seconds := float(text)) > 0:
            return seconds
    raise argparse.ArgumentTypeError(f"{text} is no number of seconds such as 120")


def _megabytes(text: str) -> int:
    """At least 1: a limit of 0 bytes would be none."""
    if text.isdecimal() and 1 <= int(text) <= _MOST_MEMORY:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text} is no number of megabytes from 1 to {_MOST_MEMORY}")


def _add_preview(parser: argparse.ArgumentParser) -> None:
    _add_file(parser)
    parser.add_argument("--png", type=Path, metavar="FOLDER", help="draw every page into this folder instead")
    parser.add_argument("--size", type=window_size, default=(1366, 768), metavar="WxH", help="of the window")
    parser.add_argument("--lang", choices=LANGUAGES, default="", help="the client's language")
    parser.set_defaults(act=_preview)


def _check(wanted: argparse.Namespace) -> int:
    try:
        report = report_on(_name(wanted), _draft(wanted))
    except PaperFileError as error:
        report = report_on_refusal(_name(wanted), error)
    if wanted.json:
        sys.stdout.buffer.write(msgspec.json.format(msgspec.json.encode(report), indent=2) + b"\n")
    else:
        print_report(report)
    return report.exit_code


def _import(wanted: argparse.Namespace) -> int:
    """Also beside a running service: nothing that takes long waits for it, or makes it wait."""
    folder = open_folder(wanted.dir)
    draft = _draft_or_report(wanted)
    with reading(folder) as connection:
        if find_paper(connection, draft.paper.paper_id):
            raise taken_id(draft.paper.paper_id)
    with staged(folder, draft, signing_key(folder)) as order:
        outcome = give(wanted.dir, order)
    print_report(report_on(_name(wanted), draft))
    print("", *outcome.lines, sep="\n")
    return 0


def _preview(wanted: argparse.Namespace) -> int:
    draft = _draft_or_report(wanted)
    print_report(report_on(_name(wanted), draft))
    return preview(draft, PreviewWish(wanted.size, wanted.lang, wanted.png))


def _name(wanted: argparse.Namespace) -> str:
    """What the file or folder is called, also where it is given as `.`."""
    return str(wanted.file.resolve().name or wanted.file)


def _draft(wanted: argparse.Namespace) -> PaperDraft:
    paper_id = getattr(wanted, "id", "") or paper_id_for(wanted.file)
    limits = Limits(wanted.seconds, wanted.memory * 2**20)
    media = MediaWishes(tuple(wanted.font), wanted.wav)
    order = PaperOrder(wanted.file, paper_id, wanted.title, wanted.language, limits, media)
    with progress_bar("Reading the paper") as progress:
        return read_draft(order, progress)


def _draft_or_report(wanted: argparse.Namespace) -> PaperDraft:
    """The draft; a refusal is told with a line for each question before it goes on."""
    try:
        return _draft(wanted)
    except PaperFileError as error:
        report: PaperReport = report_on_refusal(_name(wanted), error)
        if report.questions:
            print_report(report)
        raise


def _list(wanted: argparse.Namespace) -> int:
    with reading(open_folder(wanted.dir)) as connection:
        papers = all_papers(connection)
    for row in papers:
        print(f"{row.id}\t{row.questions} questions\t{row.points} points\t{row.title}")
    if not papers:
        print("There are no papers yet. Import one: examserver paper import DIR FILE")
    return 0
