"""Zip files made in a test: good ones, and such as no zip program would write."""

import io
import stat
import zipfile
from collections.abc import Mapping


def zipped(files: Mapping[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip file of these members."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as opened:
        for name, content in files.items():
            info = zipfile.ZipInfo(name)
            info.compress_type = method
            opened.writestr(info, content)
    return target.getvalue()


def zipped_link(name: str, target: str) -> bytes:
    """A zip file with one symbolic link."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as opened:
        info = zipfile.ZipInfo(name)
        info.create_system = 3
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        opened.writestr(info, target)
    return made.getvalue()


def renamed(data: bytes, old: str, new: bytes) -> bytes:
    """The zip file with the name of a member replaced by raw bytes of the same length."""
    assert len(old) == len(new)
    return data.replace(old.encode("ascii"), new)
