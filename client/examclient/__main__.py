"""Starts the client: settings first, then Qt's environment, then Qt. `--enrol` needs no window."""

import argparse
import io
import logging
import os
import sys
from collections.abc import Sequence
from functools import partial
from logging.handlers import MemoryHandler
from pathlib import Path

from examclient.domain.config import Config
from examclient.domain.drawing import environment_for
from examclient.domain.settings import (
    DATA_DIR,
    FULL_SCREEN,
    LANGUAGE,
    LEVEL,
    PAPER_MIRROR,
    SEAT,
    THEME,
    ZOOM,
    Key,
)
from examclient.environment import choose_platform, clear_foreign
from examclient.errors import AlreadyRunningError, ConfigError, ExamError, InstallationError
from examclient.lockdown.own_watchdog import own_watchdog
from examclient.lockdown.watchdog import CRASHES
from examclient.native_message import say_without_qt
from examclient.places import default_data_folder, default_spare_folder, hostname, settings_file
from examclient.remote_session import is_remote_session
from examclient.start_again import start_again
from examclient.storage.config_file import read_config
from examclient.storage.drawing_trials import DrawingTrials
from examclient.storage.log_file import keep_log, remember_log
from examclient.storage.one_client import LETTING_GO, only_client
from examclient.storage.qt_version import require_steady_qt
from examclient.usecases.drawing_guard import START_AGAIN, DrawingGuard, expected
from examclient.version import VERSION

CODES = (
    "Exit code: 0, or 1 where the client could not start; of --self-check 0 for green, 1 amber, 2 red; "
    "of --support-bundle 0, or 2 where it could not be written; of --preload 0 where all is here, 1 where "
    "not, 2 where it is refused; 130 where Ctrl+C stopped one of them."
)

USUAL_SIZE, SMALLEST_SIDE, LARGEST_SIDE = (1366, 768), 200, 8192
"""Of a preview's window, in pixels; Qt paints nothing where one side has more than 32767."""

log = logging.getLogger(__name__)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the client; returns the exit code: 0, or 1 where it could not start."""
    print_everything()
    options = _parse(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    early = remember_log()
    # a check is over before any Qt aborts, and says it in red
    if not _is_check(options) and not _is_steady():
        return 1
    choose_platform(options.platform)
    config = _config(options)
    for problem in config.problems:
        log.warning("%s", problem)
    for problem in config.ignored:
        log.info("%s", problem)
    try:
        beside = _beside(config, options)
        if beside is not None:
            return beside
        with only_client(config.data_folder, LETTING_GO if CRASHES in os.environ else 0.0):
            code = _run(config, options.enrol, early)
    except (AlreadyRunningError, ConfigError) as error:
        return _cannot_start(error, config.language, window=options.enrol is None)
    if code != START_AGAIN:
        return code
    logging.shutdown()  # on Windows this process waits for the next one, which needs the log for itself
    return start_again()


def _is_check(options: argparse.Namespace) -> bool:
    return bool(options.self_check or options.support_bundle is not None)


def _beside(config: Config, options: argparse.Namespace) -> int | None:
    """What may be done while a client is open, by its exit code; None where the client itself is wanted."""
    if options.gave_up:
        return _show_gave_up(config)
    if _is_check(options):
        return _check(config, options)
    if options.preview is not None:
        return _preview(config, options)
    return _preload(config, options) if options.preload else None


def _is_steady() -> bool:
    """Whether this PySide6 can be trusted with an exam; where not, that is said."""
    try:
        require_steady_qt()
    except InstallationError as error:
        say_without_qt(f"{error.title}\n{error.advice}")
        return False
    return True


def _run(config: Config, enrol: Path | None, early: MemoryHandler) -> int:
    taken = clear_foreign()
    if enrol is not None:
        from examclient.enrolling import enrol_without_hands  # noqa: PLC0415 - others start without it

        in_their_language = partial(_said_at_enrolment, config.language)
        return enrol_without_hands(config.data_folder, enrol, config.seat, in_their_language)
    keep_log(config.data_folder, early)
    if taken:
        log.info("left behind by other programs and taken away: %s", ", ".join(taken))
    is_remote = is_remote_session(os.environ)
    with DrawingGuard(config.drawing_level, _trials(config), is_remote=is_remote) as guard:
        prepare_environment(guard.drawing.level_effective)
        with own_watchdog(os.environ) as watchdog:  # which sees by the environment who draws
            try:
                from examclient.app import run  # noqa: PLC0415 - Qt only after its environment is set
            except ImportError:
                log.critical("a part of the program is missing", exc_info=True)  # nobody sees a terminal
                raise
            return run(config, guard, watchdog)


def _said_at_enrolment(language: str, error: ExamError) -> str:
    from examclient.ui.terminal_sentences import said_at_enrolment  # noqa: PLC0415 - Qt only for trouble

    return said_at_enrolment(error, language)


def _trials(config: Config) -> DrawingTrials:
    return DrawingTrials(config.data_folder, config.mirror_folder and config.mirror_folder / hostname())


def _check(config: Config, options: argparse.Namespace) -> int:
    """Look at the machine beside a client that may be running: nothing of its data folder is taken."""
    drawing = expected(config.drawing_level, _trials(config), is_remote=is_remote_session(os.environ))
    prepare_environment(drawing.level_effective)
    from examclient.terminal_check import self_check, support_bundle  # noqa: PLC0415 - see _run

    if options.support_bundle:
        return support_bundle(config, drawing, options.support_bundle)
    return self_check(config, drawing, as_json=options.json)


def _preload(config: Config, options: argparse.Namespace) -> int:
    """Take papers, also beside a client that is open: both write whole parts under the same names."""
    clear_foreign()
    from examclient.preloading import preload  # noqa: PLC0415 - others start without it

    return preload(config, until_done=options.until_done, as_json=options.json)


def _preview(config: Config, options: argparse.Namespace) -> int:
    """Show a prepared paper beside a client that may be running: nothing of its data folder is taken."""
    prepare_environment(0)
    from examclient.preview import PreviewWish, preview  # noqa: PLC0415 - Qt only after its environment is set

    return preview(config, PreviewWish(options.preview, options.window_size or USUAL_SIZE, options.png))


def _size(text: str) -> tuple[int, int]:
    width, _, height = text.lower().partition("x")
    if width.isdecimal() and height.isdecimal():
        size = int(width), int(height)
        if all(SMALLEST_SIDE <= side <= LARGEST_SIDE for side in size):
            return size
    raise argparse.ArgumentTypeError(
        f"{text} is not a size such as 1366x768, from {SMALLEST_SIDE} to {LARGEST_SIDE} pixels each way"
    )


def _show_gave_up(config: Config) -> int:
    """The client has crashed again and again: a page that uses as little as can be, and takes nothing."""
    prepare_environment(0)
    from examclient.app import show_gave_up  # noqa: PLC0415 - Qt only after its environment is set

    return show_gave_up(config)


def print_everything() -> None:
    """Files and pipes get UTF-8 everywhere; a terminal that lacks a character shows a stand-in for it."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="replace")


