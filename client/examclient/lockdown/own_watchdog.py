"""This client's own watchdog: from when somebody sits down on, and after a crash from the very beginning.

Rule: a start that follows a crash is watched before anything else can fail in it. Else the exam would stay
away where the client crashes again on its way back to it.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from examclient.lockdown.companion import Companion, companion_of
from examclient.lockdown.own_command import own_command
from examclient.lockdown.watchdog import AGAIN, BYE, read_crashes


@contextmanager
def own_watchdog(environment: Mapping[str, str]) -> Iterator[Companion]:
    """Not running yet, unless the start before crashed. It ends in order with the context; after an error the
    pipe breaks with this process, as after a crash.
    """
    watchdog = companion_of("examclient.lockdown.watchdog", *own_command())
    if read_crashes(environment):
        watchdog.start()
    yield watchdog
    if watchdog.last_word != AGAIN:
        watchdog.say(BYE)
        watchdog.stop()
