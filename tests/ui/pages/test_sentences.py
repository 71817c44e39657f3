"""Whatever happens, the screen has a sentence for it, in both languages."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from examclient import errors
from examclient.domain.phases import Phase
from examclient.domain.state import News
from examclient.errors import (
    FILE_WORDS,
    DriveFullError,
    ExamError,
    ExportError,
    ExportFault,
    FileError,
    FileFault,
    KeyFault,
    KeyFileError,
    SiteRefusedError,
    SiteUnreachableError,
)
from examclient.ui.export_sentences import FAULTS, sentence_at_export
from examclient.ui.file_sentences import WORDS
from examclient.ui.refusals import REFUSALS
from examclient.ui.sentence import Sentence
from examclient.ui.sentences import ERRORS, NEWS, sentence_of, sentence_of_news, telephone_line
from examclient.ui.translation import install_language
from examclient.ui.widgets.times import day_and_minute, to_the_next_minute
from examprotocol.messages import Refusal
from tests.ui.pages.conftest import TRANSLATIONS
from tests.ui.pages.states import MINUTE, NOW

KINDS = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, ExamError)]
TECHNICAL = "Errno 28 in /var/lib"


@pytest.fixture(params=["zh_CN", "en"])
def language(request: pytest.FixtureRequest, themed: QApplication) -> Iterator[str]:
    install_language(themed, request.param, TRANSLATIONS)
    yield request.param
    install_language(themed, "en", TRANSLATIONS)


def troubles() -> list[ExamError]:
    refused = [SiteRefusedError(code, TECHNICAL, until) for code in Refusal for until in (0, NOW)]
    exports = [ExportError(fault, TECHNICAL) for fault in ExportFault]
    keys = [KeyFileError(fault, TECHNICAL) for fault in KeyFault]
    files = [FileError(fault, TECHNICAL) for fault in FileFault]
    special = SiteRefusedError | ExportError | KeyFileError | FileError
    others = [kind(TECHNICAL) for kind in KINDS if not issubclass(kind, special)]
    return [*refused, SiteRefusedError("of a later version", TECHNICAL), *exports, *keys, *files, *others]


def check(sentence: Sentence, language: str) -> None:
    whole = sentence.whole
    assert sentence.title
    assert TECHNICAL not in whole
    assert "{" not in whole
    assert not any(sign in whole.lower() for sign in ("!", "！", "invalid", "error", "later"))
    is_chinese = any("一" <= letter <= "鿿" for letter in whole)
    assert is_chinese == (language == "zh_CN"), whole


@pytest.mark.parametrize("trouble", troubles(), ids=lambda error: type(error).__name__)
def test_every_trouble_has_a_sentence_in_every_phase(trouble: ExamError, language: str) -> None:
    for phase in Phase:
        sentence = sentence_of(trouble, phase)
        check(sentence, language)
        assert sentence.advice or "Go on" in sentence.title or "请继续作答" in sentence.title


def test_every_fault_of_a_file_has_words_that_are_translated() -> None:
    assert set(WORDS) == {words for pair in FILE_WORDS.values() for words in pair}


@pytest.mark.parametrize("fault", ExportFault)
def test_every_reason_why_answers_are_not_on_a_drive_has_its_own_sentence(
    fault: ExportFault, language: str
) -> None:
    said = [sentence_at_export(ExportError(one, TECHNICAL), Phase.LOGIN) for one in ExportFault]
    mine = sentence_at_export(ExportError(fault, TECHNICAL), Phase.LOGIN)
    assert mine.advice
    if fault is not ExportFault.FULL:
        check(mine, language)
    assert [one.title for one in said].count(mine.title) == 1


def test_a_full_drive_says_how_much_is_needed_and_how_much_is_free(language: str) -> None:
    sentence = sentence_at_export(DriveFullError(TECHNICAL, 7_300_000, 20_000), Phase.LOGIN)
    check(sentence, language)
    assert "7.3 MB" in sentence.title
    assert "20.0 kB" in sentence.title


@pytest.mark.parametrize("news", News)
def test_every_piece_of_news_has_a_sentence(news: News, language: str) -> None:
    check(sentence_of_news(news), language)


def test_the_tables_are_whole() -> None:
    assert set(NEWS) == set(News)
    assert set(REFUSALS) == set(Refusal)
    assert set(ERRORS) == {kind for kind in KINDS if kind is ExportError or not issubclass(kind, ExportError)}
    assert set(FAULTS) == set(ExportFault)


def test_the_network_is_spoken_of_in_the_words_of_the_room(themed: QApplication) -> None:
    install_language(themed, "zh_CN", TRANSLATIONS)
    gone = sentence_of(SiteUnreachableError("x"), Phase.ANSWERING)
    assert gone.whole == "网络已断开，请继续作答，答案已保存在本机。"
    assert sentence_of_news(News.NETWORK_BACK).whole == "网络已恢复，答案已全部保存到考点。"
    install_language(themed, "en", TRANSLATIONS)


def test_an_exam_that_opens_later_says_when(themed: QApplication) -> None:
    install_language(themed, "en", TRANSLATIONS)
    refused = SiteRefusedError(Refusal.NO_EXAM, "x", NOW)
    assert to_the_next_minute(NOW, NOW) in sentence_of(refused, Phase.LOGIN).advice
    unknown_time = sentence_of(SiteRefusedError(Refusal.NO_EXAM, "x"), Phase.LOGIN)
    assert to_the_next_minute(NOW, NOW) not in unknown_time.advice


def test_who_is_outside_reads_the_address_and_whom_to_call(themed: QApplication) -> None:
    install_language(themed, "zh_CN", TRANSLATIONS)
    nobody_named = SiteRefusedError(Refusal.OUTSIDE, "x", about="1.2.3.4")
    at_the_login = sentence_of(nobody_named, Phase.LOGIN).whole
    assert at_the_login == "请在考场范围内进行考试。当前地址 1.2.3.4 未登记，请联系考点管理员。"
    install_language(themed, "en", TRANSLATIONS)
    refused = SiteRefusedError(Refusal.OUTSIDE, "x", about="1.2.3.4", contact="Ms Li")
    waiting = sentence_of(refused, Phase.PREPARING)
    assert "1.2.3.4 is not registered: please call Ms Li." in waiting.advice
    assert "tries again by itself" in waiting.advice


def test_what_is_needed_and_how_long_to_wait_is_named(themed: QApplication) -> None:
    install_language(themed, "en", TRANSLATIONS)
    too_old = sentence_of(SiteRefusedError(Refusal.CLIENT_TOO_OLD, "x", about="1.4.0"), Phase.LOGIN)
    assert "Version 1.4.0 has to be installed" in too_old.advice
    too_often = sentence_of(SiteRefusedError(Refusal.TOO_OFTEN, "x", NOW), Phase.LOGIN)
    assert too_often.advice == f"You can try again at {to_the_next_minute(NOW, NOW)}."


def test_the_telephone_hears_the_technical_name() -> None:
    assert telephone_line(SiteRefusedError("busy", "queue full")) == "busy: queue full"
    assert telephone_line(SiteUnreachableError("ConnectTimeout")) == "SiteUnreachable: ConnectTimeout"


def test_the_day_is_said_where_it_goes_on_another_day(themed: QApplication) -> None:
    install_language(themed, "en", TRANSLATIONS)
    tomorrow = NOW // MINUTE * MINUTE + 24 * 60 * MINUTE
    refused = SiteRefusedError(Refusal.NO_EXAM, "", until=tomorrow, wait=24 * 3600.0)
    assert f"from {day_and_minute(tomorrow)} on" in sentence_of(refused, Phase.LOGIN).advice
