"""What `docs/deployment.md` tells admins to write is what the client reads, in both languages of the page."""

import re

from examclient.domain.settings import EVERY_KEY
from examclient.places import program_folder

PAGE = (program_folder() / "docs" / "deployment.md").read_text(encoding="utf-8")
ENGLISH, CHINESE = PAGE.split("\n## 简体中文\n")
PROPERTY = re.compile(r"^\| `([A-Z]+)` \|", re.MULTILINE)
SETTING = re.compile(r"`(?:user\.ini`, `)?(\[\w+\] \w+)")
"""`[Site] Seat`, also where a value follows."""


def test_every_setting_that_the_page_names_is_one() -> None:
    named = set(SETTING.findall(PAGE))
    assert len(named) >= 6
    assert named <= {key.label for key in EVERY_KEY}


def test_both_languages_offer_the_same_properties() -> None:
    assert len(PROPERTY.findall(ENGLISH)) == 8
    assert set(PROPERTY.findall(CHINESE)) == set(PROPERTY.findall(ENGLISH))
