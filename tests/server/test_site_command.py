"""`examserver site` as a site admin uses it, while the service runs and while it does not."""

import subprocess
import sys
from pathlib import Path

import pytest

from examserver.cli.command_line import main
from examserver.services.gate import SiteRules, read_rules
from examserver.serving import SiteServer
from examserver.storage.networks import all_networks
from examserver.storage.settings import SiteSettings
from examserver.storage.store import reading
from tests.server.conftest import LINES, Prepared, choose

WORDS = [
    ["networks", "add", "10.1.0.0/16", "--note", "机房 A"],
    ["networks", "add", "2001:db8::7"],
    ["proxies", "add", "10.1.0.2"],
    ["contact", "考务办公室 010-1234567"],
    ["cover", "on"],
    ["minimum-client", "0.1.0"],
    ["front", "/sealed/"],
]
SHOWN = """Registered networks:
10.1.0.0/16\t机房 A
2001:db8::7/128
Proxies: 10.1.0.2/32
Whom to call: 考务办公室 010-1234567
Paper outside: covered
Oldest client: 0.1.0
Sealed parts: sent by a proxy from /sealed/
"""


def site(prepared: Prepared, subject: str, *words: str) -> int:
    return main(["site", subject, str(prepared.folder.root), *words])


def rules(prepared: Prepared) -> SiteRules:
    with reading(prepared.folder) as connection:
        return read_rules(connection)


@pytest.mark.parametrize("is_running", [False, True])
def test_all_that_was_chosen_is_kept_and_shown(
    prepared: Prepared, is_running: bool, request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str]
) -> None:
    if is_running:
        request.getfixturevalue("server")
    for subject, *words in WORDS:
        assert site(prepared, subject, *words) == 0
    capsys.readouterr()
    assert site(prepared, "show") == 0
    assert capsys.readouterr().out == SHOWN


def test_a_new_folder_shows_what_holds_without_any_choice(
    prepared: Prepared, capsys: pytest.CaptureFixture[str]
) -> None:
    assert site(prepared, "show") == 0
    assert capsys.readouterr().out.splitlines() == [
        "No network is registered: nobody but this machine itself is admitted.",
        f"Register one: examserver site networks {prepared.folder.root} add 203.0.113.0/24",
        "Proxies: none",
        "Whom to call: nobody is named",
        "Paper outside: stays visible",
        "Oldest client: any",
        "Sealed parts: sent by the service",
    ]
    assert rules(prepared).settings == SiteSettings()


def test_networks_are_counted_listed_and_removed(
    prepared: Prepared, capsys: pytest.CaptureFixture[str]
) -> None:
    site(prepared, "networks", "add", "10.1.0.0/16")
    assert capsys.readouterr().out == "10.1.0.0/16 is registered.\n1 network is registered now.\n"
    site(prepared, "networks", "add", "::ffff:192.0.2.7", "--note", "line 2")
    assert capsys.readouterr().out == "192.0.2.7/32 is registered.\n2 networks are registered now.\n"
    site(prepared, "networks", "list")
    assert sorted(capsys.readouterr().out.splitlines()) == ["10.1.0.0/16", "192.0.2.7/32\tline 2"]
    site(prepared, "networks", "remove", "192.0.2.7")
    assert capsys.readouterr().out == "192.0.2.7/32 is removed.\n1 network is registered now.\n"
    site(prepared, "networks", "remove", "10.1.0.0/16")
    assert "No network is registered now: only this machine itself is inside." in capsys.readouterr().out
    site(prepared, "networks", "list")
    assert "nobody but this machine itself" in capsys.readouterr().out


def test_the_same_network_again_changes_its_note_at_most(
    prepared: Prepared, capsys: pytest.CaptureFixture[str]
) -> None:
    for words in (["--note", "first"], [], ["--note", "second"]):
        assert site(prepared, "networks", "add", "10.1.0.0/16", *words) == 0
    assert capsys.readouterr().out.count("was registered already.\n1 network is registered now.") == 2
    with reading(prepared.folder) as connection:
        assert [(one.cidr, one.note) for one in all_networks(connection)] == [("10.1.0.0/16", "second")]


