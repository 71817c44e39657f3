"""What a played journey came to, as numbers that must agree: `report.json`."""

import json
import sqlite3
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from examclient.usecases.sitting import RECEIPT
from examdemo.carried import Carried


@dataclass(frozen=True, slots=True)
class Report:
    """The journey in numbers. `receipt` is its short code, `seconds` how long the journey took.

    `refused_address` is what the refusal page showed to a station outside, `""` where it was inside at once;
    `admitted` says that the login went on. `carried` is how the answers got to the site without a network.
    """

    paper: str
    questions: int
    answered: int
    events_journal: int
    events_site: int
    receipt: str
    receipt_verified: bool
    score: str
    max_score: str
    waiting_for_a_person: int
    screenshots: list[str]
    seconds: float
    refused_address: str
    admitted: bool
    problems: list[str]
    carried: Carried | None = None

    def write(self, folder: Path) -> Path:
        """Write `report.json` into the folder."""
        path = folder / "report.json"
        path.write_text(json.dumps(self._members(), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        return path

    def _members(self) -> dict[str, Any]:
        """One object; what was carried stands among the rest, under the names that its readers know."""
        members = asdict(self)
        carried = members.pop("carried")
        if carried is not None:
            members |= {"import" if name == "taken_in" else name: told for name, told in carried.items()}
        return members


def events_in_journal(data_folder: Path) -> int:
    """How many events the station's journals hold, counted in the files themselves."""
    return sum(_count(path) for path in (data_folder / "journals").glob("*.journal"))


def disagreements(numbers: dict[str, Any]) -> list[str]:
    """What does not agree in a journey's numbers; an empty list is a good journey."""
    checks = {
        "not every question was answered": numbers["answered"] == numbers["questions"],
        "the site does not have every event": numbers["events_journal"] == numbers["events_site"] > 0,
        "the receipt counts other answers": numbers["receipt_answered"] == numbers["answered"],
        "the receipt counts other events": numbers["receipt_events"] == numbers["events_site"],
        "a station outside the site was not refused": numbers["refused"] == numbers["outside"],
        "the receipt's short code is not the one that the screen showed": numbers["code_agrees"],
    }
    carried: Carried | None = numbers["carried"]
    if carried is not None:
        checks |= {
            "the site had what only the package can have brought": carried.taken_in["new"] > 0,
            "the package did not hand the attempt in": carried.taken_in["handed_in"],
            "what counts is not what the package says": carried.counts_from_package,
        }
    return [sentence for sentence, holds in checks.items() if not holds]


def has_receipt(data_folder: Path) -> bool:
    """Whether a journal of the station has a receipt by now; no while it is being written to."""
    return any(_has_note(path, RECEIPT) for path in (data_folder / "journals").glob("*.journal"))


def _count(path: Path) -> int:
    return _number(path, "SELECT count(*) FROM events")


def _has_note(path: Path, name: str) -> bool:
    try:
        return _number(path, "SELECT count(*) FROM notes WHERE name = ?", name) > 0
    except sqlite3.OperationalError:
        return False


def _number(path: Path, query: str, *values: str) -> int:
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    try:
        return int(connection.execute(query, values).fetchone()[0])
    finally:
        connection.close()
