"""Starts the client: settings first, then Qt's environment, then Qt. `--enrol` needs no window."""

import argparse
import io
import logging
import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from examclient.domain.config import Config
from examclient.domain.drawing import FOREIGN, environment_for
from examclient.errors import AlreadyRunningError, ConfigError, ExamError
from examclient.places import default_data_folder, default_spare_folder, settings_file
from examclient.storage.config_file import read_config
from examclient.storage.one_client import only_client
from examclient.version import VERSION


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the client; returns the exit code: 0, or 1 where it could not start."""
    print_everything()
    options = _parse(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    try:
        config = _config(options)
    except ConfigError as error:
        return _cannot_start(error)
    for problem in config.problems:
        logging.getLogger(__name__).warning("%s", problem)
    try:
        if options.gave_up:
            return _show_gave_up(config)
        with only_client(config.data_folder):
            return _run(config, options.enrol)
    except (AlreadyRunningError, ConfigError) as error:
        return _cannot_start(error, config.language, window=options.enrol is None)


def _run(config: Config, enrol: Path | None) -> int:
    if enrol is not None:
        from examclient.enrolling import enrol_without_hands  # noqa: PLC0415 - others start without it

        return enrol_without_hands(config.data_folder, enrol, config.seat)
    prepare_environment(config.drawing_level)
    from examclient.app import run  # noqa: PLC0415 - Qt only after its environment is set

    return run(config)


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
    """Set what Qt reads when it is imported, and take away what other Qt programs left behind."""
    for name in FOREIGN:
        os.environ.pop(name, None)
    os.environ.update(environment_for(level))


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="examclient", description="The exam client.")
    parser.add_argument("--config", type=Path, metavar="FILE", help="settings file instead of user.ini")
    parser.add_argument("--data", type=Path, metavar="DIR", help="data folder, if [Data] Dir names none")
    parser.add_argument("--enrol", type=Path, metavar="FILE", help="enrol this machine, without a window")
    parser.add_argument("--seat", default="", metavar="N", help="its seat, if the file's table has none")
    parser.add_argument("--gave-up", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--version", action="version", version=f"examclient {VERSION}")
    return parser.parse_args(arguments)


def _config(options: argparse.Namespace) -> Config:
    config = read_config(settings_file(options.config), options.data or default_data_folder())
    spare = config.spare_folder or default_spare_folder()
    return replace(config, seat=options.seat or config.seat, spare_folder=spare)


def _cannot_start(error: ExamError, language: str = "en", *, window: bool = True) -> int:
    """Say it where it is read: on the terminal, and in a window where there is a screen and one is wanted."""
    print(f"{error.title}\n{error.advice}", file=sys.stderr)  # noqa: T201 - the terminal is the place
    prepare_environment(0)
    from examclient.app import show_start_trouble  # noqa: PLC0415 - see main

    show_start_trouble(error, language, window=window)
    return 1


if __name__ == "__main__":
    sys.exit(main())