def prepare_environment(level: int) -> None:
    """Set what Qt reads when it is imported, and take away what other programs left behind."""
    clear_foreign()
    os.environ.update(environment_for(level))


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="examclient", description="The exam client.", epilog=CODES)
    parser.add_argument("--config", type=Path, metavar="FILE", help="settings file instead of user.ini")
    parser.add_argument("--enrol", type=Path, metavar="FILE", help="enrol this machine, without a window")
    parser.add_argument("--self-check", action="store_true", help="check this machine, without a window")
    parser.add_argument("--preload", action="store_true", help="take the sealed papers of coming exams")
    parser.add_argument("--until-done", action="store_true", help="with --preload: try until all are here")
    parser.add_argument("--json", action="store_true", help="with --self-check or --preload: print JSON")
    parser.add_argument("--support-bundle", type=Path, metavar="FILE", help="write logs and self-check there")
    parser.add_argument(
        "--preview", type=Path, metavar="FOLDER", help="show a paper that the service prepared"
    )
    parser.add_argument("--png", type=Path, metavar="FOLDER", help="with --preview: draw every page there")
    parser.add_argument(
        "--window-size", type=_size, metavar="WxH", help="with --preview: the window's (1366x768)"
    )
    parser.add_argument("--gave-up", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--version", action="version", version=f"examclient {VERSION}")
    once = parser.add_argument_group("settings for this one start, in place of those in user.ini")
    once.add_argument("--data", metavar="DIR", help="data folder ([Data] Dir)")
    once.add_argument("--mirror", metavar="DIR", help="sealed papers lie here as well ([Papers] MirrorDir)")
    once.add_argument("--seat", metavar="N", help="the seat of this machine ([Site] Seat)")
    once.add_argument("--language", metavar="zh_CN|en", help="language of the screen ([Display] Language)")
    once.add_argument("--zoom", metavar="PERCENT", help="size of everything ([Display] Zoom)")
    once.add_argument("--theme", metavar="NAME", help="light, dark, high_contrast, system ([Display] Theme)")
    once.add_argument("--full-screen", action=argparse.BooleanOptionalAction, help="[Display] FullScreen")
    once.add_argument("--level", metavar="N", help="how windows are drawn ([OpenGL] Level)")
    once.add_argument(
        "--platform", default="", metavar="NAME", help="Qt's platform, for tests: offscreen, xcb, windows"
    )
    options = parser.parse_args(arguments)
    if options.json and not (options.self_check or options.preload):
        parser.error("--json goes with --self-check or --preload")
    if options.until_done and not options.preload:
        parser.error("--until-done goes with --preload")
    if (options.png or options.window_size) and options.preview is None:
        parser.error("--png and --window-size go with --preview")
    if options.preload and options.preview is not None:
        parser.error("--preload and --preview are two things: ask for one of them")
    return options


def _config(options: argparse.Namespace) -> Config:
    file, words = settings_file(options.config), _words(options)
    return read_config(file, default_data_folder(), words, default_spare_folder())


def _words(options: argparse.Namespace) -> dict[Key, str]:
    """The settings that the command line gives, in the words of `user.ini`."""
    full_screen = {None: None, True: "yes", False: "no"}[options.full_screen]
    given: dict[Key, str | None] = {
        DATA_DIR: options.data,
        PAPER_MIRROR: options.mirror,
        SEAT: options.seat,
        LANGUAGE: options.language,
        ZOOM: options.zoom,
        THEME: options.theme,
        FULL_SCREEN: full_screen,
        LEVEL: options.level,
    }
    return {key: text for key, text in given.items() if text}


def _cannot_start(error: ExamError, language: str = "en", *, window: bool = True) -> int:
    """Say it where it is read: on the terminal, and in a window where there is a screen and one is wanted."""
    print(f"{error.title}\n{error.advice}", file=sys.stderr)  # noqa: T201 - the terminal is the place
    prepare_environment(0)
    from examclient.app import show_start_trouble  # noqa: PLC0415 - see main

    show_start_trouble(error, language, window=window)
    return 1


if __name__ == "__main__":
    sys.exit(main())