@pytest.mark.parametrize("networks", [["0.0.0.0/0"], ["::/0"], ["0.0.0.0/1", "128.0.0.0/1"]])
def test_a_network_that_admits_everybody_is_taken_with_a_warning(
    prepared: Prepared, networks: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    for network in networks:
        assert site(prepared, "networks", "add", network) == 0
    assert capsys.readouterr().out.count("Take care: every address of this kind is inside now") == 1


def test_this_machine_is_registered_with_a_word_about_proxies_on_it(
    prepared: Prepared, capsys: pytest.CaptureFixture[str]
) -> None:
    for network in ("127.0.0.1", "::1"):
        site(prepared, "networks", "add", network)
        assert "stations behind a proxy on this machine are inside now" in capsys.readouterr().out
    site(prepared, "networks", "add", "10.1.0.0/16")
    assert "proxy" not in capsys.readouterr().out


def test_a_network_within_another_is_taken_with_a_hint(
    prepared: Prepared, capsys: pytest.CaptureFixture[str]
) -> None:
    site(prepared, "networks", "add", "10.0.0.0/8")
    site(prepared, "networks", "add", "10.1.0.0/16")
    assert "Nothing changes by it: 10.0.0.0/8 has all of its addresses already." in capsys.readouterr().out
    site(prepared, "networks", "add", "10.0.0.0/7")
    assert "Nothing changes" not in capsys.readouterr().out
    assert len(rules(prepared).networks) == 3


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["networks", "add", "10.1.2.3/16"], "that would be 10.1.0.0/16."),
        (["networks", "add", "room 3"], "“room 3” is not a network."),
        (["networks", "add", "10.2.0.0/16", "--note", "x" * 201], "The note has more than 200 characters"),
        (["networks", "remove", "10.2.0.0/16"], "10.2.0.0/16 is not registered."),
        (["proxies", "add", "0.0.0.0/0"], "every address would be a proxy"),
        (["proxies", "add", "128.0.0.0/1"], "every address would be a proxy"),
        (["proxies", "remove", "10.1.0.9"], "10.1.0.9/32 is no proxy."),
        (["proxies", "add", "proxy.example"], "is not a network."),
        (["contact", "a\u202eb"], "some that cannot be shown"),
        (["minimum-client", "1.4rc1"], "“1.4rc1” is not a version."),
        (["minimum-client", "newest"], "“newest” is not a version."),
    ],
)
@pytest.mark.parametrize("is_running", [False, True])
def test_what_cannot_be_taken_is_refused_and_changes_nothing(
    prepared: Prepared,
    words: list[str],
    sentence: str,
    is_running: bool,
    request: pytest.FixtureRequest,
    capsys: pytest.CaptureFixture[str],
) -> None:
    choose(prepared.folder, *LINES, proxies=("0.0.0.0/1",), contact="x", minimum_client="0.1")
    before = rules(prepared)
    if is_running:
        request.getfixturevalue("server")
    assert site(prepared, *words) == 1
    assert sentence in capsys.readouterr().err
    assert rules(prepared) == before


def test_a_minimum_above_this_services_own_version_is_doubted(
    prepared: Prepared, capsys: pytest.CaptureFixture[str]
) -> None:
    site(prepared, "minimum-client", "0.1")
    assert capsys.readouterr().out == "Clients older than 0.1 cannot log in.\n"
    site(prepared, "minimum-client", " ９９.０ ")
    assert "Take care: this service came with clients of version" in capsys.readouterr().out
    assert rules(prepared).settings.minimum_client == "99.0"
    site(prepared, "minimum-client", "none")
    assert rules(prepared).settings.minimum_client == ""


def test_proxies_are_listed_and_not_taken_twice(
    prepared: Prepared, capsys: pytest.CaptureFixture[str]
) -> None:
    site(prepared, "proxies", "list")
    assert "believed from nobody" in capsys.readouterr().out
    for _ in range(2):
        site(prepared, "proxies", "add", "10.1.0.2")
    site(prepared, "proxies", "add", "fd00::/64")
    assert "10.1.0.2/32 is a proxy already." in capsys.readouterr().out
    site(prepared, "proxies", "list")
    assert capsys.readouterr().out == "10.1.0.2/32\nfd00::/64\n"
    site(prepared, "proxies", "remove", "10.1.0.2")
    assert rules(prepared).settings.proxies == ("fd00::/64",)


@pytest.mark.parametrize(
    "words",
    [[], ["networks"], ["networks", "DIR"], ["cover", "DIR", "maybe"], ["contact", "DIR"], ["x", "DIR"]],
)
def test_words_that_are_not_understood_end_with_2(words: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["site", *words])
    assert ended.value.code == 2


def test_the_running_service_shows_what_it_goes_by(
    fenced: Prepared, server: SiteServer, capsys: pytest.CaptureFixture[str]
) -> None:
    assert server.is_serving
    assert site(fenced, "networks", "list") == 0
    assert capsys.readouterr().out.splitlines() == list(LINES)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows ends processes without asking them")
@pytest.mark.parametrize(
    ("networks", "lines"),
    [
        (LINES, ["Inside the exam site are: 10.1.0.0/16, 2001:db8:1::/48."]),
        (
            (),
            [
                "No network is registered: nobody but this machine itself is admitted.",
                "Register one: examserver site networks {root} add 203.0.113.0/24",
            ],
        ),
    ],
)
def test_serve_says_at_its_start_who_is_inside(
    prepared: Prepared, networks: tuple[str, ...], lines: list[str]
) -> None:
    choose(prepared.folder, *networks)
    root: Path = prepared.folder.root
    command = [sys.executable, "-m", "examserver", "serve", str(root), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline().startswith("Serving at ")
        assert [process.stdout.readline() for _ in lines] == [f"{line.format(root=root)}\n" for line in lines]
        process.terminate()
        process.communicate(timeout=30)


@pytest.mark.parametrize("address", ["sealed", "/sealed", "/../", "//", "http://there/", "/a b/"])
def test_what_is_no_address_inside_a_front_server_is_refused(
    prepared: Prepared, address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert site(prepared, "front", address) == 1
    assert "is no address inside a front server" in capsys.readouterr().err
    assert rules(prepared).settings.front == ""


def test_a_front_server_without_a_proxy_is_told_to_nobody_and_that_is_said(
    prepared: Prepared, capsys: pytest.CaptureFixture[str]
) -> None:
    site(prepared, "front", "/sealed/")
    assert "site proxies DIR add" in capsys.readouterr().out
    site(prepared, "front", "none")
    assert rules(prepared).settings.front == ""
