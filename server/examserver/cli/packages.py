"""`examserver packages`: take in answer packages, and compare them with what the service has."""

import argparse
import getpass
from pathlib import Path

from examserver.cli import package_comparing, package_importing
from examserver.cli.ordering import give
from examserver.services.attempts import attempt_at
from examserver.services.choosing_orders import ChooseSource, PreferAnswers, TakeImportBack
from examserver.storage.folder import open_folder
from examserver.storage.store import reading


def run(argv: list[str]) -> int:
    """Run the command."""
    wanted = _parser().parse_args(argv)
    return int(wanted.act(wanted))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="examserver packages",
        description="Take in answer packages, and compare them with what the service has.",
    )
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    package_importing.add_actions(actions)
    package_comparing.add_actions(actions)
    choosing = actions.add_parser("choose", help="let one source of a candidate's answers count")
    choosing.add_argument("dir", type=Path, metavar="DIR", help="the service's folder")
    package_comparing.add_candidate(choosing)
    choosing.add_argument("--side", required=True, choices=("package", "service"), help="which is to count")
    _add_words(choosing)
    choosing.set_defaults(act=_choose)
    settling = actions.add_parser("settle", help="let one answer to a question count: a late or disputed one")
    settling.add_argument("dir", type=Path, metavar="DIR", help="the service's folder")
    package_comparing.add_candidate(settling)
    settling.add_argument("--question", required=True, metavar="ID", help="the question")
    settling.add_argument(
        "--answer", required=True, metavar="WRITER:SEQ", help="the answer, as compare shows"
    )
    _add_words(settling)
    settling.set_defaults(act=_settle)
    taking_back = actions.add_parser("take-back", help="leave out all that an import brought")
    taking_back.add_argument("dir", type=Path, metavar="DIR", help="the service's folder")
    taking_back.add_argument("number", type=int, metavar="NUMBER", help="the import's number in the list")
    _add_words(taking_back)
    taking_back.set_defaults(act=_take_back)
    return parser


def _add_words(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--reason", required=True, metavar="TEXT", help="why, in words for others")
    parser.add_argument("--by", default="", metavar="NAME", help="who decided; by default this account")


def _choose(wanted: argparse.Namespace) -> int:
    by = wanted.by or getpass.getuser()
    order = ChooseSource(wanted.exam, wanted.candidate.strip(), wanted.side, by, wanted.reason)
    print("\n".join(give(wanted.dir, order).lines))
    return 0


def _settle(wanted: argparse.Namespace) -> int:
    by = wanted.by or getpass.getuser()
    with reading(open_folder(wanted.dir)) as connection:
        attempt = attempt_at(connection, wanted.exam, wanted.candidate).id
    order = PreferAnswers(attempt, {wanted.question: wanted.answer}, by, wanted.reason)
    print("\n".join(give(wanted.dir, order).lines))
    return 0


def _take_back(wanted: argparse.Namespace) -> int:
    order = TakeImportBack(wanted.number, wanted.by or getpass.getuser(), wanted.reason)
    print("\n".join(give(wanted.dir, order).lines))
    return 0
