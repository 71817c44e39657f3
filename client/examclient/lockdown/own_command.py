"""How this client was started, so that it can be started again in the same way."""

import os
import subprocess
import sys

from examclient.lockdown.watchdog import CRASHES, GAVE_UP


def own_command() -> list[str]:
    """This client's command line, without the wish for the plain page."""
    return [sys.executable, *(word for word in sys.orig_argv[1:] if word != GAVE_UP)]


def start_own_again() -> None:
    """Start this client once more, beside this process; earlier crashes do not count."""
    environment = {name: value for name, value in os.environ.items() if name != CRASHES}
    detached = sys.platform != "win32"
    subprocess.Popen(own_command(), env=environment, start_new_session=detached)  # noqa: S603 - as it was started
