"""Writes the golden files of an answer package, once: `python -m tests.protocol.make_golden_package FOLDER`.

Rule: a folder that is there is never written again; a new version gets a folder of its own.
"""

import sys
from pathlib import Path

from examprotocol.canonical import canonical_bytes
from examprotocol.package_attachments import seal_attachment
from examprotocol.package_name import chunk_name
from examprotocol.package_seal import seal_package
from examprotocol.short_code import short_code
from tests.protocol.packages import PASSWORD, SERVICE, STATION, make_package, public

ATTACHED_NAME, ATTACHED = "图 1.txt", "作图题的附件\n".encode()


def write_golden_package(folder: Path) -> None:
    """Write a package of version 1, the chunk beside it, who opens it, and what is in it."""
    folder.mkdir(parents=True)
    attachment, (chunk,) = seal_attachment(ATTACHED_NAME, ATTACHED)
    package = make_package(attachments=(attachment,))
    data = seal_package(package, STATION, PASSWORD, public(SERVICE))
    (folder / package.name).write_bytes(data)
    (folder / chunk_name(package.name, 1)).write_bytes(chunk)
    (folder / "content.json").write_bytes(canonical_bytes(package))
    (folder / "short_code.txt").write_text(short_code(data), encoding="utf-8")
    (folder / "password.txt").write_text(PASSWORD, encoding="utf-8")
    (folder / "service.jwk").write_text(SERVICE.export(), encoding="utf-8")
    (folder / "station.jwk").write_bytes(canonical_bytes(public(STATION)))


if __name__ == "__main__":
    write_golden_package(Path(sys.argv[1]))
