"""Builds the installer: `python3 run.py msi --out D`."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from examclient.version import VERSION
from installer.errors import BuildError
from installer.launcher import build_launcher
from installer.msi import build_msi
from installer.packaging_rules import faults_of
from installer.product import PROGRAM
from installer.signing import Signer, sign
from installer.sources import PythonZip, gather
from installer.tree import ROOT, build_tree, files_of

MEGABYTE = 1_000_000


def main(arguments: Sequence[str] | None = None) -> int:
    """Build, and say what was made; returns the exit code: 0, or 1 where it could not be built."""
    options = _parse(arguments)
    try:
        print(_build(options))
    except (BuildError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _build(options: argparse.Namespace) -> str:
    """Fetch, lay out, look at every program, pack; returns the line about it."""
    given = PythonZip(options.python_zip, options.sha256) if options.python_zip else None
    print(f"Fetching Python and the packages for Windows into {options.work} ...", flush=True)
    sources = gather(options.work, given)
    print("Laying out the installation folder ...", flush=True)
    tree = options.work / "tree"
    build_tree(tree, sources)
    build_launcher(tree / PROGRAM, options.version)
    signer = _signer(options)
    if signer:
        sign(tree / PROGRAM, signer)
    _require_rules(tree)
    if options.tree_only:
        return f"{tree}: {_size_of(tree)}"
    print("Packing ...", flush=True)
    options.out.mkdir(parents=True, exist_ok=True)
    package = build_msi(tree, options.out, options.version)
    if signer:
        sign(package, signer)
    return f"{package}: {package.stat().st_size / MEGABYTE:.1f} MB; installed {_size_of(tree)}"


def _signer(options: argparse.Namespace) -> Signer | None:
    if not options.certificate:
        return None
    return Signer(options.certificate, options.password_file, options.timestamp)


def _require_rules(tree: Path) -> None:
    faults = faults_of(tree)
    if faults:
        raise BuildError("This must not be installed on a machine:\n" + "\n".join(faults))


def _size_of(tree: Path) -> str:
    files = files_of(tree)
    return f"{sum(file.stat().st_size for file in files) / MEGABYTE:.1f} MB in {len(files)} files"


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser("run.py msi", description=__doc__)
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="where the .msi goes")
    parser.add_argument("--python-zip", type=Path, metavar="FILE", help="python.org's embeddable zip")
    parser.add_argument("--sha256", metavar="HEX", help="the zip's SHA-256, as python.org states it")
    parser.add_argument("--version", default=VERSION, help="another version than the client's, for trials")
    parser.add_argument("--tree-only", action="store_true", help="lay the folder out and stop there")
    parser.add_argument(
        "--work",
        type=Path,
        default=ROOT / "build" / "msi",
        metavar="DIR",
        help="downloads, kept from run to run",
    )
    signing = parser.add_argument_group("signing the program and the package")
    signing.add_argument(
        "--certificate", type=Path, metavar="FILE", help="PKCS#12 (.pfx), with the key in it"
    )
    signing.add_argument("--password-file", type=Path, metavar="FILE", help="nothing but its password")
    signing.add_argument("--timestamp", default="", metavar="URL", help="an authority that states the time")
    options = parser.parse_args(arguments)
    if bool(options.python_zip) != bool(options.sha256):
        parser.error("--python-zip and --sha256 go together")
    if bool(options.certificate) != bool(options.password_file):
        parser.error("--certificate and --password-file go together")
    return options


if __name__ == "__main__":
    sys.exit(main())
