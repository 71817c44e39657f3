"""What was tried, as a table: what, what was expected, what was seen.

Rule: one step that fails never stops the next one, and it is never left out of the table.
"""

import json
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

LIMIT = 300
"""Characters of what was seen that a row shows."""


class TrialError(Exception):
    """What was to be seen did not come; the text is what was seen instead."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table. `seconds` is how long the step took."""

    what: str
    expected: str
    seen: str
    ok: bool
    seconds: float = 0.0

    def line(self) -> str:
        """The row as one line for a terminal."""
        sign = "ok  " if self.ok else "FAIL"
        head = f"{sign} {self.seconds:5.1f} s  {self.what}"
        return head if self.ok and not self.seen else f"{head}\n              {self.seen}"


class Table:
    """Owns the rows, and shows each as soon as it is there."""

    def __init__(self, show: Callable[[str], None]) -> None:
        self.rows: list[Row] = []
        self._show = show

    def step(self, what: str, expected: str, look: Callable[[], str]) -> bool:
        """Do one step: `look` returns what was seen where that is as expected, else it raises."""
        began = time.monotonic()
        try:
            seen, ok = look(), True
        except Exception as error:  # noqa: BLE001 - whatever goes wrong is a row, and the next step follows
            seen, ok = f"{type(error).__name__}: {error}", False
        seconds = time.monotonic() - began
        self.rows.append(Row(what, expected, " ".join(seen.split())[:LIMIT], ok, round(seconds, 1)))
        self._show(self.rows[-1].line())
        return ok

    @property
    def failed(self) -> list[Row]:
        """The rows that are not as expected."""
        return [row for row in self.rows if not row.ok]

    def markdown(self) -> str:
        """All of it, for a report."""
        head = ["| what | expected | seen | |", "| --- | --- | --- | --- |"]
        return "\n".join([*head, *(_cells(row) for row in self.rows)]) + "\n"

    def write(self, folder: Path) -> None:
        """Keep it as `table.md` and `table.json`."""
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "table.md").write_text(self.markdown(), encoding="utf-8")
        rows = json.dumps([asdict(row) for row in self.rows], ensure_ascii=False, indent=2)
        (folder / "table.json").write_text(rows + "\n", encoding="utf-8")


def _cells(row: Row) -> str:
    words = (row.what, row.expected, row.seen, "ok" if row.ok else "FAIL")
    return "| " + " | ".join(word.replace("|", "\\|") for word in words) + " |"
