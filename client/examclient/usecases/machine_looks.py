"""The looks at this machine, its disk, and the seat that it is."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from examclient.domain.judging import (
    judge_disk,
    judge_memory,
    judge_restore,
    judge_system,
    judge_versions,
    judge_virtual,
    judge_writing,
)
from examclient.domain.judging_seat import (
    judge_drawing,
    judge_fonts,
    judge_input,
    judge_remote,
    judge_screens,
    judge_sound,
)
from examclient.domain.machine_facts import Drawing, GlyphFacts, ScreenFacts, Versions
from examclient.domain.self_check import Check, Reason, red
from examclient.errors import JournalError
from examclient.storage.ballast import DiskRoom
from examclient.storage.machine.probes import Probes
from examclient.storage.trial_writing import write_on_trial
from examclient.usecases.self_check import Look
from examprotocol.self_check import CheckResult


@dataclass(frozen=True, slots=True)
class SeatFacts:
    """What only the window system knows. `glyphs` takes a fifth of a second: it is asked off its thread."""

    versions: Versions
    screens: ScreenFacts
    drawing: Drawing
    glyphs: Callable[[], GlyphFacts]


def machine_looks(probes: Probes, data_folder: Path, versions: Versions) -> tuple[Look, ...]:
    """The looks at machine and disk."""

    def restore() -> CheckResult:
        return judge_restore(probes.restore_programs(), probes.forgetting_disk(data_folder))

    return (
        Look(Check.WINDOWS, lambda: judge_system(probes.system())),
        Look(Check.VERSIONS, lambda: judge_versions(versions)),
        Look(Check.MEMORY, lambda: judge_memory(probes.memory())),
        Look(Check.DISK, lambda: judge_disk(DiskRoom(data_folder).left())),
        Look(Check.WRITING, lambda: _write(data_folder)),
        Look(Check.RESTORE, restore),
        Look(Check.VIRTUAL, lambda: judge_virtual(probes.hardware())),
    )


def seat_looks(probes: Probes, seat: SeatFacts) -> tuple[Look, ...]:
    """The looks at what a candidate sees, hears and types with."""
    return (
        Look(Check.DRAWING, lambda: judge_drawing(seat.drawing)),
        Look(Check.FONTS, lambda: judge_fonts(seat.glyphs())),
        Look(Check.SCREENS, lambda: judge_screens(seat.screens, probes.active_screens())),
        Look(Check.SOUND, lambda: judge_sound(probes.sound())),
        Look(Check.INPUT, lambda: judge_input(probes.input_methods())),
        Look(Check.REMOTE, lambda: judge_remote(is_remote=probes.is_remote())),
    )


def _write(data_folder: Path) -> CheckResult:
    try:
        return judge_writing(write_on_trial(data_folder))
    except (OSError, JournalError) as error:
        return red(Check.WRITING, Reason.WRITING_FAILED, why=type(error).__name__)
