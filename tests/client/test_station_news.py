"""What a station tells of itself goes along with every heartbeat, and decides over nothing."""

from examclient.network.sync import SyncEngine
from examclient.usecases.station_news import NewsBoard
from examprotocol.events import Epoch, Head
from examprotocol.messages import SyncReply, SyncRequest
from examprotocol.site_orders import StationNews
from tests.client.writing import Pen


class Empty:
    """Nothing waits to be sent."""

    def next_request(self) -> SyncRequest:
        return SyncRequest(Pen("w").writer, 1)

    def acknowledge(self, writer_id: str, head: Head) -> None: ...

    def forked(self, request: SyncRequest, seq: int) -> bool:
        raise AssertionError(f"{request} is no fork at {seq}")

    def waiting(self) -> int:
        return 0


def test_each_part_tells_its_own_fields_and_the_clock_is_that_of_the_sending() -> None:
    now = [100.0]
    board = NewsBoard(lambda: now[0])
    board.tell(drawing="0")
    board.tell(answered=3, questions=5)
    assert board() == StationNews(drawing="0", answered=3, questions=5, clock=100_000)
    now[0] = 101.5
    assert board().clock == 101_500


def test_the_news_goes_along_with_every_heartbeat() -> None:
    board, sent = NewsBoard(lambda: 1.0), list[SyncRequest]()

    def send(request: SyncRequest) -> SyncReply:
        sent.append(request)
        return SyncReply(0, Head(0), 0, Epoch(1, 1))

    engine = SyncEngine(Empty(), send, lambda: 0.0, news=board)
    engine.run_once()
    board.tell(done=("a" * 32,))
    engine.run_once()
    assert [request.news for request in sent] == [
        StationNews(clock=1000),
        StationNews(clock=1000, done=("a" * 32,)),
    ]
