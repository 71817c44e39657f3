"""What the overview says of backups, on either database: a server makes its own, and this page sees none."""

from examserver.serving import SiteServer
from tests.server.conftest import Prepared
from tests.server.visitor import Visitor, add_admin


def test_backups_are_spoken_of_where_the_service_makes_them(
    prepared: Prepared, server: SiteServer, tables: str
) -> None:
    add_admin(prepared)
    visitor = Visitor(server.port)
    visitor.log_in()
    page = visitor.get("/web/").text
    assert ("its backups and its standby are its own" in page) == bool(tables)
    assert ("Last backup, read back whole" in page) == (not tables)
    assert ("No backup was made yet." in page) == (not tables)
