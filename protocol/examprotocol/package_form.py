"""Whether a file has the form of an answer package, and if not, what it is instead.

Rule: this looks at size, members, spelling, header and recipients, in this order, and derives nothing.
"""

import re

import msgspec

from examprotocol.errors import PackageError, PackageFault, UnreadableError
from examprotocol.exact_base64 import exact_bytes, exact_text, is_exact_base64
from examprotocol.key_wrapping import SALT_BYTES, ForKey, ForPassword
from examprotocol.package import VERSION
from examprotocol.package_kinds import known_kind
from examprotocol.package_name import is_package_name
from examprotocol.package_seal import IV_BYTES, LARGEST, TAG_BYTES, TYP, Header, Members, digest_of_recipients

WRAPPED_BYTES, POINT_BYTES, DIGEST_BYTES = 40, 32, 32
MOST_RECIPIENTS_BYTES = 2_000
"""Two recipients have about 450."""

MOST_LABEL = 200

BEGINNING = b'{"protected":"' + exact_text(f'{{"typ":"{TYP}'.encode()).encode()
"""How a file begins that `package_seal` has written."""

PROTECTED = re.compile(rb'"protected":"([\w-]+)', re.ASCII)

Recipients = tuple[ForPassword, ForKey]


class _Members(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Members, with the recipients as they stand in the file, whatever they are."""

    protected: str
    recipients: msgspec.Raw
    aad: str
    iv: str
    tag: str
    ciphertext: str


class _Kind(msgspec.Struct, frozen=True):
    typ: str
    version: int = 0


class _Protected(msgspec.Struct, frozen=True):
    protected: str


def read_form(data: bytes) -> tuple[Header, Members]:
    """The header and the members of a file in the one right form; raises PackageError."""
    if len(data) > LARGEST:
        raise PackageError(PackageFault.TOO_LARGE, str(len(data)))
    _check_version(data)
    members = _read_members(data)
    recipients = _read_recipients(members)
    spelled = {"iv": IV_BYTES, "tag": TAG_BYTES, "aad": DIGEST_BYTES}
    if not all(_has_size(getattr(members, name), size) for name, size in spelled.items()):
        raise PackageError(PackageFault.DAMAGED)
    if not is_exact_base64(members.ciphertext):
        raise PackageError(PackageFault.DAMAGED)
    header = _read_header(members.protected)
    texts = (members.protected, recipients, members.aad, members.iv, members.tag, members.ciphertext)
    return header, Members(*texts)


def _check_version(data: bytes) -> None:
    """The file is JSON that says it is ours, of a version that is read here: only then its members count."""
    try:
        protected = msgspec.json.decode(data, type=_Protected).protected
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise PackageError(*_what_it_is(data)) from error
    kind = _kind_of(protected)
    if kind is None or kind.typ != TYP:
        raise PackageError(*_what_it_is(data))
    if kind.version != VERSION:
        raise PackageError(PackageFault.UNKNOWN_VERSION, str(kind.version))


def _read_members(data: bytes) -> _Members:
    """Exactly these members in any order, and nothing between them: what is spelled otherwise is longer."""
    try:
        members = msgspec.json.decode(data, type=_Members)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        raise PackageError(PackageFault.DAMAGED) from error
    if len(msgspec.json.encode(members)) != len(data):
        raise PackageError(PackageFault.DAMAGED)
    return members


def _read_recipients(members: _Members) -> Recipients:
    """Exactly the two that there are to be; what their digest does not fit was changed afterwards."""
    raw = bytes(members.recipients)
    if len(raw) > MOST_RECIPIENTS_BYTES:
        raise PackageError(PackageFault.FOREIGN_RECIPIENTS)
    if not _fits(raw, members.aad):
        raise PackageError(PackageFault.DAMAGED)
    try:
        recipients: Recipients = msgspec.json.decode(raw, type=Recipients)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise PackageError(PackageFault.FOREIGN_RECIPIENTS) from error
    if not _are_ours(*recipients):
        raise PackageError(PackageFault.FOREIGN_RECIPIENTS)
    return recipients


def _fits(raw: bytes, aad: str) -> bool:
    """Whether the recipients are spelled in one way only, and the digest is theirs."""
    try:
        recipients = msgspec.json.decode(raw)
        is_plain = msgspec.json.encode(recipients) == raw
        return is_plain and exact_bytes(aad) == digest_of_recipients(recipients)
    except (msgspec.MsgspecError, ValueError, UnreadableError, RecursionError):
        return False


def _are_ours(room: ForPassword, service: ForKey) -> bool:
    wrapped = all(_has_size(one.encrypted_key, WRAPPED_BYTES) for one in (room, service))
    ours = _has_size(room.header.p2s, SALT_BYTES) and _has_size(service.header.epk.x, POINT_BYTES)
    return wrapped and ours and 0 < len(service.header.kid) <= MOST_LABEL


def _read_header(protected: str) -> Header:
    try:
        text = exact_bytes(protected)
        header = msgspec.json.decode(text, type=Header)
    except (UnreadableError, msgspec.MsgspecError, ValueError) as error:
        raise PackageError(PackageFault.DAMAGED) from error
    if len(msgspec.json.encode(header)) != len(text) or not is_package_name(header.name):
        raise PackageError(PackageFault.DAMAGED)
    return header


def _has_size(text: str, size: int) -> bool:
    return is_exact_base64(text) and len(exact_bytes(text)) == size


def _what_it_is(data: bytes) -> tuple[PackageFault, str]:
    """What to call a file that is not JSON with a header of ours."""
    if kind := known_kind(data):
        return PackageFault.ANOTHER_KIND, kind
    if not _looks_like_ours(data):
        return PackageFault.NOT_A_PACKAGE, ""
    return (PackageFault.DAMAGED if data.endswith(b"}") else PackageFault.TRUNCATED), ""


def _looks_like_ours(data: bytes) -> bool:
    """By its beginning or its header; where these are what was changed, by the names of its members."""
    if data.startswith(BEGINNING) or BEGINNING.startswith(data):
        return True
    found = PROTECTED.search(data)
    kind = _kind_of(found[1].decode()) if found else None
    if kind is not None and kind.typ == TYP:
        return True
    lacking = [name for name in Members.__struct_fields__ if b'"%b":' % name.encode() not in data]
    return len(lacking) <= (0 if kind else 1)


def _kind_of(protected: str) -> _Kind | None:
    try:
        return msgspec.json.decode(exact_bytes(protected), type=_Kind)
    except (UnreadableError, msgspec.MsgspecError, ValueError, RecursionError):
        return None
