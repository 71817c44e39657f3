"""What happened at the door of an exam and in its rooms, as a site reports it: who was let in or refused and
why (入场审批), and the supporting materials (辅助材料).

Rule: a row names its photo by the SHA-256 of the JPEG; the photo itself travels beside it, once. All times
are site times in milliseconds, 0 for never. docs/result-package.md is the specification.
"""

import hashlib
from typing import Annotated, Final

import msgspec

from examprotocol.canonical import digest
from examprotocol.times import Time

JPEG: Final = b"\xff\xd8\xff"
LARGEST_PHOTO: Final = 4 << 20
"""The most bytes of a photo; a site keeps them much smaller."""

Name = Annotated[str, msgspec.Meta(max_length=100)]
Reason = Annotated[str, msgspec.Meta(max_length=500)]
Digest = Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")]
DigestOrNone = Annotated[str, msgspec.Meta(pattern="^([0-9a-f]{64})?$")]


class DoorEntry(msgspec.Struct, frozen=True, omit_defaults=True):
    """Where one candidate stands: `in` by the proctor's look, `waiting`, `allowed` or `refused` by the head
    proctor. `reason` is why that one was asked, `answer` what was written to it; `photo` is `""` for none.
    """

    candidate: Annotated[str, msgspec.Meta(min_length=1, max_length=40)]
    room: Annotated[str, msgspec.Meta(max_length=40)]
    state: Annotated[str, msgspec.Meta(pattern="^[a-z_]{1,10}$")]
    at: Time
    by: Name
    photo: DigestOrNone = ""
    reason: Reason = ""
    decided: Time = 0
    decided_by: Name = ""
    answer: Reason = ""


class RoomMaterial(msgspec.Struct, frozen=True, omit_defaults=True):
    """A photo with a reason that belongs to the record of a room."""

    id: Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{32}$")]
    room: Annotated[str, msgspec.Meta(max_length=40)]
    at: Time
    by: Name
    photo: DigestOrNone
    reason: Reason


class RecordPhoto(msgspec.Struct, frozen=True):
    """A photo that rows name, as the site keeps it."""

    sha256: Digest
    jpeg: bytes

    @property
    def is_itself(self) -> bool:
        """Whether these are the bytes of that hash."""
        return hashlib.sha256(self.jpeg).hexdigest() == self.sha256


def record_digest(entries: tuple[DoorEntry, ...], materials: tuple[RoomMaterial, ...]) -> str:
    """By what a record is known, whatever became of its photos: they are deleted some day, the rows stay.

    `""` for an exam of which nothing is recorded.
    """
    if not entries and not materials:
        return ""
    told = [msgspec.structs.replace(one, photo="") for one in sorted(entries, key=lambda one: one.candidate)]
    kept = [msgspec.structs.replace(one, photo="") for one in sorted(materials, key=lambda one: one.id)]
    return digest([told, kept])
