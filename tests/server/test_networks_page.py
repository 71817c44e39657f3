"""A site admin registers the site's addresses on a page, and sets what somebody outside sees."""

import html
import re

import pytest

from examserver.cli.command_line import main
from examserver.cli.ordering import give
from examserver.services.site_orders import AddNetwork
from examserver.serving import SiteServer
from examserver.storage.networks import all_networks
from examserver.storage.settings import SiteSettings, read_settings
from examserver.storage.store import reading
from tests.server.conftest import LINES, Prepared
from tests.server.visitor import ADMIN, Seen, Visitor, add_admin
from tests.server.watching import logged_in

PAGE, ZH = "/web/networks", {"Accept-Language": "zh-CN"}


@pytest.fixture
def admin(prepared: Prepared, server: SiteServer) -> Visitor:
    add_admin(prepared)
    return logged_in(server)


def networks(prepared: Prepared) -> list[tuple[str, str]]:
    with reading(prepared.folder) as connection:
        return [(one.cidr, one.note) for one in all_networks(connection)]


def settings(prepared: Prepared) -> SiteSettings:
    with reading(prepared.folder) as connection:
        return read_settings(connection)


def said(seen: Seen) -> str:
    """What stands above the page."""
    return html.unescape(seen.text.partition("</h1>")[2].partition('<p class="small">')[0])


def test_networks_are_registered_with_a_note_and_removed_again(prepared: Prepared, admin: Visitor) -> None:
    assert "还没有登记考点地址" in admin.get(PAGE, **ZH).text
    done = admin.post(f"{PAGE}/add", {"cidr": "２０３.0.113.0/24", "note": "电信线路"}, **ZH)
    assert (done.status, "已登记 203.0.113.0/24。" in said(done), "现已登记 1 个网络。" in said(done)) == (
        200,
        True,
        True,
    )
    assert networks(prepared) == [("203.0.113.0/24", "电信线路")]
    assert "电信线路" in admin.get(PAGE).text
    done = admin.post(f"{PAGE}/remove", {"cidr": "203.0.113.0/24"}, **ZH)
    assert "已取消登记 203.0.113.0/24。" in said(done)
    assert networks(prepared) == []


@pytest.mark.parametrize(
    ("cidr", "words"),
    [
        ("房间", "“房间”不是网络或地址。"),
        ("203.0.113.7/24", "登记整个网络请填 203.0.113.0/24，只登记这个地址请填 203.0.113.7。"),
        ('"><script>', '“"><script>”不是网络或地址。'),
    ],
)
def test_what_is_no_network_is_said_above_the_form_and_stays_in_it(
    prepared: Prepared, admin: Visitor, cidr: str, words: str
) -> None:
    seen = admin.post(f"{PAGE}/add", {"cidr": cidr, "note": "备用"}, **ZH)
    assert (seen.status, words in said(seen)) == (409, True)
    assert f'value="{html.escape(cidr).replace("&quot;", "&#34;")}"' in seen.text
    assert 'value="备用"' in seen.text
    assert networks(prepared) == []


def test_a_network_of_everybody_is_registered_with_a_warning(admin: Visitor) -> None:
    assert "注意：现在这一类地址全部视为考点范围内" in said(admin.post(f"{PAGE}/add", {"cidr": "::/0"}, **ZH))


def test_an_admin_does_not_shut_the_own_page(fenced: Prepared, server: SiteServer) -> None:
    add_admin(fenced)
    admin = Visitor(server.port, headers={"X-Forwarded-For": "10.1.0.9"})
    assert admin.log_in().status == 303
    seen = admin.post(f"{PAGE}/remove", {"cidr": LINES[0]}, **ZH)
    assert (seen.status, "取消 10.1.0.0/16 后，您将无法打开本页面。" in said(seen)) == (409, True)
    give(fenced.folder.root, AddNetwork("10.1.0.9"))
    assert admin.post(f"{PAGE}/remove", {"cidr": LINES[0]}).status == 200
    assert [cidr for cidr, _ in networks(fenced)] == [LINES[1], "10.1.0.9/32"]


def test_contact_cover_and_oldest_client_are_set_on_the_same_page(prepared: Prepared, admin: Visitor) -> None:
    for path, form, words in (
        ("contact", {"contact": "考务办公室 010-1234567"}, "联系人：考务办公室 010-1234567"),
        ("cover", {"on": "1"}, "遮住试卷，监考老师可以揭开"),
        ("client", {"version": "0.0.9"}, "低于 0.0.9 的客户端不能登录。"),
    ):
        assert words in said(admin.post(f"{PAGE}/{path}", form, **ZH))
    found = settings(prepared)
    assert (found.contact, found.covers_outside, found.minimum_client) == (
        "考务办公室 010-1234567",
        True,
        "0.0.9",
    )
    page = admin.get(PAGE).text
    assert ('value="考务办公室 010-1234567"' in page, 'value="0.0.9"' in page) == (True, True)
    for path, form in (("contact", {"contact": ""}), ("cover", {"on": "0"}), ("client", {"version": " "})):
        assert admin.post(f"{PAGE}/{path}", form).status == 200
    assert settings(prepared) == SiteSettings()
    assert "“1.x”不是版本号。" in said(admin.post(f"{PAGE}/client", {"version": "1.x"}, **ZH))


def test_every_line_that_an_order_answers_is_in_chinese(prepared: Prepared, admin: Visitor) -> None:
    seen = [
        admin.post(f"{PAGE}/{path}", form, **ZH)
        for path, form in (
            ("add", {"cidr": "127.0.0.0/8"}),
            ("add", {"cidr": "127.0.0.1"}),
            ("add", {"cidr": "127.0.0.1"}),
            ("add", {"cidr": "0.0.0.0/0"}),
            ("remove", {"cidr": "127.0.0.1"}),
            ("remove", {"cidr": "203.0.113.7"}),
            ("remove", {"cidr": "127.0.0.0/8"}),
            ("remove", {"cidr": "0.0.0.0/0"}),
            ("remove", {"cidr": "0.0.0.0/0"}),
            ("contact", {"contact": ""}),
            ("contact", {"contact": "x" * 201}),
            ("cover", {"on": "0"}),
            ("client", {"version": ""}),
            ("client", {"version": "99.9"}),
        )
    ]
    lines = [line for one in seen for line in re.findall(r"<p>(?:<b>)?(.*?)(?:</b>)?</p>", said(one))]
    assert len(lines) > len(seen)
    assert [line for line in lines if not re.search(r"[\u4e00-\u9fff]", line)] == []
    assert networks(prepared) == []


def test_each_change_stands_in_the_audit_log_with_who_made_it(
    prepared: Prepared, admin: Visitor, capsys: pytest.CaptureFixture[str]
) -> None:
    admin.post(f"{PAGE}/add", {"cidr": "203.0.113.7"})
    assert main(["audit", "list", str(prepared.folder.root)]) == 0
    line = next(one for one in capsys.readouterr().out.splitlines() if "add_network" in one)
    assert ("203.0.113.7" in line, ADMIN in line) == (True, True)
