"""Every key of `user.ini`, and how the layers of settings become one Config.

Rule: the strongest layer that has a usable value for a key decides: the command line, then `user.ini`, which
only admins write, then the data folder, which may set nothing but CHOSEN. A new setting is a field of Config,
a row in KEYS, and its lines in config/user.ini.example.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from examclient.domain.config import Config
from examclient.domain.ini import Entry, Ini
from examclient.domain.lockdown import LEVELS, STANDARD_LEVEL, SWITCHES, Lockdown
from examclient.domain.setting_problems import SettingFlaw, SettingProblem
from examclient.domain.setting_values import (
    read_language,
    read_level,
    read_lockdown,
    read_path,
    read_seat,
    read_theme,
    read_volume,
    read_yes_or_no,
    read_zoom,
    shown,
)

MOST_NAMED = 20
"""Problems of one file that are named one by one: a file that is no settings file has a million."""


@dataclass(frozen=True, slots=True)
class Key:
    """One setting: its name in `user.ini`, its field of Config, and how it is read.

    `read` raises ValueError with what is wrong, for a sentence that begins with the value.
    """

    section: str
    name: str
    field: str
    read: Callable[[str], object]

    @property
    def label(self) -> str:
        """As admins know it."""
        return f"[{self.section}] {self.name}"

    @property
    def known_by(self) -> tuple[str, str]:
        """What an Entry is known by."""
        return self.section.casefold(), self.name.casefold()


DATA_DIR = Key("Data", "Dir", "data_folder", read_path)
ENROL_FILE = Key("Site", "EnrolFile", "enrol_file", read_path)
SEAT = Key("Site", "Seat", "seat", read_seat)
LANGUAGE = Key("Display", "Language", "language", read_language)
ZOOM = Key("Display", "Zoom", "zoom", read_zoom)
THEME = Key("Display", "Theme", "theme", read_theme)
FULL_SCREEN = Key("Display", "FullScreen", "full_screen", read_yes_or_no)
VOLUME = Key("Sound", "Volume", "volume", read_volume)
LEVEL = Key("OpenGL", "Level", "drawing_level", read_level)

PAPER_MIRROR = Key("Papers", "MirrorDir", "paper_mirror", read_path)

KEYS = (
    ENROL_FILE,
    SEAT,
    DATA_DIR,
    Key("Data", "SpareDir", "spare_folder", read_path),
    Key("Data", "MirrorDir", "mirror_folder", read_path),
    PAPER_MIRROR,
    LANGUAGE,
    ZOOM,
    THEME,
    FULL_SCREEN,
    VOLUME,
    LEVEL,
)
LOCKDOWN_LEVEL = Key("Lockdown", "Level", "lockdown", read_lockdown)
SWITCH_KEYS = tuple(Key("Lockdown", name, piece, read_yes_or_no) for name, piece in SWITCHES.items())
"""Each sets a piece of what the level brings, not a field of Config."""

EVERY_KEY = (*KEYS, LOCKDOWN_LEVEL, *SWITCH_KEYS)
CHOSEN = (LANGUAGE, ZOOM, THEME, VOLUME)
"""What the people at the machine may choose, so the data folder may set it."""


@dataclass(frozen=True, slots=True)
class Layer:
    """What one place says. `base` is the folder that its paths are relative to."""

    source: str
    base: Path = field(default_factory=Path)
    entries: Mapping[tuple[str, str], Entry] = field(default_factory=dict)
    problems: tuple[SettingProblem, ...] = ()

    def without(self, key: Key, why: str, used: object) -> "Layer":
        """The same where the value of a key has turned out to be of no use."""
        entry = self.entries[key.known_by]
        left = {name: other for name, other in self.entries.items() if name != key.known_by}
        return replace(self, entries=left, problems=(*self.problems, _senseless(self, key, entry, why, used)))


def layer_of_file(path: Path, ini: Ini, allowed: Sequence[Key] = EVERY_KEY) -> Layer:
    """What a file says of the allowed keys; everything else in it is a problem. The last of two counts."""
    names = {key.known_by for key in EVERY_KEY}
    mine = {key.known_by for key in allowed}
    problems = [_named(SettingFlaw.STRAY, path, entry) for entry in ini.stray]
    entries: dict[tuple[str, str], Entry] = {}
    for entry in ini.entries:
        if entry.name not in mine:
            flaw = SettingFlaw.NOT_HERE if entry.name in names else SettingFlaw.UNKNOWN
            problems.append(_named(flaw, path, entry))
        elif entry.value:
            before = entries.get(entry.name)
            if before is not None and before.value != entry.value:
                problems.append(_named(SettingFlaw.TWICE, path, entry))
            entries[entry.name] = entry
    return Layer(str(path), path.parent, entries, _first(str(path), problems))


def layer_of_words(words: Mapping[Key, str]) -> Layer:
    """What the command line says: key to value. Its paths are relative to where the client is started."""
    entries = {key.known_by: Entry(key.section, key.name, text) for key, text in words.items() if text}
    return Layer(SettingProblem.COMMAND_LINE, entries=entries)


def settle(default: Config, layers: Sequence[Layer]) -> Config:
    """The settings by all layers, the strongest first; `problems` are those of all of them."""
    taking = Taking(layers)
    # A table of settings has values of many types: each key reads the type of its field, which a test checks.
    values: dict[str, Any] = {key.field: taking.take(key, getattr(default, key.field)) for key in KEYS}
    lockdown = _lockdown(taking)
    return replace(default, **values, lockdown=lockdown, problems=tuple(taking.problems))


def is_stand_in(config: Config) -> bool:
    """Whether the data folder is not the one that the settings name, since that one is of no use."""
    flaws = {problem.name: problem.flaw for problem in config.problems}
    return flaws.get(DATA_DIR.label) is SettingFlaw.SENSELESS


def _lockdown(taking: "Taking") -> Lockdown:
    """The pieces that the level brings, but for those that are set one by one."""
    level = taking.take(LOCKDOWN_LEVEL, STANDARD_LEVEL)
    assert isinstance(level, int), "read_lockdown reads nothing else"
    pieces = LEVELS[level]
    # As in `settle`: each key reads the type of its field.
    said: dict[str, Any] = {key.field: taking.take(key, getattr(pieces, key.field)) for key in SWITCH_KEYS}
    return replace(pieces, **said)


class Taking:
    """Takes one setting after the other from the layers, and collects what was of no use."""

    def __init__(self, layers: Sequence[Layer]) -> None:
        self._layers = layers
        self.problems = [problem for layer in layers for problem in layer.problems]

    def take(self, key: Key, default: object) -> object:
        """The value of the first layer that has a usable one; those before it are problems."""
        refused: list[tuple[Layer, Entry, str]] = []
        value = self._first_usable(key, default, refused)
        self.problems += [_senseless(layer, key, entry, why, value) for layer, entry, why in refused]
        return value

    def _first_usable(self, key: Key, default: object, refused: list[tuple[Layer, Entry, str]]) -> object:
        for layer in self._layers:
            entry = layer.entries.get(key.known_by)
            if entry is None:
                continue
            try:
                value = key.read(entry.value)
            except ValueError as error:
                refused.append((layer, entry, str(error)))
            else:
                return layer.base / value if isinstance(value, Path) else value
        return default


def _named(flaw: SettingFlaw, path: Path, entry: Entry) -> SettingProblem:
    name = f"[{entry.section}] {entry.key}" if entry.key and entry.section else entry.key
    return SettingProblem(flaw, str(path), entry.line, name, entry.value)


def _senseless(layer: Layer, key: Key, entry: Entry, why: str, used: object) -> SettingProblem:
    flaw = SettingFlaw.SENSELESS
    return SettingProblem(flaw, layer.source, entry.line, key.label, entry.value, why, shown(used))


def _first(source: str, problems: list[SettingProblem]) -> tuple[SettingProblem, ...]:
    named = sorted(problems, key=lambda problem: problem.line)[:MOST_NAMED]
    more = len(problems) - len(named)
    if more:
        named.append(SettingProblem(SettingFlaw.MORE, source, value=str(more)))
    return tuple(named)
