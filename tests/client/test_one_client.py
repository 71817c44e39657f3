"""One client for one data folder: a second is refused at once, one that takes over waits a little."""

import threading
import time
from pathlib import Path

import pytest

from examclient.errors import AlreadyRunningError
from examclient.storage.one_client import LETTING_GO, only_client


def test_a_second_client_is_refused(tmp_path: Path) -> None:
    with only_client(tmp_path), pytest.raises(AlreadyRunningError, match="running"), only_client(tmp_path):
        pass


def test_one_that_takes_over_waits_until_the_folder_is_let_go(tmp_path: Path) -> None:
    is_held, may_go = threading.Event(), threading.Event()

    def hold() -> None:
        with only_client(tmp_path):
            is_held.set()
            may_go.wait()

    dying = threading.Thread(target=hold)
    dying.start()
    is_held.wait()
    threading.Timer(0.3, may_go.set).start()
    begun = time.monotonic()
    with only_client(tmp_path, LETTING_GO):
        assert time.monotonic() - begun < LETTING_GO
    dying.join()
