"""Brings all layers of settings together: the command line, `user.ini`, and what was chosen at this machine.

Rule: nothing in a file stops the start. What cannot be used is named with file, line, section and key, and
its default is taken.
"""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from examclient.domain.config import Config
from examclient.domain.ini import parse_ini
from examclient.domain.setting_problems import SettingFlaw, SettingProblem
from examclient.domain.settings import DATA_DIR, Key, Layer, layer_of_file, layer_of_words, settle
from examclient.errors import ConfigError
from examclient.storage.chosen_file import read_chosen
from examclient.storage.settings_text import read_settings_text, why_of
from examclient.storage.station_file import STATION_FILE, require_writable


def read_config(
    path: Path | None,
    data_folder: Path,
    words: Mapping[Key, str] | None = None,
    spare_folder: Path | None = None,
) -> Config:
    """The settings; never raises. `path` is `user.ini`, `words` what the command line says, the two folders
    what counts where nobody names others.

    A data folder that `user.ini` names and that cannot be written is a value like any other that cannot be
    used: then it is `data_folder`. Where it holds this machine's enrolment, it stays: its disk is in trouble.
    """
    said = layer_of_words(words or {})
    admins = _layer_of(path) if path else Layer("user.ini")
    default = Config(data_folder, spare_folder=spare_folder)
    named = settle(default, (said, admins)).data_folder
    if DATA_DIR.known_by in admins.entries and DATA_DIR.known_by not in said.entries:
        why = _why_of_no_use(named)
        admins = admins.without(DATA_DIR, why, data_folder) if why else admins
        named = data_folder if why else named
    chosen = read_chosen(named)
    config = settle(default, (said, admins, chosen))
    ignored = tuple(problem for problem in config.problems if problem.source == chosen.source)
    shown = tuple(problem for problem in config.problems if problem.source != chosen.source)
    return replace(config, problems=shown, ignored=ignored)


def _layer_of(path: Path) -> Layer:
    try:
        text = read_settings_text(path)
    except (OSError, ValueError) as error:
        problem = SettingProblem(SettingFlaw.NOT_READ, str(path), why=why_of(error))
        return Layer(str(path), path.parent, problems=(problem,))
    return layer_of_file(path, parse_ini(text))


def _why_of_no_use(folder: Path) -> str:
    """Why a folder can be no data folder, `""` where it is one."""
    try:
        require_writable(folder)
    except ConfigError as error:
        return "" if _is_there(folder / STATION_FILE) else f"cannot be written ({why_of(error.__cause__)})"
    except ValueError as error:
        return f"is no folder ({error})"
    return ""


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:
        return False
