"""What the page for site admins says to type is understood by the service's command line."""

import re
from pathlib import Path

import pytest

from examserver.cli.command_line import main

PAGE = (Path(__file__).parents[2] / "docs" / "operations.md").read_text(encoding="utf-8")
SAID = sorted(set(re.findall(r"`examserver ([^`]+)`", PAGE)))
COMMANDS = [said for said in SAID if said[0].islower()]


def test_the_page_names_commands_in_both_languages() -> None:
    chinese, english = PAGE.partition("## For the site admin")[::2]
    named = [set(re.findall(r"`examserver ([a-z]+[ a-z-]*)", part)) for part in (chinese, english)]
    assert named[0] == named[1]
    assert len(COMMANDS) > 12


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
