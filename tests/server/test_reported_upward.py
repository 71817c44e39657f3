"""A site reports upward that many cannot get in: by the line at once, by file where it is down, each once."""

from functools import partial

import msgspec
import pytest

from examprotocol.alerts import MOST_AT_ONCE, Alert, AlertFile, Count, open_alerts, seal_alerts
from examserver.cli.ordering import give
from examserver.errors import BusyError, OrderError, UpstreamError
from examserver.services.keys import signing_key
from examserver.services.order import Bench
from examserver.services.reporting.alerting import MakeAlertFile, ReportUpward
from examserver.services.reporting.alerts_above import SeeAlert, TakeAlertFile
from examserver.services.upstream_orders import PauseUpstream
from examserver.storage.alerts import CameAlert, OwnAlert, add_alert, alerts_to_tell, came_alerts, own_alerts
from examserver.storage.site import read_site
from examserver.storage.store import Store, reading, writing
from examserver.storage.upstream import write_upstream
from examserver.upstream.intake import SHORTEST, Intake
from examserver.upstream.line import AuthorityLine
from tests.server.authority import LATER, Above, Below
from tests.server.conftest import START
from tests.server.reporting import Reporting, reporting_site

TEXT = "机房交换机故障，多数考生无法登录"


@pytest.fixture
def site(above: Above, below: Below) -> Reporting:
    return reporting_site(above, below)


def say(below: Below, text: str = TEXT, exam: str = "") -> None:
    """Report upward, by the site's clock."""
    with writing(below.folder) as connection:
        bench = Bench(connection, below.folder, read_site(connection), below.key, below.clock.now())
        ReportUpward(text, exam, "王主考").carry_out(bench)


def own(below: Below) -> OwnAlert:
    with reading(below.folder) as connection:
        return own_alerts(connection)[0]


def came(above: Above) -> tuple[CameAlert, ...]:
    with reading(above.folder) as connection:
        return came_alerts(connection, 10, 10)


def test_what_is_reported_is_there_with_the_counts_after_the_next_round_and_is_acknowledged(
    site: Reporting,
) -> None:
    site.sit("b")
    say(site.below)
    site.below.round()
    (one,) = came(site.above)
    assert (one.site, one.alert.text, one.alert.by) == ("site-1", TEXT, "王主考")
    (count,) = one.alert.counts
    assert (count.title, count.starts) == ("大学英语（二）", START)
    assert (count.candidates, count.checked_in, count.logged_in) == (3, 0, 1)
    assert (own(site.below).came, own(site.below).seen) == (site.above.clock.now(), 0)


def test_it_waits_while_the_line_is_down_and_comes_once_when_it_is_back(site: Reporting) -> None:
    site.above.cable.pull()
    say(site.below)
    site.below.round()
    assert own(site.below).came == 0
    assert came(site.above) == ()
    site.above.cable.plug()
    site.below.round()
    site.below.round()
    assert len(came(site.above)) == 1
    assert own(site.below).came


def test_the_site_hears_when_somebody_has_seen_it_and_the_first_one_counts(site: Reporting) -> None:
    say(site.below)
    site.below.round()
    (one,) = came(site.above)
    give(site.above.folder.root, SeeAlert("site-1", one.alert.id, "考试院值班"))
    site.above.clock.advance(60_000)
    give(site.above.folder.root, SeeAlert("site-1", one.alert.id, "另一人"))
    site.below.round()
    assert own(site.below).seen == site.above.clock.now() - 60_000
    assert came(site.above)[0].seen_by == "考试院值班"


def test_of_very_many_that_nobody_has_seen_it_is_the_newest_of_which_the_site_hears(site: Reporting) -> None:
    """The authority's page shows the newest of a site first: so these are the ones that are marked."""
    for n in range(MOST_AT_ONCE + 1):
        say(site.below, f"{TEXT} {n}")
        site.below.clock.advance(1)
        if n % MOST_AT_ONCE == MOST_AT_ONCE - 1:
            site.below.round()
    site.below.round()
    newest = own(site.below)
    assert newest.came
    give(site.above.folder.root, SeeAlert("site-1", newest.alert.id, "考试院值班"))
    site.below.round()
    assert own(site.below).seen


def test_what_the_authority_may_lack_goes_before_what_nobody_has_seen_the_oldest_first(
    site: Reporting,
) -> None:
    for n in range(4):
        say(site.below, str(n))
        site.below.clock.advance(1)
        if n == 1:
            site.below.round()
    with reading(site.below.folder) as connection:
        told = [one.text for one in alerts_to_tell(connection, site.below.clock.now())]
    assert told == ["2", "3", "1", "0"]


