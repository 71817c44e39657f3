"""Which clients may log in: versions are compared by their numbers."""

import pytest

from examserver.cli.command_line import main
from examserver.services.client_version import is_too_old
from tests.server.conftest import Prepared
from tests.server.station import RefusedByServiceError, Station


@pytest.mark.parametrize(
    ("client", "minimum", "too_old"),
    [
        ("0.10.0", "0.9", False),
        ("0.9.12", "0.10", True),
        ("1.4.0", "1.4", False),
        ("1.4", "1.4.0", False),
        ("1.4.0.0", "1.4", False),
        ("1.3.99", "1.4", True),
        ("2", "1.99.99.99", False),
        ("0.1.0", "0.1.0", False),
        ("1.2.1-0", "1.2.1", False),
        ("1.2.1+build.7", "1.2.1", False),
        ("1.2.1 (Windows)", "1.2.2", True),
        ("01.02", "1.2", False),
        ("1.4rc1", "1.4", True),
        ("1.5rc1", "1.4", True),
        ("v9.9", "1.4", True),
        ("test 1", "0.0.1", True),
        ("", "0", True),
        ("١.٤", "1.4", True),
        ("9" * 40, "1.4", True),
        ("test 1", "", False),
        ("", "", False),
    ],
)
def test_versions_are_compared_by_their_numbers(client: str, minimum: str, too_old: bool) -> None:
    assert is_too_old(client, minimum) == too_old


def test_an_older_client_hears_which_version_is_needed(prepared: Prepared, station: Station) -> None:
    root = str(prepared.folder.root)
    station.log_in(client="0.9.0")
    assert main(["site", "minimum-client", root, "0.10"]) == 0
    for client in ("0.9.99", "test 1"):
        with pytest.raises(RefusedByServiceError) as refused:
            station.log_in(client=client)
        assert (refused.value.status, refused.value.reply.error) == (403, "client_too_old")
        assert refused.value.reply.about == "0.10"
    station.log_in(client="0.10.0")
    assert main(["site", "minimum-client", root, "none"]) == 0
    station.log_in(client="test 1")


def test_a_session_that_an_older_client_has_goes_on(prepared: Prepared, station: Station) -> None:
    station.log_in(client="0.9.0")
    assert main(["site", "minimum-client", str(prepared.folder.root), "0.10"]) == 0
    pen = station.pen()
    assert station.sync(pen).head == pen.head
    assert station.submit(pen).receipt


def test_an_old_client_is_told_before_its_numbers_are_looked_at(prepared: Prepared, station: Station) -> None:
    main(["site", "minimum-client", str(prepared.folder.root), "2"])
    for _ in range(30):
        with pytest.raises(RefusedByServiceError, match="client_too_old"):
            station.log_in(identity="wrong", client="1.0")
