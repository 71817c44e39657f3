"""What came of an answer package that was carried to the site: taken in, and both sources compared."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from examdemo.site import DemoError, DemoSite


@dataclass(frozen=True, slots=True)
class Carried:
    """A package by its path below the demo's folder, the room password that opens it, and what the site said.

    `record` is the proctor's record beside it, `taken_in` what became of the package at the site.
    """

    package: str
    password: str
    record: str
    taken_in: dict[str, Any]

    @property
    def receipt(self) -> str:
        """The short code of the receipt that the site made for it."""
        return str(self.taken_in["receipt"])

    @property
    def counts_from_package(self) -> bool:
        """Whether each answer that counts is one that the package has."""
        return set(self.taken_in["counts_from"]) <= {"both", "package"}

    def lines(self) -> tuple[str, ...]:
        """What a person wants to know of it."""
        told = self.taken_in
        events = f"{told['new']} of {told['events']} events new"
        answers = f"{told['only_in_package']} of {told['questions']} answers only in the package"
        return (
            f"  package     {self.package}, room password {self.password}",
            f"  import      {told['verdict']}: {events}, {answers}",
        )


def carry(site: DemoSite, out: Path, stick: Path) -> Carried:
    """Take in what lies on the proctor's stick, one package; raises DemoError where the site refuses it."""
    (package,) = stick.glob("**/*.examanswers")
    (record,) = stick.glob("**/*.txt")
    (became,) = site.take_in(stick)
    if became["verdict"] == "refused":
        raise DemoError(f"The site refuses {package.name}: {became['fault']}.")
    questions = site.compared(became["exam"], became["candidate"])
    told = {
        "verdict": became["verdict"],
        "events": became["events"],
        "new": became["new"],
        "handed_in": became.get("handed_in", False),
        "receipt": became.get("receipt", ""),
        "notes": became.get("notes", []),
        "questions": len(questions),
        "only_in_package": sum(one["service"] is None for one in questions),
        "counts_from": dict(Counter(one["source"] for one in questions)),
    }
    return Carried(_below(out, package), site.password, _below(out, record), told)


def _below(out: Path, file: Path) -> str:
    return file.relative_to(out).as_posix()
