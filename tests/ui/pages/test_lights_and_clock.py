"""The two lights are always true, the clock never frightens, and the bar says one thing."""

from dataclasses import replace

import pytest

from examclient.domain.state import ExamState, Lights, LocalSaving, News
from examclient.errors import JournalError, PaperDamagedError
from examclient.ui.pages.exam import ExamPage
from examclient.ui.widgets.light_sign import FAILED, SAVED, SAVING, WAITING
from examclient.ui.widgets.notice_bar import Notice, notice_of
from examclient.ui.widgets.times import to_the_second
from examprotocol.messages import Exam
from tests.ui.pages.conftest import Sit
from tests.ui.pages.states import ANSWERING, MINUTE, NOW, OFFLINE, UNREACHABLE, ending_in

AT, SENT = NOW - 4000, NOW - 3000
SAVED_AT, SENT_AT = to_the_second(AT), to_the_second(SENT)


def shown(sit: Sit, state: ExamState) -> ExamPage:
    page = sit(state).window.page()
    assert isinstance(page, ExamPage)
    return page


@pytest.mark.parametrize(
    ("lights", "state", "words"),
    [
        (Lights(), SAVING, "Nothing to save on this machine yet"),
        (Lights(LocalSaving.SAVING, AT), SAVING, "Saving on this machine …"),
        (Lights(LocalSaving.SAVED, AT), SAVED, f"Saved on this machine {SAVED_AT}"),
        (Lights(LocalSaving.SAVED), SAVED, "Saved on this machine"),
        (Lights(LocalSaving.FAILED, AT), FAILED, "This machine cannot save. Raise your hand."),
    ],
)
def test_the_first_light_says_what_the_journal_says(lights: Lights, state: str, words: str, sit: Sit) -> None:
    local = shown(sit, replace(ANSWERING, lights=lights)).footer.lights.local
    assert (local.state(), local.words()) == (state, words)
    assert local.accessibleName() == words


@pytest.mark.parametrize(
    ("lights", "online", "state", "words"),
    [
        (Lights(), True, SAVING, "Nothing to save at the site yet"),
        (Lights(site_at=SENT), True, SAVED, f"Saved at the site {SENT_AT}"),
        (Lights(site_at=SENT), False, SAVED, f"Saved at the site {SENT_AT}"),
        (Lights(site_at=SENT, waiting=1), True, SAVING, "Saving at the site …"),
        (Lights(site_at=SENT, waiting=1), False, WAITING, "Not at the site yet: 1 answer waiting"),
        (Lights(waiting=12), False, WAITING, "Not at the site yet: 12 answers waiting"),
    ],
)
def test_the_second_light_says_what_the_site_has_acknowledged(
    lights: Lights, online: bool, state: str, words: str, sit: Sit
) -> None:
    site = shown(sit, replace(ANSWERING, lights=lights, online=online)).footer.lights.site
    assert (site.state(), site.words()) == (state, words)


@pytest.mark.parametrize("waiting", [1, 5])
def test_the_second_light_is_never_green_while_an_answer_waits(waiting: int, sit: Sit) -> None:
    for online in (True, False):
        lights = Lights(LocalSaving.SAVED, AT, SENT, waiting)
        page = shown(sit, replace(ANSWERING, lights=lights, online=online))
        assert page.footer.lights.site.state() != SAVED


@pytest.mark.parametrize(
    ("exam", "words", "level"),
    [
        (ending_in(84 * MINUTE - 500), "1 h 24 min", ""),
        (ending_in(60 * MINUTE), "1 h 00 min", ""),
        (ending_in(10 * MINUTE + 1), "11 min", ""),
        (ending_in(10 * MINUTE), "00:10:00", ""),
        (ending_in(10 * MINUTE, show_seconds=False), "10 min", ""),
        (ending_in(5 * MINUTE), "00:05:00", "warning"),
        (ending_in(4 * MINUTE + 30_000, show_seconds=False), "5 min", "warning"),
        (ending_in(59_500), "00:01:00", "error"),
        (ending_in(500, show_seconds=False), "1 min", "error"),
        (ending_in(-5000), "00:00:00", "error"),
    ],
)
def test_seconds_are_shown_only_at_the_end_and_only_where_the_exam_says_so(
    exam: Exam, words: str, level: str, sit: Sit
) -> None:
    clock = shown(sit, replace(ANSWERING, exam=exam)).header.time_left
    assert (clock.words(), clock.level()) == (words, level)


@pytest.mark.parametrize("news", News)
def test_every_piece_of_news_stands_in_the_bar(news: News, sit: Sit) -> None:
    notice = notice_of(replace(ANSWERING, news=news))
    assert notice.words
    assert notice.level in ("info", "good", "warning", "error")
    assert shown(sit, replace(ANSWERING, news=news)).notice.words() == notice.words


def test_the_bar_is_empty_when_there_is_nothing_to_say(sit: Sit) -> None:
    assert notice_of(ANSWERING) == Notice()
    page = shown(sit, ANSWERING)
    assert page.notice.words() == ""


def test_the_bar_comes_when_the_network_goes(sit: Sit) -> None:
    seat = sit(ANSWERING)
    page = seat.window.page()
    assert isinstance(page, ExamPage)
    assert page.notice.isHidden()
    seat.window.show_state(OFFLINE)
    assert page.notice.isVisible()
    assert page.notice.words() == "The network is gone. Go on: your answers are saved on this machine."


def test_a_machine_that_cannot_save_outweighs_all_other_news() -> None:
    lights = Lights(LocalSaving.FAILED)
    for trouble in (None, UNREACHABLE, JournalError("disk full")):
        notice = notice_of(replace(OFFLINE, news=News.TIME_5, trouble=trouble, lights=lights))
        assert notice.level == "error"
        assert notice.words.startswith("This machine cannot save at the moment.")


def test_news_of_the_time_outweighs_a_network_that_has_been_gone_for_long() -> None:
    assert "5 minutes" in notice_of(replace(OFFLINE, news=News.TIME_5, trouble=UNREACHABLE)).words


def test_being_offline_is_said_even_where_nobody_made_news_of_it() -> None:
    assert "network is gone" in notice_of(replace(OFFLINE, news=None)).words


def test_trouble_while_answering_says_what_helps() -> None:
    notice = notice_of(replace(ANSWERING, trouble=PaperDamagedError("part 12ab is missing")))
    assert "Your answers are safe." in notice.words
    assert "Clear cache" in notice.words
    assert "12ab" not in notice.words
    assert "12ab" in notice.small
