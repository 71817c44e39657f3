"""Errors that both sides can raise.

ProtocolError
+-- UnreadableError      bytes that are not a message, paper or event of ours
+-- VersionError         made by another version of the protocol
+-- ForgedError          a signature, hash or seal that does not fit
+-- ChainError           events that do not follow each other
"""


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
