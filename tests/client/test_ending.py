"""A client that has ended is gone from the machine's disk as well: nothing of it stays open."""

import shutil
from pathlib import Path

import psutil

from examprotocol.responses import ChoiceResponse
from tests.client.seat import Seat


def test_a_client_that_has_ended_holds_none_of_its_files(seat: Seat) -> None:
    seat.sit_down()
    seat.answer("q1", ChoiceResponse("a"))
    seat.close()
    held = [file.path for file in psutil.Process().open_files() if seat.data in Path(file.path).parents]
    assert held == []
    shutil.rmtree(seat.data)  # which Windows refuses while a file in it is open
