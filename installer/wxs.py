"""Writes the .wxs that `wixl` reads: folders and files of the package, and little more.

Rule: wixl knows a small part of the language, and fails at any letter beyond ASCII. What it has no words for,
`tables.py` adds afterwards.
"""

from collections.abc import Sequence
from pathlib import PurePosixPath
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from installer.product import (
    NAME,
    PROGRAM,
    UPGRADE_CODE,
    component_guid,
    component_id,
    file_id,
    folder_id,
    guid,
)

BUILD_OF_WINDOWS = r"SOFTWARE\Microsoft\Windows NT\CurrentVersion"
REMEMBERED = rf"SOFTWARE\{NAME}"
"""Where the answers of an installation are kept for its upgrades: what was chosen once is not asked again."""

SEARCHES = {
    "WINDOWSBUILD": (BUILD_OF_WINDOWS, "CurrentBuildNumber"),
    "WASINSTALLDIR": (REMEMBERED, "InstallDir"),
    "WASDATADIR": (REMEMBERED, "DataDir"),
    "WASDESKTOPSHORTCUT": (REMEMBERED, "DesktopShortcut"),
    "WASAUTOSTART": (REMEMBERED, "AutoStart"),
}
"""Property to key and value in the registry, read before anything is decided."""

DATA, MEMORY = ":data", ":memory"
"""The places of what has no file: the data folder, and what is remembered."""

MEMORIES = {
    "InstallDir": "[INSTALLDIR]",
    "DataDir": "[DATAFOLDER]",
    "DesktopShortcut": "[DESKTOPSHORTCUT]",
    "AutoStart": "[AUTOSTART]",
}
SYSTEM_FOLDERS = ("ProgramMenuFolder", "DesktopFolder", "StartupFolder")


def write_wxs(files: Sequence[PurePosixPath], version: str, product_code: str) -> str:
    """The text of the .wxs; `files` are paths below the folder that wixl is started in."""
    wix = Element("Wix", xmlns="http://schemas.microsoft.com/wix/2006/wi")
    product = SubElement(
        wix,
        "Product",
        Id=product_code,
        UpgradeCode=guid(UPGRADE_CODE),
        Name=NAME,
        Version=version,
        Manufacturer=NAME,
        Language="0",
    )
    SubElement(product, "Package", InstallerVersion="500", Compressed="yes", InstallScope="perMachine")
    SubElement(product, "Media", Id="1", Cabinet="files.cab", EmbedCab="yes")
    SubElement(product, "MajorUpgrade", DowngradeErrorMessage="-")
    SubElement(product, "Icon", Id=PROGRAM, SourceFile=PROGRAM)
    _searches(product)
    parts = _folders(product, files)
    feature = SubElement(product, "Feature", Id=NAME, Level="1")
    for part in parts:
        SubElement(feature, "ComponentRef", Id=part)
    indent(wix)
    return tostring(wix, encoding="unicode", xml_declaration=True)


def _searches(product: Element) -> None:
    for name, (key, value) in SEARCHES.items():
        where = {"Root": "HKLM", "Key": key, "Name": value, "Type": "raw", "Win64": "yes"}
        found = SubElement(product, "Property", Id=name)
        SubElement(found, "RegistrySearch", {"Id": f"search_{name}", **where})


def _folders(product: Element, files: Sequence[PurePosixPath]) -> list[str]:
    """All folders with what lies in them; the keys of their components."""
    root = SubElement(product, "Directory", Id="TARGETDIR", Name="SourceDir")
    for name in SYSTEM_FOLDERS:
        SubElement(root, "Directory", Id=name, Name=".")
    programs = SubElement(root, "Directory", Id="ProgramFiles64Folder")
    top = PurePosixPath()
    folders = {top: SubElement(programs, "Directory", Id=folder_id(top), Name=NAME)}
    parts = [_file(_folder(folders, file.parent), file) for file in files]
    data = SubElement(root, "Directory", Id="CommonAppDataFolder")
    place = SubElement(data, "Directory", Id="DATAFOLDER", Name=NAME)
    SubElement(_component(place, DATA), "CreateFolder")
    return [*parts, component_id(DATA), _memory(folders[top])]


def _folder(folders: dict[PurePosixPath, Element], path: PurePosixPath) -> Element:
    if path not in folders:
        above = _folder(folders, path.parent)
        folders[path] = SubElement(above, "Directory", Id=folder_id(path), Name=path.name)
    return folders[path]


def _file(folder: Element, file: PurePosixPath) -> str:
    """One file, one component: so an upgrade knows of each by itself."""
    component = _component(folder, file.as_posix())
    SubElement(component, "File", Id=file_id(file), Source=file.as_posix(), KeyPath="yes")
    if file == PurePosixPath(PROGRAM):
        SubElement(component, "CreateFolder")
    return component_id(file.as_posix())


def _memory(folder: Element) -> str:
    component = _component(folder, MEMORY)
    for name, value in MEMORIES.items():
        said = {"Root": "HKLM", "Key": REMEMBERED, "Name": name, "Value": value, "Type": "string"}
        SubElement(component, "RegistryValue", {"KeyPath": "yes" if name == "InstallDir" else "no", **said})
    return component_id(MEMORY)


def _component(folder: Element, place: str) -> Element:
    return SubElement(folder, "Component", Id=component_id(place), Guid=component_guid(place), Win64="yes")
