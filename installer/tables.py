"""The rows that wixl has no words for: what becomes of `user.ini`, shortcuts, rights, and older versions.

Rule: `user.ini` belongs to the admin. It is laid down once and never replaced or removed, and only those of
its keys are written that the command line names.
"""

from collections.abc import Iterator

from examclient.domain.settings import KEYS
from installer.course import INI_FIELDS, course
from installer.product import (
    NAME,
    PROGRAM,
    SETTINGS,
    SHORTCUT,
    UPGRADE_CODE,
    component_id,
    guid,
    identifier,
)
from installer.rows import (
    FOR_64_BITS,
    KNOWN_BY_REGISTRY,
    NEVER_OVERWRITE,
    PERMANENT,
    component,
    delete,
    insert,
    update,
)

MIGRATE_FEATURES, WITH_HIGHEST = 1, 512
"""Attributes of an upgrade."""

PATHS = ("ENROLFILE", "DATADIR")
"""Their values stand in quotation marks: a folder may have a semicolon in its name."""

SHORTCUTS = {"DesktopFolder": 'DESKTOPSHORTCUT <> "0"', "StartupFolder": 'AUTOSTART <> "0"'}
"""Folder to the condition for a shortcut there; the one in the start menu comes with the program."""

DATA_RIGHTS = "D:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;CI;0x1301bf;;;BU)(A;OIIO;0x13019f;;;BU)"
"""Every user of the machine reads, writes and deletes what any other has made, since answers outlive a login;
no file of it can be started as a program."""
PROGRAM_RIGHTS = "D:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;0x1200a9;;;BU)"
"""As below Program Files, also where INSTALLDIR names a disk on which everybody may write."""


def statements(version: str) -> Iterator[str]:
    """All SQL, in order, that makes wixl's package the whole one."""
    yield from course()
    yield from _upgrade(version)
    yield from _settings_file()
    yield from _shortcuts()
    yield from _rights()


def _upgrade(version: str) -> Iterator[str]:
    """An older version is replaced, and so is another build of this one."""
    yield delete("Upgrade", ("VersionMax", version))
    yield insert(
        "Upgrade",
        UpgradeCode=guid(UPGRADE_CODE),
        VersionMax=version,
        Attributes=MIGRATE_FEATURES | WITH_HIGHEST,
        ActionProperty="WIX_UPGRADE_DETECTED",
    )


def _settings_file() -> Iterator[str]:
    kept = PERMANENT | NEVER_OVERWRITE | FOR_64_BITS
    yield update("Component", ("Component", component_id(SETTINGS)), Attributes=kept)
    yield (
        "CREATE TABLE `IniFile` (`IniFile` CHAR(72) NOT NULL, `FileName` CHAR(255) NOT NULL LOCALIZABLE, "
        "`DirProperty` CHAR(72), `Section` CHAR(96) NOT NULL LOCALIZABLE, "
        "`Key` CHAR(128) NOT NULL LOCALIZABLE, `Value` CHAR(255) NOT NULL LOCALIZABLE, "
        "`Action` INT NOT NULL, `Component_` CHAR(72) NOT NULL PRIMARY KEY `IniFile`)"
    )
    keys = {key.field: key for key in KEYS}
    for name, field in INI_FIELDS.items():
        yield from component(f":{name}", f'{name} <> ""', PERMANENT)
        yield _ini_line(name, keys[field].section, keys[field].name)


def _ini_line(name: str, section: str, key: str) -> str:
    return insert(
        "IniFile",
        IniFile=identifier("ini", f":{name}"),
        FileName=SETTINGS,
        DirProperty="INSTALLDIR",
        Section=section,
        Key=key,
        Value=f'"[{name}]"' if name in PATHS else f"[{name}]",
        Action=0,  # written, whether there was such a line or not
        Component_=component_id(f":{name}"),
    )


def _shortcuts() -> Iterator[str]:
    yield _shortcut("ProgramMenuFolder", PROGRAM)
    for folder, condition in SHORTCUTS.items():
        place = f":{folder}"
        key = identifier("registry", place)
        yield from component(place, condition, KNOWN_BY_REGISTRY, key)
        yield insert(
            "Registry",
            Registry=key,
            Root=2,  # of the machine
            Key=rf"SOFTWARE\{NAME}\Shortcuts",
            Name=folder,
            Value="1",
            Component_=component_id(place),
        )
        yield _shortcut(folder, place)


def _shortcut(folder: str, place: str) -> str:
    return insert(
        "Shortcut",
        Shortcut=identifier("shortcut", folder),
        Directory_=folder,
        Name=f"EXAMCLNT|{SHORTCUT}",
        Component_=component_id(place),
        Target=f"[INSTALLDIR]{PROGRAM}",
        WkDir="INSTALLDIR",
    )


def _rights() -> Iterator[str]:
    yield (
        "CREATE TABLE `MsiLockPermissionsEx` (`MsiLockPermissionsEx` CHAR(72) NOT NULL, "
        "`LockObject` CHAR(72) NOT NULL, `Table` CHAR(32) NOT NULL, `SDDLText` CHAR(0) NOT NULL, "
        "`Condition` CHAR(255) PRIMARY KEY `MsiLockPermissionsEx`)"
    )
    for folder, rights in {"INSTALLDIR": PROGRAM_RIGHTS, "DATAFOLDER": DATA_RIGHTS}.items():
        yield insert(
            "MsiLockPermissionsEx",
            MsiLockPermissionsEx=identifier("rights", folder),
            LockObject=folder,
            Table="CreateFolder",
            SDDLText=rights,
        )
