"""Builds ExamClient.exe from installer/launcher/*.c: the same bytes for the same version, on every system."""

import tempfile
from collections.abc import Mapping
from pathlib import Path

from examclient.domain.judging import SUPPORTED_BUILD
from examclient.environment import FOREIGN, KEEP
from examclient.lockdown.watchdog import CRASHES
from installer.compiler import TOOLS, compile_program
from installer.exe_resources import icon_resources, manifest_resource, res_file, version_resource
from installer.icon import SIZES, picture
from installer.product import PROGRAM

SOURCES = Path(__file__).resolve().parent / "launcher"
MANIFEST = SOURCES / "ExamClient.exe.manifest"
PYTHON = "python313"
"""The base name of Python's DLL, and of the file beside it that says where its parts lie."""

ISOLATED, NO_BYTECODE = "-I", "-B"
"""Python heeds neither variables nor the user's packages, and leaves no files in the installation folder."""

OPTIONS = (
    "-Oz",
    "-s",
    "-Wall",
    "-Wextra",
    "-Werror",
    "-Wl,--subsystem,windows",
    "-Wl,-e,begin",
    "-lkernel32",
)


def build_launcher(out: Path, version: str, tools: Path = TOOLS) -> None:
    """Write the program to `out`; `version` is shown in its properties. Raises BuildError."""
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        (work / "names.h").write_text(names_header(), encoding="utf-8")
        (work / "launcher.res").write_bytes(resources(version))
        made = work / out.name
        sources = [*sorted(SOURCES.glob("*.c")), work / "launcher.res"]
        compile_program(sources, made, [*OPTIONS, "-I", str(work)], tools)
        out.write_bytes(made.read_bytes())


def names_header() -> str:
    """The names that the launcher shares with the client, as C has them."""
    texts = {
        "CLIENT": "examclient",
        "PYTHON_DLL": f"{PYTHON}.dll",
        "PYTHON_PATHS": f"{PYTHON}._pth",
        "PYTHON_LIBRARY": f"{PYTHON}.zip",
        "CLIENT_FOLDER": r"client\\examclient",
        "ISOLATED": ISOLATED,
        "NO_BYTECODE": NO_BYTECODE,
        "KEEP": KEEP,
        "CRASHES": CRASHES,
    }
    lines = [f'#define {name} L"{text}"' for name, text in texts.items()]
    starts = ", ".join(f'L"{start}"' for start in FOREIGN)
    return "\n".join(
        [*lines, f"#define FOREIGN_STARTS {starts}", f"#define OLDEST_BUILD {SUPPORTED_BUILD}", ""]
    )


def resources(version: str) -> bytes:
    """Icon, version and manifest, as the linker takes them."""
    icon = icon_resources({size: picture(size) for size in SIZES})
    manifest = manifest_resource(MANIFEST.read_text(encoding="utf-8"))
    return res_file([*icon, version_resource(version, words_about(version)), manifest])


def words_about(version: str) -> Mapping[str, str]:
    """What the properties of the file say."""
    return {
        "FileDescription": "ExamClient",
        "FileVersion": version,
        "InternalName": "ExamClient",
        "LegalCopyright": "Apache License 2.0",
        "OriginalFilename": PROGRAM,
        "ProductName": "ExamClient",
        "ProductVersion": version,
    }
