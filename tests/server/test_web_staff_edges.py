"""What somebody types or follows on the staff's pages that is at the edge of what can be meant."""

import pytest

from examserver.serving import SiteServer
from examserver.web.pages import visible
from tests.server.conftest import Prepared
from tests.server.visitor import Visitor, add_admin

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def admin(prepared: Prepared, server: SiteServer) -> Visitor:
    add_admin(prepared)
    visitor = Visitor(server.port)
    assert visitor.log_in().status == 303
    return visitor


def test_a_wide_blank_is_shown_and_what_turns_a_text_around_is_not() -> None:
    assert visible("\u3000\u3000我认为\u00a0A\n") == "\u3000\u3000我认为\u00a0A\n"
    assert visible("a\u202eb\u200bc\u2028d\0") == "a\ufffdb\ufffdc\ufffdd\ufffd"
