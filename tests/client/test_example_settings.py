"""`config/user.ini.example` has every setting that there is, and no other; it says the defaults."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from examclient.domain.config import Config
from examclient.domain.ini import parse_ini
from examclient.domain.settings import EVERY_KEY, Key
from examclient.places import program_folder
from examclient.storage.config_file import read_config

EXAMPLE = program_folder() / "config" / "user.ini.example"
TEXT = EXAMPLE.read_text(encoding="utf-8")
OFFERED = re.compile(r"^;(\w+ =)", re.MULTILINE)
ACTIVE = OFFERED.sub(r"\1", TEXT)
CHINESE = re.compile(r"[\u4e00-\u9fff]")

every_key = pytest.mark.parametrize("key", EVERY_KEY, ids=lambda key: key.label)


def comment_of(key: Key) -> list[str]:
    """The lines right above a key."""
    above: list[str] = []
    for line in TEXT.partition(f"[{key.section}]\n")[2].splitlines():
        if line.startswith(f";{key.name} ="):
            return above
        above = [*above, line] if line.startswith("; ") else []
    raise AssertionError(f"{key.label} is not offered")


def test_as_it_is_shipped_it_changes_nothing(tmp_path: Path) -> None:
    assert parse_ini(TEXT).entries == ()
    assert read_config(EXAMPLE, tmp_path) == Config(tmp_path)


def test_it_offers_every_key_of_the_program_and_no_other() -> None:
    offered = [entry.name for entry in parse_ini(ACTIVE).entries]
    assert sorted(offered) == sorted(key.known_by for key in EVERY_KEY)
    assert {f"[{entry.section}] {entry.key}" for entry in parse_ini(ACTIVE).entries} == {
        key.label for key in EVERY_KEY
    }


def test_every_offer_can_be_used_and_is_the_default_unless_it_is_somebodys_own(tmp_path: Path) -> None:
    path, here = tmp_path / "user.ini", tmp_path / "not every machine has a drive D"
    path.write_text(ACTIVE.replace(r"D:\ExamClient", str(here)), encoding="utf-8")
    config = read_config(path, tmp_path / "data")
    assert config.problems == ()
    assert config.data_folder == here
    own = {
        field: getattr(config, field)
        for field in ("data_folder", "enrol_file", "seat", "spare_folder", "mirror_folder", "paper_mirror")
    }
    assert config == replace(Config(tmp_path), **own)
    assert own["seat"] == "12"
    assert str(own["enrol_file"]).endswith("site.enrol")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"])
def test_however_it_is_saved_it_says_the_same(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "user.ini"
    path.write_bytes(ACTIVE.encode("utf-8"))
    config = read_config(path, tmp_path / "data")
    path.write_bytes(ACTIVE.replace("\n", "\r\n").encode(encoding))
    assert read_config(path, tmp_path / "data") == config


@every_key
def test_every_key_is_explained_in_both_languages(key: Key) -> None:
    comment = comment_of(key)
    assert any(CHINESE.search(line) for line in comment)
    assert any(not CHINESE.search(line) and re.search("[a-z]{3}", line) for line in comment)
