"""An essay that is saved again and again stays small on the disk."""

from pathlib import Path

from examclient.domain.clock import SiteClock
from examclient.domain.ledger import Ledger
from examclient.storage.journal import open_journal
from examclient.usecases.attempt import Attempt
from examprotocol.responses import TextResponse
from tests.client.fake_clock import FakeClock
from tests.client.writing import Pen

LENGTH, KEYS_A_SAVE = 20_000, 5
"""Characters, and how many are typed in half a second."""

TEXT = "考试时认真审题，想好再写；写完通读一遍，改正错字。And some of it in English. " * 400


def test_an_essay_saved_every_half_second_stays_small(tmp_path: Path) -> None:
    path = tmp_path / "attempt.journal"
    journal = open_journal(path)
    attempt = Attempt(journal, Ledger(), Pen().writer, SiteClock(FakeClock()))
    attempt.begin("5" * 32, "test")
    for length in range(KEYS_A_SAVE, LENGTH + 1, KEYS_A_SAVE):
        attempt.answer("q1", TextResponse(TEXT[:length]))
    journal.close()
    again = open_journal(path)
    (log,) = again.logs()
    assert len(log.events) == LENGTH // KEYS_A_SAVE + 1
    assert Ledger([log]).response("q1") == TextResponse(TEXT[:LENGTH])
    again.close()
    assert path.stat().st_size < 4_000_000, "measured: 7.0 MB for 10,000 saves, 700 bytes each"
