"""What a restart needs of the session that ran: who sat here, by which token, and what time it was."""

import msgspec

from examclient.domain.clock import Moment
from examprotocol.events import Epoch
from examprotocol.messages import LoginReply
from examprotocol.room_password import PasswordHash


class KeptSession(msgspec.Struct, frozen=True, omit_defaults=True):
    """One attempt as this machine can go on with it. `identity` is the slow hash of the identity number.

    `manifest` and `key` open the paper without the site, `""` and `b""` while they were not given. `moved`:
    the candidate sits at another machine, and this one only sends what it still has; `left`: nobody sits here
    any more, but it could go on here once more. `newest` is the newest epoch of the attempt that was heard
    of, `by_code` the milliseconds in the exam's end that are from offline codes, which the journal names.
    `identity_number` is what the candidate typed, for a proctor's record; `""` where nobody typed it here.
    """

    login: LoginReply
    identity: PasswordHash
    boot: str
    clock: Moment
    manifest: str = ""
    key: bytes = b""
    moved: bool = False
    left: bool = False
    newest: Epoch | None = None
    by_code: int = 0
    identity_number: str = ""

    @property
    def attempt(self) -> str:
        """The attempt's id."""
        return self.login.attempt
