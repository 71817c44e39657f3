"""`examserver journal`: check signed journals, with nothing of the service but its public card."""

import argparse
import sys
from pathlib import Path

import msgspec
from jwcrypto import jwk

from examprotocol.attempt_journal import JOURNAL_SUFFIX, AttemptJournal, faults_of, open_journal
from examprotocol.errors import ChainError, ProtocolError
from examprotocol.signing import read_key
from examserver.errors import FolderError
from examserver.services.setup import SiteCard
from examserver.site_times import shown

LARGEST = 256 << 20
"""Bytes of a journal: more than one attempt can have."""


def run(argv: list[str]) -> int:
    """Run the command: 0 where all of the files are right."""
    wanted = _parser().parse_args(argv)
    key = _key_of(wanted.site)
    files = [file for path in wanted.files for file in _files_in(path)]
    checked = [_check(file, key) for file in files]
    print(f"{sum(checked)} of {len(files)} journals are right.", file=sys.stderr)
    return 0 if files and all(checked) else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="examserver journal", description="Check signed journals.")
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    verifying = actions.add_parser("verify", help="check signatures, chains, receipts and answers")
    verifying.add_argument("files", nargs="+", type=Path, metavar="FILE", help="journals, or folders of them")
    verifying.add_argument(
        "--site", required=True, type=Path, metavar="FILE", help="the service's card: DIR/public/site.json"
    )
    return parser


def _key_of(card: Path) -> jwk.JWK:
    """The service's public key. Raises FolderError."""
    try:
        return read_key(msgspec.json.decode(card.read_bytes(), type=SiteCard).signing_key)
    except (OSError, msgspec.MsgspecError, ProtocolError) as error:
        raise FolderError(
            f"{card} is not the card of a service.", "Give DIR/public/site.json of the service that signed."
        ) from error


def _files_in(path: Path) -> list[Path]:
    return sorted(path.glob(f"*{JOURNAL_SUFFIX}")) if path.is_dir() else [path]


def _check(file: Path, key: jwk.JWK) -> bool:
    """Say what a file is, and what is wrong with it."""
    try:
        with file.open("rb") as opened:
            journal = open_journal(opened.read(LARGEST).decode("ascii"), key)
    except (OSError, UnicodeDecodeError, ProtocolError) as error:
        print(f"{file}: NOT RIGHT: {error}")
        return False
    faults = faults_of(journal, key)
    for fault in faults:
        print(f"{file}: NOT RIGHT: {fault}")
    if not faults:
        print(f"{file}: {_said(journal)}")
    return not faults


def _said(journal: AttemptJournal) -> str:
    events = sum(len(log.events) for log in journal.logs)
    try:
        answers = f"{len(journal.answers().current)} questions touched"
    except ChainError as error:
        answers = f"the answers cannot be put together: {error}"
    parts = [journal.exam, journal.candidate, f"{len(journal.logs)} machines or starts", f"{events} events"]
    parts += [answers, f"{len(journal.rulings)} rulings", f"{len(journal.receipts)} receipts"]
    return ", ".join([*parts, f"signed {shown(journal.at)}"])
