"""A rehearsal stops the service itself: it says why, keeps everything, and can be started again."""

import re
import subprocess
import sys

from examserver.cli.serve import START_AGAIN
from examserver.serving import SiteServer
from tests.server.conftest import Prepared
from tests.server.sittings import morning_of
from tests.server.visitor import Visitor, add_admin

WAIT = 60


def test_the_button_stops_the_service_with_a_code_that_makes_supervisors_start_it_again(
    prepared: Prepared,
) -> None:
    drill = morning_of(prepared, rehearsal=True)
    add_admin(prepared)
    root = str(prepared.folder.root)
    command = [sys.executable, "-u", "-m", "examserver", "serve", root, "--port", "0"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, encoding="utf-8"
    ) as process:
        assert process.stdout is not None
        said = re.match(r"Serving at http://127\.0\.0\.1:(\d+)\.", process.stdout.readline())
        assert said is not None
        admin = Visitor(int(said[1]))
        assert admin.log_in().status == 303
        seen = admin.post("/web/rehearsal/stop", {"id": drill.sitting, "sure": "1"})
        assert (seen.status, "The service stops now." in seen.text) == (200, True)
        rest = process.stdout.read()
        assert process.wait(WAIT) == START_AGAIN
    assert "Stopped. Everything that was acknowledged is stored." in rest
    with SiteServer(prepared.folder.root, port=0) as server:
        assert server.is_serving
        assert not server.is_to_stop
