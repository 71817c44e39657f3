"""What the translations say is said as people in the room say it, and with the same values as the source."""

import re
from collections.abc import Callable

import pytest

from tests.chinese_marks import half_width, in_other_words
from tests.ui.translated_words import Translated, translated_words

CHINESE = translated_words("zh_CN")
PLURALS = translated_words("en")
VALUES = re.compile(r"{\w*}|%n|%L?\d")

GLOSSARY = {
    r"room passwords?\b": "考场管理密码",
    r"admission numbers?\b": "准考证号",
    r"admission slip": "准考证",
    r"identity numbers?\b": "证件号",
    r"offline codes?\b": "移机码",
    r"(?<!type )(?<!both )(?<!Another )\bseat\b": "座位",
    r"\bhand(ed|ing)? (them )?in\b": "交卷",
    r"\bsubmit(ting)?\b": "交卷",
    r"clear cache": "清空缓存",
    r"\brefresh\b": "刷新",
    r"\breceipts?\b": "回执",
    r"\bexport(s|ed)?\b": "导出",
    r"\bsticks?\b": "U 盘",
    r"\bproctor": "监考",
    r"enrolment files?\b": "注册文件",
    r"(?<!inside the )\bexam site(?! wants)\b": "考点",
    r"(this|sealed|the|your|of) paper\b": "试卷",
    r"raise your hand": "举手",
    r"self-check": "检测",
    r"\bflag(ged)?\b": "标记",
    r"not answered": "未作答",
    r"set (this machine|it) up": "初始化",
    r"the client\b": "(客户端|考试程序)",
}
"""Words of the field: where the English says one, the Chinese says the other."""

NOT_ON_THE_SCREEN = {
    "考试客户端|应用程序|(?<!杀毒)软件(?!绘制)": "candidates read 考试程序, technical staff 客户端",
    "服务器": "it is 考点服务",
    "提交": "handing in is 交卷",
}
"""Words that the client does not use, and why."""

SAID_IN_TWO_WAYS = {", ", "Seat", "Exam", "Time", "Address", "Answered {n} of {m}"}
"""Short texts whose Chinese depends on where they stand. All others are said in one way only."""


def wrong_in_chinese(is_right: Callable[[Translated, str], bool]) -> list[str]:
    """What does not hold, each with the text that it is said for."""
    return [f"{one} => {form}" for one in CHINESE for form in one.forms if not is_right(one, form)]


def words_missed(one: Translated) -> list[str]:
    """The words of the field that the English has and the Chinese has not."""
    asked = {cn for en, cn in GLOSSARY.items() if re.search(en, one.source, re.IGNORECASE)}
    return [word for word in asked if not all(re.search(word, form) for form in one.forms)]


def test_chinese_fills_in_the_same_values() -> None:
    same = lambda one, form: sorted(VALUES.findall(form)) == sorted(VALUES.findall(one.source))  # noqa: E731
    assert wrong_in_chinese(same) == []


def test_english_has_a_form_for_one_and_one_for_many() -> None:
    for one in PLURALS:
        single, many = one.forms
        assert VALUES.findall(single) == VALUES.findall(many) == VALUES.findall(one.source), one
        assert "(s)" not in single + many, one
    assert {one.source for one in PLURALS} == {one.source for one in CHINESE if one.is_plural}


def test_chinese_has_chinese_marks() -> None:
    assert wrong_in_chinese(lambda _, form: not half_width(form)) == []


def test_a_whole_sentence_ends_as_one() -> None:
    assert wrong_in_chinese(lambda one, form: form.endswith("。") == one.source.endswith(".")) == []


def test_chinese_takes_the_words_of_the_field() -> None:
    assert {str(one): words for one in CHINESE if (words := words_missed(one))} == {}


def test_chinese_says_nothing_in_other_words() -> None:
    found = {
        form: why for one in CHINESE for form in one.forms if (why := in_other_words(form, NOT_ON_THE_SCREEN))
    }
    assert found == {}


def test_english_does_not_shout_or_blame() -> None:
    loud = re.compile(r"!|\binvalid\b|\billegal\b|\berror\b|try again later", re.IGNORECASE)
    assert [one.source for one in CHINESE if loud.search(one.source)] == []


def test_one_text_is_said_in_one_way_wherever_it_stands() -> None:
    said: dict[str, set[tuple[str, ...]]] = {}
    for one in CHINESE:
        said.setdefault(one.source, set()).add(one.forms)
    assert {source for source, forms in said.items() if len(forms) > 1} == SAID_IN_TWO_WAYS


@pytest.mark.parametrize(
    "form", ["请举手, 不要关机", "正在打开…", "正在打开 ……", "（请举手)", "完成.", '他说"好"', "好。 请坐"]
)
def test_marks_that_do_not_belong_are_seen(form: str) -> None:
    assert half_width(form)


@pytest.mark.parametrize("form", ["正在打开……", "10:03", "文件：[OpenGL] Level=0", "{n} / {m}，共 3 个"])
def test_marks_that_belong_are_let_through(form: str) -> None:
    assert not half_width(form)
