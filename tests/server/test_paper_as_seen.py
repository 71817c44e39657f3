"""The paper as a candidate had it, also where the service has no form of the attempt."""

from decimal import Decimal

from examprotocol.form import apply_form, make_form
from examprotocol.paper import Paper, Section, ShortText, answerable_questions
from examserver.services.forms import paper_as_seen
from examserver.storage.forms import find_form
from examserver.storage.store import reading
from tests.server.conftest import Prepared
from tests.server.station import Station

ASKED = tuple(ShortText(id=f"q{n}", stem=f"<p>{n}?</p>", points=Decimal(1)) for n in range(1, 9))
PAPER = Paper("p", 1, "A paper", "en", (Section("s1", "", ASKED, shuffle=True, select=3),))


def test_without_a_kept_form_it_is_the_one_that_the_station_makes_of_the_attempts_id(
    prepared: Prepared,
) -> None:
    attempt = "f" * 32
    with reading(prepared.folder) as connection:
        seen = paper_as_seen(connection, attempt, PAPER)
    assert seen == apply_form(PAPER, make_form(PAPER, attempt))
    assert len(answerable_questions(seen)) == 3


def test_a_kept_form_goes_before(prepared: Prepared, seated: Station) -> None:
    kept = seated.login.form
    with reading(prepared.folder) as connection:
        assert find_form(connection, seated.login.attempt) == kept
        seen = paper_as_seen(connection, seated.login.attempt, PAPER)
    assert seen == PAPER, "its form says nothing of this paper's sections"
