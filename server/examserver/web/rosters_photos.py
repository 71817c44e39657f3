"""Takes photos of candidates in: a zip file, or one picture, sent as the body.

Rule: it goes to the disk piece by piece, so many bytes at most; the reply tells how far it is, line by line.
"""

import os
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from urllib.parse import unquote

import anyio.to_thread
import msgspec
from starlette.concurrency import iterate_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from examserver.errors import OrderError, SiteError
from examserver.services.rosters.orders import NotePhotos
from examserver.services.rosters.photos import (
    MOST_BYTES,
    PhotoDone,
    keep_photos,
    offered_photos,
    photo_in,
)
from examserver.storage.disk_room import Use, require_room
from examserver.storage.files import TEMP_PREFIX
from examserver.storage.folder import ServiceFolder
from examserver.web.pages import HEADERS
from examserver.web.rosters import LONGEST_NAME, PAGE, refused_upload
from examserver.web.visits import Visit

LARGEST = 256 << 20
"""Bytes of a zip file; larger ones go in several parts, or by the command line."""

LONGEST_LENGTH = 16
"""Digits of a stated size: a longer one is none."""

ZIP = b"PK"
NAMED = 10
TOLD_EACH = 5


async def take_photos(visit: Visit) -> Response:
    """POST rosters/photos."""
    file = _new_file(visit.desks.rosters.folder)
    try:
        await _receive(visit.request, file)
        known = await visit.desks.rosters.known()
    except SiteError as error:
        file.unlink(missing_ok=True)
        return refused_upload(visit, error)
    except BaseException:
        file.unlink(missing_ok=True)
        raise
    name = unquote(visit.request.headers.get("x-file-name", ""), errors="replace")[:LONGEST_NAME]
    lines = _told(visit, file, name, known)
    return StreamingResponse(lines, 200, HEADERS, "application/x-ndjson")


def _new_file(folder: ServiceFolder) -> Path:
    """Where a start clears leftovers away."""
    place = folder.database.parent
    place.mkdir(mode=0o700, exist_ok=True)
    descriptor, name = tempfile.mkstemp(prefix=TEMP_PREFIX, dir=place)
    os.close(descriptor)
    return Path(name)


async def _receive(request: Request, file: Path) -> None:
    """Write the body; raises OrderError for one that is too large, StorageError where it has no room.

    What it says of its size is looked at before anything is written, what comes is counted.
    """
    stated = _stated_size(request)
    _require_size(stated, LARGEST)
    require_room(file.parent, Use.PHOTO, stated or LARGEST)
    size, begins = 0, b""
    async with await anyio.open_file(file, "wb") as target:
        async for chunk in request.stream():
            size += len(chunk)
            begins = begins or chunk[: len(ZIP)]
            _require_size(size, LARGEST if begins == ZIP else MOST_BYTES)
            await target.write(chunk)


def _stated_size(request: Request) -> int:
    """What a request says of its body, 0 where it says nothing."""
    length = request.headers.get("content-length", "")
    return int(length) if length.isascii() and length.isdecimal() and len(length) < LONGEST_LENGTH else 0


def _require_size(size: int, most: int) -> None:
    if size <= most:
        return
    if most == LARGEST:
        raise OrderError("The file is too large for this.", "Give it in several parts, one after the other.")
    raise OrderError("The picture is larger than 10 MB.", "Make it smaller, or choose another one.")


async def _told(visit: Visit, file: Path, name: str, known: frozenset[str]) -> AsyncIterator[bytes]:
    """Lines of JSON: how far it is, and at the end what came of it."""
    refused, done = list[PhotoDone](), 0
    try:
        async for total, one in iterate_in_threadpool(_stored(visit, file, name, known)):
            done += 1
            refused += [one] if one.fault else []
            if done % TOLD_EACH == 0 or done == total:
                yield _line({"done": done, "all": total})
        await visit.carry_out(NotePhotos(done - len(refused)))
        yield _line(_said(visit, done - len(refused), refused))
    except SiteError as error:
        yield bytes(refused_upload(visit, error).body) + b"\n"
    finally:
        await anyio.to_thread.run_sync(lambda: file.unlink(missing_ok=True))


def _stored(visit: Visit, file: Path, name: str, known: frozenset[str]) -> Iterator[tuple[int, PhotoDone]]:
    folder = visit.desks.rosters.folder
    with file.open("rb") as opened:
        is_zip = opened.read(len(ZIP)) == ZIP
    if not is_zip:
        yield from ((1, one) for one in keep_photos(folder, [photo_in(file, name)], known))
        return
    with offered_photos(file) as offered:
        if not offered:
            raise OrderError("There is no picture in this file.", "Put JPEG or PNG pictures into it.")
        yield from ((len(offered), one) for one in keep_photos(folder, offered, known))


def _said(visit: Visit, kept: int, refused: list[PhotoDone]) -> dict[str, object]:
    """What came of it; with nothing left out the page is loaded anew."""
    if not refused:
        return {"next": f"{PAGE}?saved=photos"}
    named = [f"{one.name}: {visit.words(one.fault.value)}" for one in refused[:NAMED] if one.fault]
    more = [visit.words("and {n} more", n=len(refused) - NAMED)] if len(refused) > NAMED else []
    said = visit.words("Photos kept: {n}. Files left out: {left}.", n=kept, left=len(refused))
    return {"said": "\n".join([said, *named, *more])}


def _line(value: dict[str, object]) -> bytes:
    return msgspec.json.encode(value) + b"\n"
