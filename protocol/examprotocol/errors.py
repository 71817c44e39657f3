"""Errors that both sides can raise.

ProtocolError
+-- UnreadableError      bytes that are not a message, paper or event of ours
+-- VersionError         made by another version of the protocol
+-- ForgedError          a signature, hash or seal that does not fit
+-- ChainError           events that do not follow each other
+-- PackageError         a file that is refused as an answer package; PackageFault says why
+-- VisitError           a file that is refused as a station's visit; VisitFault says why
"""

from enum import StrEnum


class ProtocolError(Exception):
    """What came from the other side, or from the disk, is not what the protocol allows."""


class UnreadableError(ProtocolError):
    """Bytes that are not a message, paper or event of this protocol."""


class VersionError(ProtocolError):
    """Made by another version of the protocol: the other side's program is older or newer."""


class ForgedError(ProtocolError):
    """A signature, hash or seal that does not fit: the content is not the signer's."""


class ChainError(ProtocolError):
    """Events that do not follow each other without a gap, or edits that do not fit their text."""


class PackageFault(StrEnum):
    """Why a file is refused as an answer package. `about` of the error is what the sentence names."""

    NOT_A_PACKAGE = "not_a_package"
    """Nothing of ours."""

    ANOTHER_KIND = "another_kind"
    """A file of a kind that is known: `about` is which (`zip`, `jpeg`; see `package_kinds`)."""

    TRUNCATED = "truncated"
    """The beginning of a package, or nothing at all: the end is missing."""

    DAMAGED = "damaged"
    """A package in which something was changed."""

    UNKNOWN_VERSION = "unknown_version"
    """A package of a version that this program does not read: `about` is the version."""

    TOO_LARGE = "too_large"
    """More bytes than a package may have: `about` is how many."""

    FOREIGN_RECIPIENTS = "foreign_recipients"
    """Sealed for others, or by other rules, than a package is."""

    WRONG_PASSWORD = "wrong_password"  # noqa: S105  (it names what is wrong)
    """The room password does not open it."""

    NOT_FOR_THIS_KEY = "not_for_this_key"
    """Sealed for another service: `about` is the `kid` of that one's key."""

    UNKNOWN_STATION = "unknown_station"
    """Signed by a station that nobody knows here: `about` is its id."""

    FORGED = "forged"
    """The signature is not that of the station which it names: `about` is the station's id."""

    UNREADABLE = "unreadable"
    """Opened and rightly signed, but it says what this program does not understand: made by a newer one."""

    CONTRADICTION = "contradiction"
    """Rightly signed, but it contradicts itself: `about` is in what (a field's name, or a writer's id)."""


class PackageError(ProtocolError):
    """A file that is refused as an answer package: `fault` says why, `about` what the sentence names."""

    def __init__(self, fault: PackageFault, about: str = "") -> None:
        super().__init__(f"{fault}: {about}" if about else str(fault))
        self.fault = fault
        self.about = about


class VisitFault(StrEnum):
    """Why a file is refused as a visit. `about` of the error is what the sentence names."""

    NOT_A_VISIT = "not_a_visit"
    """Nothing of ours, or a visit in which something was changed so much that it is none any more."""

    TRUNCATED = "truncated_visit"
    """The beginning of a visit, or nothing at all: the end is missing."""

    TOO_LARGE = "visit_too_large"
    """More bytes than a visit may have: `about` is how many."""

    UNKNOWN_VERSION = "unknown_visit_version"
    """Of a version that this program does not read: `about` is the version."""

    UNKNOWN_STATION = "unknown_visiting_station"
    """Signed by a station that nobody knows here: `about` is its id."""

    FORGED = "forged_visit"
    """The signature is not that of the station which it names: `about` is the station's id."""

    UNREADABLE = "unreadable_visit"
    """Rightly signed, but it says what this program does not understand."""

    CONTRADICTION = "visit_contradiction"
    """Rightly signed, but it contradicts itself: `about` is in what (a field's name)."""


class VisitError(ProtocolError):
    """A file that is refused as a station's visit: `fault` says why, `about` what the sentence names."""

    def __init__(self, fault: VisitFault, about: str = "") -> None:
        super().__init__(f"{fault}: {about}" if about else str(fault))
        self.fault = fault
        self.about = about
