"""What is wrong with the settings, in a form that the log says in English and the screen in its language."""

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

LONGEST = 60
"""Characters of a value that are repeated: enough to find it by."""


class SettingFlaw(StrEnum):
    """Why something in the settings is not used as it stands there."""

    NOT_READ = "not_read"
    """The whole file; `why` says what the system says."""

    STRAY = "stray"
    """A line that is no section, no setting and no comment."""

    UNKNOWN = "unknown"
    """A section or key that there is none of."""

    TWICE = "twice"
    """Given more than once, with different values: the last one counts."""

    SENSELESS = "senseless"
    """A value that cannot be used; `used` is taken instead."""

    NOT_HERE = "not_here"
    """A setting that may be given in `user.ini` only."""

    MORE = "more"
    """And so many more that are not named one by one."""


@dataclass(frozen=True, slots=True)
class SettingProblem:
    """One of them. `source` is the file's path or COMMAND_LINE; `line` counts from 1, 0 for none."""

    COMMAND_LINE: ClassVar = "the command line"

    flaw: SettingFlaw
    source: str
    line: int = 0
    name: str = ""
    value: str = ""
    why: str = ""
    used: str = ""

    def __str__(self) -> str:
        """The sentence for log and terminal, in one line."""
        place = f"{self.source}, line {self.line}" if self.line else self.source
        return _printable(f"{place}: {self._what()}")

    @property
    def setting(self) -> str:
        """`[OpenGL] Level=high`, cut and without anything that would break a line."""
        value = _printable(_cut(self.value))
        return f"{self.label}={value}" if self.name else value

    @property
    def label(self) -> str:
        """`[OpenGL] Level`, the same."""
        return _printable(_cut(self.name))

    def _what(self) -> str:
        return {
            SettingFlaw.NOT_READ: f"the file cannot be read: {self.why}. Nothing in it is used.",
            SettingFlaw.STRAY: f"this is no setting: {self.setting}",
            SettingFlaw.UNKNOWN: f"there is no such setting: {self.setting}",
            SettingFlaw.TWICE: f"{self.setting}: was given before with another value. The last one is used.",
            SettingFlaw.SENSELESS: f"{self.setting}: {self.why}. Using {self.used}.",
            SettingFlaw.NOT_HERE: f"{self.setting}: can only be set in user.ini beside the program.",
            SettingFlaw.MORE: f"{self.value} more problems.",
        }[self.flaw]


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def _printable(text: str) -> str:
    return "".join(sign if sign.isprintable() else " " if sign.isspace() else "\ufffd" for sign in text)
