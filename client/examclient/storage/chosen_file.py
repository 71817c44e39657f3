"""What people chose at this machine: language, zoom, theme, volume; in the data folder for the next start.

Rule: candidates can write there, so nothing else is read from it, and `user.ini` comes before it.
"""

import logging
from collections.abc import Mapping
from pathlib import Path

from examclient.domain.ini import Ini, parse_ini
from examclient.domain.setting_problems import SettingFlaw, SettingProblem
from examclient.domain.settings import CHOSEN, Key, Layer, layer_of_file
from examclient.storage.files import write_whole
from examclient.storage.settings_text import read_settings_text, why_of

CHOSEN_FILE = "chosen.ini"
HEAD = "; Written by the exam client: what was chosen at this machine. Nothing else is read from this file.\n"

log = logging.getLogger(__name__)


def read_chosen(data_folder: Path) -> Layer:
    """What was chosen; where there is no such file or it cannot be read, nothing was."""
    path = data_folder / CHOSEN_FILE
    try:
        return layer_of_file(path, parse_ini(read_settings_text(path)), CHOSEN)
    except FileNotFoundError:
        return layer_of_file(path, Ini((), ()), CHOSEN)
    except (OSError, ValueError) as error:
        problem = SettingProblem(SettingFlaw.NOT_READ, str(path), why=why_of(error))
        return Layer(str(path), data_folder, problems=(problem,))


def keep_chosen(data_folder: Path, chosen: Mapping[Key, str]) -> None:
    """Keep these of CHOSEN beside what was chosen before. A disk that does not take them is only logged."""
    before = read_chosen(data_folder).entries
    lines: dict[str, str] = {}
    for key in CHOSEN:
        value = chosen.get(key) or (before[key.known_by].value if key.known_by in before else "")
        if value:
            lines[key.section] = f"{lines.get(key.section, '')}{key.name} = {value}\n"
    body = "".join(f"[{section}]\n{text}" for section, text in lines.items())
    try:
        write_whole(data_folder / CHOSEN_FILE, f"{HEAD}{body}".encode())
    except OSError as error:
        log.warning("what was chosen cannot be kept: %s", error)
