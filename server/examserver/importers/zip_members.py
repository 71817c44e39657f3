"""The members of a zip file: its directory read and checked, each member inflated by hand and counted.

Rule: nothing that a header says is believed before the bytes have shown it. Source: PKWARE's APPNOTE 6.3.
"""

import io
import re
import stat
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from examserver.errors import PaperFileError
from examserver.importers.notes import Note

MAX_MEMBER_BYTES = 128 * 2**20
MAX_RATIO = 200
_RATIO_FROM = 2**20
_CHUNK = 2**18
_LOCAL_HEADER = 30
_ENCRYPTED, _UTF8 = 0x1, 0x800
# What stands in names in UTF-8: Latin with accents, Greek, Cyrillic, and all from Devanagari on.
_LIKELY_NAMES = re.compile("[\0-\u017f\u0386-\u03ce\u0400-\u045f\u0900-\U0010ffff]*")
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


@dataclass(frozen=True, slots=True)
class ZipMember:
    """One member. `packed` is what stands in the file for it; size (bytes) and checksum are the header's."""

    name: str
    packed: memoryview
    is_stored: bool
    size: int
    checksum: int

    def check(self) -> None:
        """Inflate it once, keeping nothing; raises PaperFileError."""
        for _ in self._pieces():
            pass

    def read(self) -> bytes:
        """All its bytes; raises PaperFileError."""
        return b"".join(self._pieces())

    def _pieces(self) -> Iterator[bytes]:
        counted = checksum = 0
        for piece in self._inflated():
            counted += len(piece)
            checksum = zlib.crc32(piece, checksum)
            self._check_size(counted)
            yield piece
        if counted != self.size or checksum != self.checksum:
            raise _corrupt(f"“{self.name}” is damaged")

    def _check_size(self, counted: int) -> None:
        too_much = counted > max(_RATIO_FROM, len(self.packed) * MAX_RATIO)
        if counted > MAX_MEMBER_BYTES or counted > self.size or too_much:
            raise PaperFileError(
                f"“{self.name}” becomes larger than it says or than a paper needs.",
                "Make the package again, with smaller files.",
                code="ZIP_BOMB",
            )

    def _inflated(self) -> Iterator[bytes]:
        if self.is_stored:
            for start in range(0, len(self.packed), _CHUNK):
                yield bytes(self.packed[start : start + _CHUNK])
            return
        inflater = zlib.decompressobj(-zlib.MAX_WBITS)
        waiting: bytes | memoryview = self.packed
        try:
            while waiting and not inflater.eof:
                piece = inflater.decompress(waiting, _CHUNK)
                waiting = inflater.unconsumed_tail
                yield piece
            yield inflater.flush()
        except zlib.error as error:
            raise _corrupt(f"“{self.name}” is damaged") from error


def zip_members(data: bytes, most: int) -> tuple[list[ZipMember], tuple[Note, ...]]:
    """The members, at most `most`, and what to say about their names; raises PaperFileError (`ZIP_...`)."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as opened:
            headers = opened.infolist()
    except (zipfile.BadZipFile, ValueError, OverflowError, NotImplementedError, EOFError) as error:
        raise _corrupt("The file is no zip file, or a damaged one") from error
    if len(headers) > most:
        raise PaperFileError(
            f"The package has more than {most:,} files.", "Use several packages.", code="ZIP_BOMB"
        )
    whole = memoryview(data)
    encoding = _encoding_of_names(headers)
    members = [_member(header, _name_of(header, encoding), whole) for header in headers]
    return members, (_names_note(encoding, headers),) if encoding else ()


def _member(header: zipfile.ZipInfo, name: str, whole: memoryview) -> ZipMember:
    _check_kind(header, name)
    at = header.header_offset
    head = bytes(whole[at : at + _LOCAL_HEADER])
    if len(head) < _LOCAL_HEADER or not head.startswith(b"PK\x03\x04"):
        raise _corrupt(f"“{name}” is damaged")
    start = at + _LOCAL_HEADER + int.from_bytes(head[26:28], "little") + int.from_bytes(head[28:30], "little")
    packed = whole[start : start + header.compress_size]
    if len(packed) < header.compress_size:
        raise _corrupt(f"“{name}” is cut off")
    is_stored = header.compress_type == zipfile.ZIP_STORED
    return ZipMember(name, packed, is_stored, header.file_size, header.CRC)


def _check_kind(header: zipfile.ZipInfo, name: str) -> None:
    if header.flag_bits & _ENCRYPTED:
        raise PaperFileError(
            f"“{name}” is encrypted.", "Make the package again without a password.", code="ZIP_ENCRYPTED"
        )
    if stat.S_ISLNK(header.external_attr >> 16):
        raise PaperFileError(
            f"“{name}” is a link to another file.", "Put the file itself in.", code="ZIP_SYMLINK"
        )
    if header.compress_type not in _METHODS:
        raise PaperFileError(
            f"“{name}” is packed in a way that is not read (method {header.compress_type}).",
            "Make the package again as a plain zip file.",
            code="ZIP_METHOD",
        )


def _encoding_of_names(headers: list[zipfile.ZipInfo]) -> str:
    """The encoding of all names that say none, found by trying; empty where every name says its own.

    Zip programs of Chinese Windows write GBK. The GBK of “图片” is UTF-8 by chance, for signs that no file
    is named with: such UTF-8 is not believed.
    """
    raw = b"\n".join(_raw_name(header) for header in headers if not _says_its_encoding(header))
    if not raw:
        return ""
    as_utf8 = _decoded(raw, "utf-8")
    as_chinese = _decoded(raw, "gb18030")
    if as_utf8 is not None and (as_chinese is None or _LIKELY_NAMES.fullmatch(as_utf8)):
        return "utf-8"
    return "cp437" if as_chinese is None else "gb18030"


def _decoded(raw: bytes, encoding: str) -> str | None:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        return None


def _says_its_encoding(header: zipfile.ZipInfo) -> bool:
    return bool(header.flag_bits & _UTF8) or header.orig_filename.isascii()


def _raw_name(header: zipfile.ZipInfo) -> bytes:
    """`zipfile` reads a name without the UTF-8 flag as CP437; `orig_filename` is not cut at a zero byte."""
    return header.orig_filename.encode("cp437")


def _name_of(header: zipfile.ZipInfo, encoding: str) -> str:
    return header.orig_filename if _says_its_encoding(header) else _raw_name(header).decode(encoding)


def _names_note(encoding: str, headers: list[zipfile.ZipInfo]) -> Note:
    example = next(_name_of(header, encoding) for header in headers if not _says_its_encoding(header))
    return Note(
        "ZIP_NAMES",
        f"Names in the package say no encoding; they were read as {encoding.upper()}, such as “{example}”.",
    )


def _corrupt(what: str) -> PaperFileError:
    return PaperFileError(f"{what}.", "Make the package again, or copy it again.", code="ZIP_CORRUPT")
