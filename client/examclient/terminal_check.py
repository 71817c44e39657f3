"""The self-check without a window: `examclient --self-check`, and what `--support-bundle` takes along."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import msgspec

from examclient.domain.config import Config
from examclient.domain.machine_facts import Drawing
from examclient.domain.self_check import trouble_first
from examclient.errors import ExamError, InstallationError
from examclient.storage.support_bundle import write_bundle
from examprotocol.self_check import Grade, SelfCheckReport

EXIT = {Grade.GREEN: 0, Grade.AMBER: 1, Grade.RED: 2}
"""What the program ends with: the worst of what was found."""


def self_check(config: Config, drawing: Drawing, *, as_json: bool) -> int:
    """Check this machine, tell the site, print what was found, and return the exit code."""
    try:
        report, lines, is_heard = _checked(config, drawing)
    except InstallationError as error:
        print(f"{error.title}\n{error.advice}", file=sys.stderr)  # noqa: T201 - the terminal is the place
        return EXIT[Grade.RED]
    if as_json:
        print(_json(report).decode())  # noqa: T201 - the same
    else:
        print("\n".join(lines))  # noqa: T201 - the same
    if not is_heard:
        print("The site could not be told of this result.", file=sys.stderr)  # noqa: T201 - the same
    return EXIT[report.grade]


def support_bundle(config: Config, drawing: Drawing, file: Path) -> int:
    """Write logs and self-check into a file for whoever helps; returns 0, or 2 where that did not work."""
    try:
        found = _json(_checked(config, drawing)[0])
    except InstallationError as error:
        found = _json({"trouble": error.title})
    try:
        names = write_bundle(file, config.data_folder, found)
    except OSError as error:
        print(f"{file} cannot be written: {error.strerror or error}.", file=sys.stderr)  # noqa: T201 - the same
        return 2
    print(f"{file}: {', '.join(names)}")  # noqa: T201 - the same
    return 0


def _checked(config: Config, drawing: Drawing) -> tuple[SelfCheckReport, list[str], bool]:
    """The report, its lines for people, and whether the site has heard of it."""
    _need_no_screen()
    from examclient.app import dressed  # noqa: PLC0415 - Qt only after its environment is set
    from examclient.checking import build_checkup  # noqa: PLC0415 - the same
    from examclient.ui.check_sentences import in_a_line  # noqa: PLC0415 - the same

    app = dressed(config)
    checkup = build_checkup(config, drawing)
    results = checkup.check(lambda _check, _done, _total: None, lambda: False)
    report = checkup.report(results)
    lines = [in_a_line(result) for result in trouble_first(results)]
    is_heard = checkup.hand_in is not None and _is_heard(checkup.hand_in, report)
    del app
    return report, lines, is_heard


def _is_heard(hand_in: Callable[[SelfCheckReport], object], report: SelfCheckReport) -> bool:
    try:
        hand_in(report)
    except ExamError:
        return False
    return True


def _need_no_screen() -> None:
    """Where there is no screen at all, as over a terminal from afar, Qt would end the program."""
    if sys.platform == "linux" and not {"DISPLAY", "WAYLAND_DISPLAY"} & os.environ.keys():
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def _json(found: SelfCheckReport | dict[str, str]) -> bytes:
    return msgspec.json.format(msgspec.json.encode(found))
