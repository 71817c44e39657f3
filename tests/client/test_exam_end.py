"""When time is over: the site's word, and the extensions that it signed and this machine holds."""

from itertools import permutations
from secrets import token_hex

import pytest
from jwcrypto import jwk
from msgspec.structs import replace

from examclient.domain.exam_end import ExamEnd, Sat
from examprotocol.extensions import Extension, sign_extension
from examprotocol.offline_code import OfflineExtension
from examprotocol.signing import new_signing_key
from examprotocol.site_orders import Pause, SiteOrders
from examserver.services.setup import public_part

MINUTE = 60_000
PLANNED = 1_000 * MINUTE
KEY = new_signing_key()
SAT = Sat("e1", "2026A001", "5" * 32)


def signed(number: int, minutes: int, candidate: str = "", key: jwk.JWK = KEY, **changes: str) -> str:
    one = Extension(SAT.site, SAT.exam, token_hex(16), number, candidate, minutes, "", 0)
    return sign_extension(replace(one, **changes), key)


@pytest.fixture
def end() -> ExamEnd:
    return ExamEnd(SAT, public_part(KEY), PLANNED)


ONE, TWO = signed(1, 10), signed(2, 5, SAT.candidate)
ORDERS = list(permutations([(), (ONE,), (TWO,), (ONE, TWO)]))


def test_where_the_site_names_them_all_its_end_is_the_end(end: ExamEnd) -> None:
    assert end.hear(PLANNED + 15 * MINUTE, [ONE, TWO]) == end.end() == PLANNED + 15 * MINUTE
    assert (end.tokens(), end.to_bring()) == ((ONE, TWO), ())


@pytest.mark.parametrize("words", ORDERS, ids=[str(number) for number in range(len(ORDERS))])
def test_whatever_was_named_holds_in_any_order_of_old_and_new_words(
    end: ExamEnd, words: tuple[tuple[str, ...], ...]
) -> None:
    """A replayed reply, and a service that was restored, name fewer than before."""
    minutes, heard = {ONE: 10, TWO: 5}, set[str]()
    for named in words:
        heard |= set(named)
        said = PLANNED + sum(minutes[token] for token in named) * MINUTE
        assert end.hear(said, named) == PLANNED + sum(minutes[token] for token in heard) * MINUTE
        assert set(end.to_bring()) == heard - set(named)


def test_what_was_held_before_a_login_counts_with_what_the_login_names(end: ExamEnd) -> None:
    end.hear(PLANNED + 5 * MINUTE, [TWO])
    end.hold([ONE, TWO])
    assert end.end() == PLANNED + 15 * MINUTE
    assert end.to_bring() == (ONE,)


@pytest.mark.parametrize(
    "token",
    [
        signed(1, 10, key=new_signing_key()),
        signed(1, 10, "2026A002"),
        signed(1, 10, exam="e2"),
        signed(1, 10, site="6" * 32),
        "no token",
    ],
    ids=["another key", "another candidate", "another exam", "another site", "no token"],
)
def test_what_is_not_this_sites_exams_and_candidates_gives_no_time(end: ExamEnd, token: str) -> None:
    assert end.hear(PLANNED, [token]) == PLANNED
    end.hold([token])
    assert end.hear(PLANNED, []) == PLANNED
    assert end.tokens() == ()


def test_an_offline_code_counts_until_the_site_has_signed_the_same_extension(end: ExamEnd) -> None:
    code = OfflineExtension(1, 10, everybody=True)
    assert end.add_codes([code, code]) == PLANNED + 10 * MINUTE
    assert end.add_codes([OfflineExtension(1, 7, everybody=False)]) == PLANNED + 17 * MINUTE
    assert end.hear(PLANNED + 10 * MINUTE, [ONE]) == PLANNED + 17 * MINUTE, "numbers count for each scope"
    assert end.hear(PLANNED, []) == PLANNED + 17 * MINUTE


def test_more_tokens_than_any_exam_has_fill_no_memory(end: ExamEnd) -> None:
    for number in range(300):
        end.hear(PLANNED, [f"no token {number}"])
    assert len(end._opened) <= 200


PAUSED = SiteOrders(pause=Pause("9" * 32, 100 * MINUTE))


def test_while_a_pause_stands_the_end_is_that_of_its_beginning(end: ExamEnd) -> None:
    """The site's end moves with the pause; here the time stands still instead."""
    for now in (100, 107, 130):
        said = PLANNED + (now - 100) * MINUTE
        assert end.hear(said, (), PAUSED, now * MINUTE) == PLANNED
    assert end.hear(PLANNED + 31 * MINUTE, (ONE,)) == PLANNED + 31 * MINUTE


def test_what_a_pause_took_that_was_ended_here_is_lent_until_the_site_gives_it(end: ExamEnd) -> None:
    assert PAUSED.pause is not None
    end.hear(PLANNED, (), PAUSED, 100 * MINUTE)
    assert end.lend(PAUSED.pause.id, 8 * MINUTE) == PLANNED + 8 * MINUTE
    assert end.by_code() == 8 * MINUTE
    assert end.hear(PLANNED + 20 * MINUTE, (), PAUSED, 120 * MINUTE) == PLANNED + 8 * MINUTE
    assert end.hear(PLANNED + 25 * MINUTE, (ONE,)) == PLANNED + 25 * MINUTE, "not twice"
    assert end.by_code() == 0
