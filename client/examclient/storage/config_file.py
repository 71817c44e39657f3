"""Reads `user.ini` as people leave it: any encoding Windows writes, any case, no interpolation.

Rule: a value that cannot be used is named with file, section and key, and its default is taken; only a file
that cannot be read at all stops the start.
"""

import configparser
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from examclient.domain.config import Config
from examclient.domain.lockdown import LEVELS, STANDARD_LEVEL, SWITCHES, Lockdown
from examclient.errors import ConfigError

LANGUAGES = ("zh_CN", "en")
YES, NO = ("1", "true", "yes", "on"), ("0", "false", "no", "off")

LONGEST_SEAT = 20

T = TypeVar("T")


class Settings:
    """The values of one file; collects a sentence for each that could not be used."""

    def __init__(self, path: Path, parser: configparser.ConfigParser) -> None:
        self._path = path
        self._sections: dict[str, dict[str, str]] = {}
        for name in parser.sections():
            self._sections.setdefault(name.casefold(), {}).update(parser[name])
        self.problems: list[str] = []

    def get(self, section: str, key: str, default: T, read: Callable[[str], T]) -> T:
        """The value, or the default where it is missing, empty or senseless."""
        text = self._sections.get(section.casefold(), {}).get(key.casefold(), "").strip()
        if not text:
            return default
        try:
            return read(text)
        except ValueError as error:
            used = "none" if default in (None, "") else default
            self.problems.append(f"{self._path}: [{section}] {key}={text}: {error}. Using {used}.")
            return default


def read_config(path: Path | None, data_folder: Path) -> Config:
    """Read the settings; without a file all have their defaults. Raises ConfigError."""
    settings = Settings(path or Path("user.ini"), _parse(path) if path else configparser.ConfigParser())
    base = path.parent if path else Path.cwd()
    folder = settings.get("Data", "Dir", data_folder, lambda text: base / text)
    return Config(
        data_folder=folder,
        enrol_file=settings.get("Site", "EnrolFile", None, lambda text: base / text),
        seat=settings.get("Site", "Seat", "", _seat),
        language=settings.get("Display", "Language", LANGUAGES[0], _language),
        zoom=settings.get("Display", "Zoom", 1.0, _zoom),
        full_screen=settings.get("Display", "FullScreen", False, _yes_or_no),
        drawing_level=settings.get("OpenGL", "Level", 0, _whole),
        spare_folder=settings.get("Data", "SpareDir", None, lambda text: base / text),
        mirror_folder=settings.get("Data", "MirrorDir", None, lambda text: base / text),
        lockdown=_lockdown(settings),
        problems=tuple(settings.problems),
    )


def _parse(path: Path) -> configparser.ConfigParser:
    parser = configparser.ConfigParser(interpolation=None, strict=False)
    try:
        parser.read_string(_decode(path.read_bytes()), source=str(path))
    except (OSError, UnicodeError, configparser.Error) as error:
        raise ConfigError(
            f"The settings file {path} cannot be read: {str(error).splitlines()[0]}",
            "Correct the file, or replace it with config/user.ini.example.",
        ) from error
    return parser


def _decode(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030")


def _lockdown(settings: Settings) -> Lockdown:
    level = LEVELS[settings.get("Lockdown", "Level", STANDARD_LEVEL, _lockdown_level)]
    return replace(
        level,
        **{
            field: settings.get("Lockdown", key, getattr(level, field), _yes_or_no)
            for key, field in SWITCHES.items()
        },
    )


def _lockdown_level(text: str) -> int:
    level = _whole(text)
    if level not in range(len(LEVELS)):
        raise ValueError(f"is not between 0 and {len(LEVELS) - 1}")
    return level


def _seat(text: str) -> str:
    if len(text) > LONGEST_SEAT:
        raise ValueError(f"has more than {LONGEST_SEAT} characters")
    return text


def _language(text: str) -> str:
    for language in LANGUAGES:
        if text.replace("-", "_").casefold() == language.casefold():
            return language
    raise ValueError(f"is not one of {', '.join(LANGUAGES)}")


def _whole(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise ValueError("is not a whole number") from None


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise ValueError("is not a number") from None


def _zoom(text: str) -> float:
    zoom = _number(text.rstrip("%")) / (100 if text.endswith("%") else 1)
    if not 0.5 <= zoom <= 3:
        raise ValueError("is not between 0.5 and 3")
    return zoom


def _yes_or_no(text: str) -> bool:
    if text.casefold() in YES:
        return True
    if text.casefold() in NO:
        return False
    raise ValueError("is not yes or no")
