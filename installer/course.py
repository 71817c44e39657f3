"""The course of an installation: what is set, what is refused, and in which order things happen.

Rule: what an installation was told stays so in its upgrades, unless they are told otherwise.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from examclient.domain.judging import SUPPORTED_BUILD
from installer import sentences
from installer.product import PROGRAM
from installer.rows import insert, update
from installer.wxs import SEARCHES

INI_FIELDS = {
    "ENROLFILE": "enrol_file",
    "SEAT": "seat",
    "DATADIR": "data_folder",
    "LANG": "language",
    "LEVEL": "drawing_level",
}
"""Property of the command line to the field of the client's Config that it sets in `user.ini`."""

CHOICES = ("INSTALLDIR", "DESKTOPSHORTCUT", "AUTOSTART")
"""The other properties of the command line."""

PROPERTIES = {
    "ARPNOMODIFY": "1",
    "ARPPRODUCTICON": PROGRAM,
    "MSIRESTARTMANAGERCONTROL": "DisableShutdown",  # no candidate's client is closed by an upgrade
    "REBOOT": "ReallySuppress",  # nor is the machine started again under anybody's hands
    "REINSTALLMODE": "amus",  # an upgrade lays every file down, be the old one's version what it may
}

A_FOLDER = 'NOT {0} OR ({0} >< ":\\" AND NOT {0} >> ":\\")'
LAUNCH_CONDITIONS = {
    "Installed OR VersionNT64": sentences.NOT_64_BIT,
    f"Installed OR WINDOWSBUILD >= {SUPPORTED_BUILD}": sentences.TOO_OLD,
    "Installed OR " + A_FOLDER.format("DATADIR"): sentences.NO_DATA_FOLDER,
    "Installed OR " + A_FOLDER.format("INSTALLDIR"): sentences.NO_INSTALL_FOLDER,
    "Installed OR NOT WIX_DOWNGRADE_DETECTED": sentences.NEWER_IS_HERE,
}

REMOVED = 'REMOVE = "ALL" AND NOT UPGRADINGPRODUCTCODE'
NO_FULL_PATH = 'ENROLFILE AND NOT (ENROLFILE >< ":" OR ENROLFILE << "\\") AND NOT Installed'


@dataclass(frozen=True, slots=True)
class Setting:
    """A property that is set on the way: when, to what, and under which condition."""

    sequence: int
    name: str
    value: str
    condition: str = ""


SETTINGS_ON_THE_WAY = (
    Setting(101, "INSTALLDIR", "[WASINSTALLDIR]", "NOT INSTALLDIR AND WASINSTALLDIR"),
    Setting(102, "DATAFOLDER", "[WASDATADIR]", "NOT DATADIR AND WASDATADIR"),
    Setting(103, "DATAFOLDER", "[DATADIR]", "DATADIR"),
    Setting(104, "DESKTOPSHORTCUT", "[WASDESKTOPSHORTCUT]", "NOT DESKTOPSHORTCUT AND WASDESKTOPSHORTCUT"),
    Setting(105, "DESKTOPSHORTCUT", "1", "NOT DESKTOPSHORTCUT"),
    Setting(106, "AUTOSTART", "[WASAUTOSTART]", "NOT AUTOSTART AND WASAUTOSTART"),
    Setting(107, "AUTOSTART", "0", "NOT AUTOSTART"),
    Setting(852, "ENROLFILE", "[SourceDir][ENROLFILE]", NO_FULL_PATH),
    Setting(1001, "ARPINSTALLLOCATION", "[INSTALLDIR]"),
    Setting(1002, "ARPCOMMENTS", sentences.WHERE_ANSWERS_ARE),
    Setting(1003, "ANSWERSARELEFT", sentences.WHERE_ANSWERS_ARE, REMOVED),  # so that it stands in the log
)
"""In the order of their numbers."""

ACTIONS = (
    ("ResolveSource", NO_FULL_PATH, 851),
    ("RemoveShortcuts", "", 3200),
    ("CreateShortcuts", "", 4500),
    ("WriteIniValues", "NOT Installed", 5100),  # a repair knows no command line, and would write empty values
)
BEFORE_COSTING = 800
"""What is set earlier is set in the part that a person sees too, and handed on from there."""
OLD_ONE_GOES = 1501
"""After InstallInitialize: where the new version cannot be installed, the old one comes back."""


def course() -> Iterator[str]:
    """The SQL for properties, launch conditions and sequences."""
    yield from _properties()
    yield from _conditions()
    yield update("InstallExecuteSequence", ("Action", "RemoveExistingProducts"), Sequence=OLD_ONE_GOES)
    for action, condition, number in ACTIONS:
        yield insert("InstallExecuteSequence", Action=action, Condition=condition, Sequence=number)
    for setting in SETTINGS_ON_THE_WAY:
        yield from _setting(setting)


def _properties() -> Iterator[str]:
    for name, value in PROPERTIES.items():
        yield insert("Property", Property=name, Value=value)
    found = ("WIX_DOWNGRADE_DETECTED", "WIX_UPGRADE_DETECTED", "DATAFOLDER")
    handed_on = ";".join(sorted({*INI_FIELDS, *CHOICES, *SEARCHES, *found}))
    yield update("Property", ("Property", "SecureCustomProperties"), Value=handed_on)


def _conditions() -> Iterator[str]:
    yield "DELETE FROM `LaunchCondition`"
    for condition, sentence in LAUNCH_CONDITIONS.items():
        yield insert("LaunchCondition", Condition=condition, Description=sentence)


def _setting(setting: Setting) -> Iterator[str]:
    name, number = f"Set{setting.sequence}{setting.name}", setting.sequence
    yield insert("CustomAction", Action=name, Type=51, Source=setting.name, Target=setting.value)
    parts = ["InstallExecuteSequence"] + ["InstallUISequence"] * (number < BEFORE_COSTING)
    for part in parts:
        yield insert(part, Action=name, Condition=setting.condition, Sequence=number)
