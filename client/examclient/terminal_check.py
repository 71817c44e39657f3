"""The self-check without a window: `examclient --self-check`, and what `--support-bundle` takes along."""

import logging
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import msgspec

from examclient.domain.config import Config
from examclient.domain.machine_facts import Drawing
from examclient.domain.self_check import Check, trouble_first
from examclient.errors import ExamError
from examclient.storage.support_bundle import write_bundle
from examprotocol.self_check import Grade, SelfCheckReport

EXIT = {Grade.GREEN: 0, Grade.AMBER: 1, Grade.RED: 2}
"""What the program ends with: the worst of what was found."""

STOPPED = 130
"""As shells have it where Ctrl+C ended a program."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Found:
    """What came of a self-check: its report with lines and a remark for people, or what kept it from one."""

    report: SelfCheckReport | None = None
    lines: tuple[str, ...] = ()
    remark: str = ""
    fault: str = ""

    @property
    def code(self) -> int:
        """What the program ends with."""
        return EXIT[self.report.grade if self.report is not None else Grade.RED]

    def json(self) -> bytes:
        """The report as programs read it."""
        found = {"trouble": self.fault} if self.report is None else self.report
        return msgspec.json.format(msgspec.json.encode(found))


def self_check(config: Config, drawing: Drawing, *, as_json: bool) -> int:
    """Check this machine, tell the site, print what was found, and return the exit code."""
    try:
        found = _found(config, drawing)
    except KeyboardInterrupt:
        return _stopped()
    _print(found.json().decode() if as_json else "\n".join(found.lines))
    if found.fault:
        _complain(f"This machine could not be checked ({found.fault}).")
    elif found.remark:
        _complain(found.remark)
    return found.code


def support_bundle(config: Config, drawing: Drawing, file: Path) -> int:
    """Write logs and self-check into a file for whoever helps; returns 0, or 2 where that did not work."""
    if os.path.lexists(file):
        return _refused(f"{file} is there already: name another file.")
    try:
        names = write_bundle(file, config.data_folder, _found(config, drawing).json())
    except KeyboardInterrupt:
        return _stopped()
    except OSError as error:
        return _refused(f"{file} cannot be written: {error.strerror or error}.")
    _print(f"{file}: {', '.join(names)}")
    return 0


def _found(config: Config, drawing: Drawing) -> Found:
    try:
        return _checked(config, drawing)
    except (
        Exception
    ) as error:  # this program's crash handler: a fault is not amber, and logs come all the same
        log.critical("fault", exc_info=True)
        return Found(fault=type(error).__name__)


def _checked(config: Config, drawing: Drawing) -> Found:
    _need_no_screen()
    from examclient.app import dressed  # noqa: PLC0415 - Qt only after its environment is set
    from examclient.checking import build_checkup  # noqa: PLC0415 - the same
    from examclient.ui.check_sentences import in_a_line, name_of, not_told  # noqa: PLC0415 - the same

    def told(check: Check, done: int, total: int) -> None:
        if sys.stderr is not None and sys.stderr.isatty():
            _complain(f"{done + 1}/{total} {name_of(check)} …")

    app = dressed(config)
    checkup = build_checkup(config, drawing)
    results = checkup.check(told, lambda: False)
    report = checkup.report(results)
    lines = tuple(in_a_line(result) for result in trouble_first(results))
    is_heard = checkup.hand_in is not None and _is_heard(checkup.hand_in, report)
    remark = "" if is_heard else not_told()
    del app
    return Found(report, lines, remark)


def _is_heard(hand_in: Callable[[SelfCheckReport], object], report: SelfCheckReport) -> bool:
    try:
        hand_in(report)
    except ExamError:
        return False
    return True


def _need_no_screen() -> None:
    """Where there is no screen, or none that answers, as at a far terminal, Qt would end the program."""
    if sys.platform == "linux":
        named = {"WAYLAND_DISPLAY": "wayland", "DISPLAY": "xcb"}
        platforms = [platform for name, platform in named.items() if os.environ.get(name)]
        os.environ.setdefault("QT_QPA_PLATFORM", ";".join([*platforms, "offscreen"]))


def _stopped() -> int:
    _complain("The check was stopped.")
    return STOPPED


def _refused(words: str) -> int:
    _complain(words)
    return 2


def _print(words: str) -> None:
    print(words)  # noqa: T201 - the terminal is the place


def _complain(words: str) -> None:
    print(words, file=sys.stderr)  # noqa: T201 - the terminal is the place
