"""`examserver packages compare`: both sources of a candidate's answers, question by question."""

import argparse
from pathlib import Path

import msgspec

from examprotocol.errors import ChainError
from examserver.cli.answers import short
from examserver.errors import RulingError
from examserver.services.attempts import attempt_at
from examserver.services.comparing import Compared, Comparison, Shown, Source, compare
from examserver.services.import_words import plain
from examserver.storage.folder import open_folder
from examserver.storage.store import reading

COUNTS = {
    Source.BOTH: "both",
    Source.PACKAGE: "package",
    Source.SERVICE: "service",
    Source.OTHER: "neither",
    Source.NOTHING: "none counts",
}


def add_actions(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add what this action takes."""
    comparing = actions.add_parser("compare", help="show both sources of a candidate's answers")
    comparing.add_argument("dir", type=Path, metavar="DIR", help="the service's folder")
    add_candidate(comparing)
    comparing.add_argument("--all", action="store_true", help="also questions in which they do not differ")
    comparing.add_argument("--json", action="store_true", help="print JSON")
    comparing.set_defaults(act=_compare)


def add_candidate(parser: argparse.ArgumentParser) -> None:
    """Add how a candidate's attempt is named."""
    parser.add_argument("--exam", required=True, metavar="ID", help="the exam")
    parser.add_argument("--candidate", required=True, metavar="NUMBER", help="the admission number")


def _compare(wanted: argparse.Namespace) -> int:
    with reading(open_folder(wanted.dir)) as connection:
        attempt = attempt_at(connection, wanted.exam, wanted.candidate)
        try:
            found = compare(connection, attempt.id)
        except ChainError as error:
            raise RulingError(
                "The answers of this candidate cannot be put together.",
                "Look who wrote what: examserver attempts show. Leave out what is damaged by a ruling.",
            ) from error
    if wanted.json:
        print(msgspec.json.format(msgspec.json.encode(found)).decode())
    else:
        _show(found, is_all=wanted.all)
    return 0


def _show(found: Comparison, *, is_all: bool) -> None:
    print(f"Attempt {found.attempt}, imports {', '.join(map(str, found.imports)) or 'none'}")
    print("question\t客户端导出的作答结果 (package)\t服务器端备份的作答结果 (service)\tcounts now")
    chosen = [one for one in found.questions if is_all or one.differs or one.conflict]
    for one in chosen:
        print(_line(one))
    print(f"{len(found.questions)} questions, {sum(one.differs for one in found.questions)} differ.")
    if chosen:
        print("To decide: examserver packages choose, or packages settle --question ID --answer WRITER:SEQ")


def _line(one: Compared) -> str:
    marks = ", to decide" if one.conflict else ""
    sides = f"{_shown(one.package)}\t{_shown(one.service)}"
    counts = f"{COUNTS[one.source]}{marks}"
    return f"{plain(one.question)}\t{sides}\t{counts}\t{_shown(one.current)}"


def _shown(one: Shown | None) -> str:
    if one is None:
        return "-"
    return f"{short(one.response)} [{one.writer[:8]}:{one.seq}{', late' if one.late else ''}]"
