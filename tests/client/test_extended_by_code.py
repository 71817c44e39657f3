"""More time by offline codes as the journal has it: written, read again, and never more than was said."""

import pytest

from examclient.usecases.extended_by_code import act_of, extensions_in
from examprotocol.events import EXTEND_BY_CODE, ProctorActed
from examprotocol.offline_code import OfflineExtension


@pytest.mark.parametrize("everybody", [True, False])
def test_what_was_typed_is_read_again(everybody: bool) -> None:
    extension = OfflineExtension(3, 15, everybody)
    act = act_of(extension, 2)
    assert (act.action, act.wrong_tries) == (EXTEND_BY_CODE, 2)
    assert act.detail == f"3 15 {'everybody' if everybody else 'candidate'}"
    assert list(extensions_in([act])) == [extension]


@pytest.mark.parametrize(
    "detail",
    [
        "",
        "3",
        "3 15",
        "3 15 nobody",
        "3 15 everybody now",
        "three 15 everybody",
        "3 -15 everybody",
        "³ 15 everybody",
    ],
)
def test_what_cannot_be_read_gives_no_time(detail: str) -> None:
    assert list(extensions_in([ProctorActed(EXTEND_BY_CODE, detail)])) == []
