"""What the proctor's menu shows of the answers that are carried out of this machine.

Rule: nothing here says that anything is on a drive but `exported` and `visit`, and those only after it was
read back from there, opened and compared.
"""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from examclient.domain.export import Drive, Exportable, Exported, ExportStep, StickVisit
from examclient.errors import ExamError


class Aim(StrEnum):
    """What the room password is asked for: to look around, to export who sits here, to fill a stick, or to
    open the paper by the key on one.
    """

    MENU = "menu"
    EXPORT = "export"
    STICK = "stick"
    KEY = "key"


@dataclass(frozen=True, slots=True)
class ExportWork:
    """What is under way: `done` of `total`. With a stick `what` is the n-th of `many` that it takes."""

    what: Exportable | None = None
    step: ExportStep | None = None
    done: int = 0
    total: int = 0
    number: int = 0
    many: int = 0
    is_stopping: bool = False


@dataclass(frozen=True, slots=True)
class ExportView:
    """How the export stands. `held` is what this machine holds, `drives` where it can go: None while nobody
    has looked.

    `chosen` waits for a folder. `stick` is where a proctor's stick is in, `stick_trouble` why one that is in
    is of no use here. `record` is the text file of the record, `record_trouble` why there is none.
    """

    held: tuple[Exportable, ...] | None = None
    chosen: Exportable | None = None
    drives: tuple[Drive, ...] | None = None
    work: ExportWork | None = None
    exported: Exported | None = None
    visit: StickVisit | None = None
    trouble: ExamError | None = None
    stick: Drive | None = None
    stick_trouble: ExamError | None = None
    record: Path | None = None
    record_trouble: ExamError | None = None

    @property
    def has_result(self) -> bool:
        """Whether something stands here that a proctor writes down."""
        return self.exported is not None or self.visit is not None

    @property
    def is_busy(self) -> bool:
        """Whether closing would take work away, or a result that nobody may have read."""
        return self.work is not None or self.has_result

    @property
    def takes_the_page(self) -> bool:
        """Whether it is more than an entry of the menu."""
        return self.is_busy or self.chosen is not None
