"""The longest attempts that are planned for fit into one package, as the client saves them."""

import pytest

from benchmarks.essays import CHARACTERS, essay_logs
from examprotocol.merge import fold
from examprotocol.package import heads_of
from examprotocol.package_reading import open_package, read_package, unlock_by_key
from examprotocol.package_seal import LARGEST, seal_package
from examprotocol.responses import TextResponse
from tests.protocol.packages import PASSWORD, SERVICE, STATION, make_package, public, stations


@pytest.mark.parametrize("saves", [2_500, 5_000])
def test_two_long_essays_fit_into_a_package(saves: int) -> None:
    logs = essay_logs(2, saves)
    package = make_package(logs=logs, heads=heads_of(logs))
    data = seal_package(package, STATION, PASSWORD, public(SERVICE))
    assert len(data) <= LARGEST
    sealed = read_package(data)
    opened = open_package(sealed, unlock_by_key(sealed, SERVICE), stations())
    responses = [fold(opened.logs).response(question) for question in ("q0", "q1")]
    assert all(isinstance(one, TextResponse) and len(one.text) == CHARACTERS for one in responses)
