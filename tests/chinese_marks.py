"""What does not belong into a Chinese text of ours, wherever it is shown."""

import re

HAN = r"[\u3400-\u9fff]"

HALF_WIDTH = [
    rf"{HAN}[,;:?!.](?![a-z])|[,;:?!.]{HAN}",
    rf"{HAN} *[()]|[()] *{HAN}",
    r"\.\.\.|\"|'",
    r"(?<!…)…(?!…)",
    r" …",
    r"。 |， |； |： ",
]
"""Marks of other scripts; an ellipsis has two signs (GB/T 15834)."""

NOT_SAID = {
    "(?<!使)你": "您 is said to everybody",
    "监考员|监考人员": "it is 监考老师",
    "准考证编号|准考号|身份证号": "the numbers are 准考证号 and 证件号",
    "密码错误|无效|非法": "nobody is blamed",
    "稍后再试|稍后重试": "it says when",
    "[!！]": "nobody is shouted at",
    "优盘|闪存|U盘": "it is U 盘",
}
"""Words that are not used, and why."""


def half_width(form: str) -> bool:
    """Whether a mark stands there that does not belong into a Chinese text."""
    return any(re.search(pattern, form) for pattern in HALF_WIDTH)


def in_other_words(form: str, more: dict[str, str] | None = None) -> list[str]:
    """Why the words are not those that are used; `more` are further words that are not."""
    return [why for wrong, why in (NOT_SAID | (more or {})).items() if re.search(wrong, form)]
