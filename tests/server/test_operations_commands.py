"""What the documents say to type is understood by the service's command line."""

import re
from pathlib import Path

import pytest

from examserver.cli.command_line import main

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
PAGES = {path: path.read_text(encoding="utf-8") for path in (*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"))}
SAID = sorted({said for page in PAGES.values() for said in re.findall(r"`examserver ([^`]+)`", page)})
COMMANDS = [said for said in SAID if said[0].islower()]


def test_the_page_names_commands_in_both_languages() -> None:
    chinese, english = PAGE.partition("## For the site admin")[::2]
    named = [set(re.findall(r"`examserver ([a-z]+[ a-z-]*)", part)) for part in (chinese, english)]
    assert named[0] == named[1]
    assert len(COMMANDS) > 60


@pytest.mark.parametrize("page", sorted(PAGES), ids=lambda page: page.relative_to(ROOT).as_posix())
def test_no_page_holds_two_versions_of_itself(page: Path) -> None:
    marks = ("<<<<<<< ", ">>>>>>> ", "||||||| ")
    assert [line for line in PAGES[page].splitlines() if line.startswith(marks)] == []


@pytest.mark.parametrize("said", COMMANDS)
def test_the_command_line_knows_it(said: str, capsys: pytest.CaptureFixture[str]) -> None:
    words = re.match(r"([a-z][a-z-]*(?: [a-z][a-z-]*)?)(?: (DIR) ([a-z][a-z-]*))?", said)
    assert words is not None
    command, *action = (one for one in words.groups() if one is not None)
    with pytest.raises(SystemExit) as ended:
        main([*command.split(), *action, "--help"])
    assert ended.value.code == 0
    told = capsys.readouterr().out
    assert [option for option in re.findall(r"--[a-z-]+", said) if option not in told] == []
