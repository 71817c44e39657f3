"""How far the site has stored each writer: its word is believed, up to where it holds something else.

Rule: the site's word is believed whatever it is, also when it has gone down; but only what is held there
with the same hash is what was written here. A number alone would hide that a cloned disk wrote other events.
"""

from examclient.domain.ledger import Ledger
from examprotocol.events import GENESIS, Head


class SiteWord:
    """Owns what the site said of the writers in a ledger. Knows nothing of requests."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._said: dict[str, Head] = {}
        self._parted: dict[str, Head] = {}

    def take(self, writer_id: str, head: Head) -> None:
        """Take the site's word. Where it has gone back, all writers are asked after again."""
        before = self._said.get(writer_id)
        if before is not None and head.seq < before.seq:
            self._said.clear()
        self._said[writer_id] = self._agreed(writer_id, head, before)

    def part(self, writer_id: str, common: Head) -> None:
        """The site holds another branch of the writer; `common` is the last event of both."""
        self._parted[writer_id] = self._said[writer_id] = common

    def is_known(self, writer_id: str) -> bool:
        """Whether the site was heard of this writer."""
        return writer_id in self._said

    def stored(self, writer_id: str) -> int:
        """How many of the writer's events the site has."""
        return self._said[writer_id].seq if writer_id in self._said else 0

    def head(self, writer_id: str) -> Head:
        """How far the writer has come that the site can have: of a forked one, what is common."""
        return self._parted.get(writer_id) or self._ledger.head(writer_id)

    def heads(self) -> dict[str, Head]:
        """The same of every writer of whom there is something that the site can have."""
        heads = {writer.id: self.head(writer.id) for writer in self._ledger.writers()}
        return {writer_id: head for writer_id, head in heads.items() if head.seq}

    def lags(self, writer_id: str) -> bool:
        """Whether the site has to be asked after this writer, or lacks events of it."""
        return not self.is_known(writer_id) or self.lacks(writer_id) > 0

    def lacks(self, writer_id: str) -> int:
        """How many of the writer's events the site lacks."""
        return max(0, self.head(writer_id).seq - self.stored(writer_id))

    def _agreed(self, writer_id: str, head: Head, before: Head | None) -> Head:
        """The site's head where it is ours, else the last that was: what follows is sent, and shows the fork.

        A word without a hash is believed as it is.
        """
        if head.hash == GENESIS or self._ledger.head_at(writer_id, head.seq) == head:
            return head
        return before if before is not None and before.seq < head.seq else Head(0)