def test_a_database_that_is_busy_when_it_is_to_be_told_ends_the_round_as_every_other_failure(
    site: Reporting, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed: list[AuthorityLine] = []
    close = AuthorityLine.close

    def note_and_close(line: AuthorityLine) -> None:
        closed.append(line)
        close(line)

    monkeypatch.setattr(AuthorityLine, "close", note_and_close)
    say(site.below)
    with site.below.intake() as intake:
        store = intake._ground.store
        query, refused = store.read_now, [BusyError("More waits than can be stored.")]

        def busy_once(wanted: partial[object]) -> object:
            if getattr(wanted, "func", None) is alerts_to_tell and refused:
                raise refused.pop()
            return query(wanted)

        monkeypatch.setattr(store, "read_now", busy_once)
        assert intake.round() >= SHORTEST
        assert not refused
        assert len(closed) == 1
        assert intake._line is None
    assert "More waits" in site.below.trouble
    site.below.round()
    assert own(site.below).came


def test_by_file_while_the_line_is_down_and_by_the_line_later_it_is_one(site: Reporting) -> None:
    say(site.below)
    file = give(site.below.folder.root, MakeAlertFile()).content
    for _ in range(2):
        assert give(site.above.folder.root, TakeAlertFile(file)).number == 1
    site.below.round()
    (one,) = came(site.above)
    assert (one.way, one.alert.text) == ("file", TEXT)
    assert own(site.below).came


def test_what_is_too_much_for_one_file_goes_the_newest_first(site: Reporting) -> None:
    """Twenty of them with the counts of twenty exams of long titles are more than a file may hold."""
    counts = tuple(Count(f"exam-{n}", "题" * 200, START, 900, 800, 700) for n in range(20))
    store = Store(site.below.folder)
    for n in range(20):
        alert = Alert(f"{19 - n:032x}", START + n, "王主考", "进" * 1_000, counts)
        store.write_now(partial(add_alert, alert=alert))
    store.close()
    file = give(site.below.folder.root, MakeAlertFile()).content
    told = give(site.above.folder.root, TakeAlertFile(file)).number
    assert 1 <= told < 20
    assert {one.alert.at for one in came(site.above)} >= {START + n for n in range(20 - min(told, 10), 20)}


def test_a_file_that_was_changed_or_is_anothers_or_for_another_authority_is_refused(site: Reporting) -> None:
    say(site.below)
    root, key = site.above.folder.root, signing_key(site.below.folder)
    file = give(site.below.folder.root, MakeAlertFile()).content
    real = open_alerts(file, key)
    far = seal_alerts(msgspec.structs.replace(real, authority="another"), key)
    not_theirs = seal_alerts(real, signing_key(site.above.folder))
    stranger = seal_alerts(AlertFile(real.authority, "0" * 64, real.alerts), key)
    for bad in (file[:-9] + b"AAAAAAAA\n", far, not_theirs, stranger, b"", b"PK\x03\x04"):
        with pytest.raises(OrderError):
            give(root, TakeAlertFile(bad))
    assert came(site.above) == ()


@pytest.mark.parametrize("text", ["", "  \n ", "x" * 1_001], ids=["nothing", "blanks", "too long"])
def test_nothing_and_too_much_is_refused(site: Reporting, text: str) -> None:
    with pytest.raises(UpstreamError):
        say(site.below, text)


def test_a_site_without_an_authority_is_told_so_and_so_is_who_names_an_exam_that_is_not(
    site: Reporting,
) -> None:
    with pytest.raises(UpstreamError, match="no exam"):
        say(site.below, exam="exam-77")
    with writing(site.below.folder) as connection:
        write_upstream(connection, None)
    with pytest.raises(UpstreamError):
        say(site.below)


def test_who_reports_while_it_is_paused_is_told_that_nothing_is_sent(site: Reporting) -> None:
    root = site.below.folder.root
    give(root, PauseUpstream(paused=True))
    said = " ".join(give(root, ReportUpward(TEXT)).lines)
    assert said.startswith("Paused: nothing is sent to 考试院.")
    assert "telephone" in said
    site.below.round()
    assert came(site.above) == ()
    give(root, PauseUpstream(paused=False))
    site.below.round()
    assert [one.alert.text for one in came(site.above)] == [TEXT]


def test_what_cannot_be_seen_in_a_text_is_shown_as_such(site: Reporting) -> None:
    say(site.below, "a\u202eb\x1b[31m")
    site.below.round()
    assert came(site.above)[0].alert.text == "a\ufffdb\ufffd[31m"


def test_a_service_in_the_midst_of_a_transfer_tells_it_at_once_and_goes_on_after_that(
    above: Above, below: Below
) -> None:
    """The papers are still on their way: a report upward does not wait for them."""
    above.give(LATER)
    running: list[Intake] = []
    alert = Alert("a" * 32, below.clock.now(), "王主考", TEXT)

    def in_the_midst(here: int, total: int) -> None:
        if running and 0 < here < total:
            intake = running.pop()
            store = intake._ground.store
            store.write_now(partial(add_alert, alert=alert))
            store.read_now(intake.look_again)

    with below.intake(in_the_midst) as intake:
        running.append(intake)
        intake.run_once()
        assert not running
        assert not below.has_all(above.manifest())
        intake.run_once()
        assert [one.alert for one in came(above)] == [alert]
    assert below.has_all(above.manifest())
