"""What candidates left on machines goes out from a process that can be killed: `python -m soak.seats.left`.

It reads its order from the standard input. Of each machine it says how far the site has stored what lies
there, and that nothing waits any more.
"""

import random
import sys
import threading
import time
from collections.abc import Callable

import msgspec

from examclient.domain.clock import SiteClock
from examclient.errors import ExamError, SiteRefusedError
from examclient.machine_clock import MachineClock
from examclient.network.http import SiteHttp
from examclient.network.proof import StationSigner
from examclient.network.site_api import SiteApi
from examclient.storage.journal_setting import Setting
from examclient.storage.journals import Journals
from examclient.storage.station_file import keep_authority, read_membership
from examclient.storage.station_key import read_station_key
from examclient.usecases.leftover import Counter, Leftover
from examclient.usecases.log_in import Claim, LogIn
from examclient.version import VERSION
from examprotocol.messages import Refusal, SyncReply, SyncRequest
from soak.seats.words import Acknowledged, Left, LeftOrder, SeatOrder, Trouble, Word, machine_folder

HARMLESS = (Refusal.BUSY, Refusal.FAULT)


class TellingApi(SiteApi):
    """Says what the site has acknowledged."""

    def __init__(self, http: SiteHttp, clock: SiteClock, seat: int, say: Callable[[Word], None]) -> None:
        super().__init__(http, clock)
        self._seat = seat
        self._say = say

    def hand_over(self, request: SyncRequest) -> SyncReply:
        """Hand events in, and say what came of it."""
        reply = super().hand_over(request)
        self._say(Acknowledged(self._seat, request.writer.id, reply.head, reply.now))
        return reply


class LeftMachine:
    """One machine at which nobody sits, and the client that runs there."""

    def __init__(self, data: str, order: SeatOrder, say: Callable[[Word], None]) -> None:
        self._order = order
        self._say = say
        self._folder = machine_folder(data, order)

    def run(self) -> None:
        """Bring all that lies here to the site; a machine that was never set up holds nothing."""
        site = read_membership(self._folder)
        if site is not None:
            clock = SiteClock(MachineClock())
            signer = StationSigner(read_station_key(self._folder))
            http = SiteHttp(site.address, keep_authority(self._folder, site.authority), signer)
            api = TellingApi(http, clock, self._order.seat, self._say)
            counter = Counter(api, site, clock, random.random)
            journals = Journals(self._folder, Setting())
            for attempt in journals.attempts():
                self._bring(Leftover(attempt, journals.left(attempt), counter), journals, api)
        self._say(Left(self._order.seat, self._order.machine))

    def _bring(self, leftover: Leftover, journals: Journals, api: SiteApi) -> None:
        while not leftover.is_done and journals.left(leftover.id).logs():
            done = leftover.run_once()
            if isinstance(done.trouble, SiteRefusedError) and done.trouble.code not in HARMLESS:
                self._be_known_again(done.trouble, leftover, journals, api)
            time.sleep(done.wait.total_seconds())

    def _be_known_again(
        self, refused: SiteRefusedError, leftover: Leftover, journals: Journals, api: SiteApi
    ) -> None:
        """Where a restored service has forgotten that it was open here, and its word was not kept, the
        candidate comes back and logs in.
        """
        if refused.code != Refusal.NOT_FOUND:
            self._say(Trouble(self._order.seat, f"{refused.code}: {refused}"))
            return
        epoch = max(one.writer.epoch for one in journals.left(leftover.id).logs())
        site = read_membership(self._folder)
        assert site is not None
        try:
            LogIn(api, VERSION, site.credential)(*self._order.numbers, Claim(leftover.id, epoch))
        except ExamError as error:
            if isinstance(error, SiteRefusedError) and error.code not in HARMLESS:
                self._say(Trouble(self._order.seat, f"{error.code}: {error}"))


def main() -> None:
    """Run all machines, each by itself, until nothing waits."""
    lock, out = threading.Lock(), sys.stdout.buffer

    def say(word: Word) -> None:
        line = msgspec.json.encode(word) + b"\n"
        with lock:
            out.write(line)
            out.flush()

    order = msgspec.json.decode(sys.stdin.readline(), type=LeftOrder)
    machines = [LeftMachine(order.data, one, say) for one in order.machines]
    threads = [threading.Thread(target=machine.run, daemon=True) for machine in machines]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


if __name__ == "__main__":
    main()
