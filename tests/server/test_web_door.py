"""Who may use the web page: from where, by which password, for how long, and only by our own forms."""

import re
import ssl
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from argon2 import PasswordHasher, extract_parameters

from examserver.cli.ordering import give
from examserver.services import staff_passwords
from examserver.services.exams import MINUTE
from examserver.services.member_orders import ChangeMemberPassword, RemoveMember
from examserver.services.site_orders import AddNetwork
from examserver.services.staff_passwords import hashed
from examserver.serving import SiteServer
from examserver.storage.rulings import rulings_of
from examserver.storage.staff import all_staff
from examserver.storage.store import reading
from examserver.tls import ANYWHERE
from tests.server.conftest import CONTACT, FakeClock, Prepared
from tests.server.packing import attempt_of
from tests.server.visitor import ADMIN, SECRET, Seen, Visitor, add_admin

PAGES = ["/web/", "/web/import", "/web/imports", "/web/find?exam=x&candidate=y", "/web/attempts/x"]
CHANGES = [
    "/web/import/look",
    "/web/import/take",
    "/web/attempts/x/choose",
    "/web/attempts/x/prefer",
    "/web/attempts/x/take-back",
    "/web/logout",
]


@pytest.fixture
def visitor(prepared: Prepared, server: SiteServer) -> Visitor:
    add_admin(prepared)
    return Visitor(server.port)


@pytest.fixture
def admin(visitor: Visitor) -> Visitor:
    assert visitor.log_in().goes_to == "/web/"
    return visitor


def test_who_is_not_logged_in_is_led_to_the_login_and_sees_nothing(visitor: Visitor) -> None:
    assert {visitor.get(path).goes_to for path in ("/", "/web")} == {"/web/"}
    for page in PAGES:
        reply = visitor.get(page)
        assert (reply.status, reply.goes_to, reply.body) == (303, "/web/login", b"")


def test_who_is_not_logged_in_changes_nothing(visitor: Visitor) -> None:
    assert [visitor.post(path).status for path in CHANGES] == [401] * len(CHANGES)


@pytest.mark.parametrize("proof", ["", "0" * 64, "é"])
def test_a_form_without_the_proof_of_its_session_changes_nothing(admin: Visitor, proof: str) -> None:
    admin.proof = proof
    assert [admin.post(path).status for path in CHANGES] == [403] * len(CHANGES)
    assert admin.get("/web/import").status == 200


@pytest.mark.parametrize("sender", ["cross-site", "same-site", "none"])
def test_a_form_that_another_sites_page_sends_changes_nothing(admin: Visitor, sender: str) -> None:
    for path in (*CHANGES, "/web/login", "/web/language"):
        reply = admin.post(path, {"name": ADMIN, "password": SECRET}, **{"Sec-Fetch-Site": sender})
        assert reply.status == 403
        assert "set-cookie" not in reply.headers


@pytest.mark.parametrize(
    ("origin", "status"),
    [("http://127.0.0.1:{}", 303), ("http://evil.example", 403), ("null", 403), ("", 403)],
)
def test_an_older_browser_is_believed_by_its_origin(visitor: Visitor, origin: str, status: int) -> None:
    named = {"Origin": origin.format(visitor.port)} if origin else {}
    form = b"name=%E6%9D%8E%E8%80%81%E5%B8%88&password=correct+horse+battery+staple"
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    assert visitor.ask("POST", "/web/login", form, kind | named).status == status


def test_a_session_is_a_cookie_that_no_script_and_no_other_site_can_use(visitor: Visitor) -> None:
    reply = visitor.log_in()
    (cookie,) = reply.headers.get_all("set-cookie", [])
    assert {"HttpOnly", "SameSite=strict", "Path=/"} <= set(cookie.split("; "))
    assert len(visitor.cookies["session"]) >= 43
    assert visitor.proof not in cookie
    assert "expires" not in cookie.lower()


def test_over_tls_no_other_host_and_no_plain_connection_can_set_the_session(prepared: Prepared) -> None:
    add_admin(prepared)
    with SiteServer(prepared.folder.root, host=ANYWHERE[0], port=0) as server:
        trusted = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        trusted.load_verify_locations(prepared.folder.authority_certificate)
        visitor = Visitor(server.port, tls=trusted)
        (cookie,) = visitor.log_in().headers.get_all("set-cookie", [])
        assert cookie.startswith("__Host-session=")
        assert {"Secure", "HttpOnly", "SameSite=strict", "Path=/"} <= set(cookie.split("; "))
        assert visitor.get("/web/imports").status == 200
        assert visitor.post("/web/logout").goes_to == "/web/login"
        assert visitor.get("/web/imports").goes_to == "/web/login"


def test_what_counts_of_a_password_is_as_with_room_passwords(visitor: Visitor) -> None:
    assert visitor.log_in(password=SECRET.upper().replace(" ", "-")).status == 303


@pytest.mark.parametrize(
    ("name", "password"),
    [(ADMIN, "wrong"), (ADMIN, ""), ("nobody", SECRET), ("", ""), (ADMIN, "x" * 100_000)],
)
def test_a_wrong_name_and_a_wrong_password_are_refused_in_the_same_words(
    visitor: Visitor, name: str, password: str
) -> None:
    reply = visitor.log_in(name, password)
    assert reply.status == 403
    assert "Name or password is wrong." in reply.text
    assert "session" not in visitor.cookies


def test_a_name_that_no_database_takes_logs_nobody_in(visitor: Visitor) -> None:
    assert visitor.log_in("a\0", "b\0").status == 400
    assert "session" not in visitor.cookies


def test_the_first_unknown_name_costs_no_more_than_a_known_one(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One check in a thread, and no hash made before it while stations wait."""
    verified = list[str]()

    def verify(hasher: PasswordHasher, known: str, typed: str) -> bool:
        verified.append(known)
        return really(hasher, known, typed)

    really = PasswordHasher.verify
    staff_passwords.nobodys.cache_clear()
    monkeypatch.setattr(PasswordHasher, "verify", verify)
    monkeypatch.setattr(PasswordHasher, "hash", None)
    assert visitor.log_in("nobody", "wrong").status == 403
    assert visitor.log_in(ADMIN, "wrong").status == 403
    unknown, known = map(extract_parameters, verified)
    assert unknown == known


def test_who_guesses_is_slowed_down_and_others_are_not(visitor: Visitor, clock: FakeClock) -> None:
    assert [visitor.log_in(password=str(number)).status for number in range(10)] == [403] * 10
    slowed = visitor.log_in()
    assert slowed.status == 429
    assert "Try again in a minute" in slowed.text
    assert Visitor(visitor.port, "127.0.0.2").log_in().status == 303
    clock.advance(MINUTE)
    assert visitor.log_in().status == 303


def test_a_session_ends_after_half_an_hour_without_use(admin: Visitor, clock: FakeClock) -> None:
    for _ in range(3):
        clock.advance(29 * MINUTE)
        assert admin.get("/web/import").status == 200
    clock.advance(31 * MINUTE)
    assert admin.get("/web/import").goes_to == "/web/login"
    assert admin.post("/web/import/look").status == 401


def test_a_session_ends_after_twelve_hours_in_any_case(admin: Visitor, clock: FakeClock) -> None:
    for _ in range(12 * 3):
        assert admin.get("/web/import").status == 200
        clock.advance(20 * MINUTE)
    clock.advance(1)
    assert admin.get("/web/import").goes_to == "/web/login"


def log_out(_: Prepared, admin: Visitor) -> None:
    assert admin.post("/web/logout").goes_to == "/web/login"


def change(prepared: Prepared, _: Visitor) -> None:
    give(prepared.folder.root, ChangeMemberPassword(ADMIN, hashed("another long word of mine")))


def remove(prepared: Prepared, _: Visitor) -> None:
    give(prepared.folder.root, RemoveMember(ADMIN))


@pytest.mark.parametrize("end", [log_out, change, remove])
def test_a_session_that_was_ended_is_worth_nothing_also_to_whoever_copied_it(
    prepared: Prepared, admin: Visitor, end: Callable[[Prepared, Visitor], None]
) -> None:
    copied = dict(admin.cookies)
    end(prepared, admin)
    admin.cookies = copied
    assert admin.get("/web/imports").goes_to == "/web/login"
    assert admin.log_in().status == (303 if end is log_out else 403)


def test_a_session_outlives_a_restart_of_the_service(prepared: Prepared, clock: FakeClock) -> None:
    with SiteServer(prepared.folder.root, port=0, clock=clock) as first:
        add_admin(prepared)
        admin = Visitor(first.port)
        admin.log_in()
    with SiteServer(prepared.folder.root, port=0, clock=clock) as second:
        admin.port = second.port
        assert admin.get("/web/imports").status == 200


def test_neither_password_nor_token_is_on_the_disk(prepared: Prepared, admin: Visitor) -> None:
    held = b"".join(file.read_bytes() for file in (prepared.folder.root / "data").iterdir())
    assert hashed(SECRET).startswith("$argon2id$")
    assert b"$argon2id$v=19$m=65536,t=3,p=1$" in held
    for secret in (SECRET, admin.cookies["session"], admin.proof):
        assert secret.encode() not in held


def test_where_nobody_can_log_in_yet_the_page_says_what_to_do(server: SiteServer) -> None:
    assert "examserver admin add DIR NAME" in Visitor(server.port).get("/web/login").text


@pytest.fixture
def fenced_server(fenced: Prepared, clock: FakeClock) -> Iterator[SiteServer]:
    with SiteServer(fenced.folder.root, port=0, clock=clock) as running:
        yield running


@pytest.mark.parametrize("path", ["/web/login", "/web/import", "/web/static/site.css", "/web/nothing"])
def test_from_outside_the_site_there_is_no_page_but_the_address_and_whom_to_call(
    fenced_server: SiteServer, path: str
) -> None:
    visitor = Visitor(fenced_server.port, headers={"X-Forwarded-For": "203.0.113.9"})
    reply = visitor.get(path)
    assert reply.status == 403
    assert "203.0.113.9" in reply.text
    assert CONTACT in reply.text
    assert "password" not in reply.text


def test_from_outside_nobody_logs_in_and_no_session_counts(
    fenced: Prepared, fenced_server: SiteServer
) -> None:
    add_admin(fenced)
    visitor = Visitor(fenced_server.port)
    assert visitor.log_in().status == 303, "who sits at the service's own machine is inside"
    visitor.headers = {"X-Forwarded-For": "10.1.2.3"}
    assert visitor.get("/web/import").status == 200
    visitor.headers = {"X-Forwarded-For": "203.0.113.9"}
    assert visitor.get("/web/import").status == 403
    assert visitor.log_in().status == 403


def test_a_network_that_is_registered_is_inside_at_once(prepared: Prepared, server: SiteServer) -> None:
    visitor = Visitor(server.port, headers={"X-Forwarded-For": "10.9.9.9"})
    assert visitor.get("/web/login").status == 403, "a proxy that nobody has named may pass on anything"
    give(prepared.folder.root, AddNetwork("127.0.0.0/8", ""))
    assert visitor.get("/web/login").status == 200


def replies(admin: Visitor) -> list[Seen]:
    paths = [
        "/web/login",
        "/web/import",
        "/web/imports",
        "/web/static/import.js",
        "/web/nothing",
        "/web/attempts/x",
    ]
    return [
        *map(admin.get, paths),
        admin.post("/web/import/look"),
        admin.upload("look", "x", b"x"),
        admin.get("/"),
    ]


def test_every_reply_forbids_what_is_not_ours(admin: Visitor) -> None:
    for reply in replies(admin):
        rules = dict(
            part.strip().partition(" ")[::2] for part in reply.headers["content-security-policy"].split(";")
        )
        assert rules["default-src"] == "'none'"
        assert (rules["script-src"], rules["style-src"]) == ("'self'", "'self'")
        assert (rules["frame-ancestors"], rules["base-uri"]) == ("'none'", "'none'")
        assert reply.headers["x-content-type-options"] == "nosniff"
        assert reply.headers["cache-control"] in ("no-store", "no-cache")


def test_no_page_has_a_script_or_a_style_in_it(admin: Visitor) -> None:
    for page in ("/web/login", "/web/import", "/web/imports", "/web/nothing"):
        text = admin.get(page).text
        assert not re.search(
            r"<style|<script(?![^>]* src=\"/web/static/)|\sstyle=|\son[a-z]+=|javascript:", text
        )


@pytest.mark.parametrize(
    "name",
    ["../pages.py", "%2e%2e%2fpages.py", "..%5cpages.py", "pages.py", "", "."],
)
def test_no_file_is_given_out_but_those_of_the_pages(admin: Visitor, name: str) -> None:
    assert admin.get(f"/web/static/{name}").status == 404


@pytest.mark.parametrize("name", ["%00", "import.js%00.css"])
def test_an_address_with_a_nul_is_none(admin: Visitor, name: str) -> None:
    assert admin.get(f"/web/static/{name}").status == 400


def test_a_file_that_has_not_changed_is_not_sent_again(admin: Visitor) -> None:
    first = admin.get("/web/static/site.css")
    again = admin.get("/web/static/site.css", **{"If-None-Match": first.headers["etag"]})
    assert (first.status, again.status, again.body) == (200, 304, b"")


@pytest.mark.parametrize(
    ("accepted", "title"),
    [
        ("zh-CN,zh;q=0.9,en;q=0.8", "登录"),
        ("en-GB,en;q=0.9,zh;q=0.1", "Log in"),
        ("de, zh;q=0.2", "登录"),
        ("", "Log in"),
        ("zh;q=0, en;q=0.1", "Log in"),
        ("q=;;,,zh;q=x", "Log in"),
    ],
)
def test_the_language_is_that_of_the_browser(visitor: Visitor, accepted: str, title: str) -> None:
    visitor.headers = {"Accept-Language": accepted}
    assert f"<h1>{title}</h1>" in visitor.get("/web/login").text


@pytest.mark.parametrize(
    ("back", "leads_to"),
    [
        ("/web/imports?before=7", "/web/imports?before=7"),
        ("https://evil.example/", "/web/"),
        ("//evil.example/", "/web/"),
        ("/web//evil.example", "/web/"),
        ("/web/\\evil.example", "/web/"),
        ("/web/\r\nSet-Cookie: a=b", "/web/"),
        ("", "/web/"),
    ],
)
def test_who_chooses_a_language_keeps_it_and_stays_at_our_pages(
    visitor: Visitor, back: str, leads_to: str
) -> None:
    visitor.headers = {"Accept-Language": "en"}
    assert visitor.post("/web/language", {"to": "zh", "back": back}).goes_to == leads_to
    page = visitor.get("/web/login").text
    assert '<html lang="zh-CN">' in page
    assert "<h1>登录</h1>" in page


@pytest.mark.parametrize("body", [b"\xff\xfe=\xff", b"a&" * 2000, b"x=" + b"y" * (2 << 20), b""])
def test_a_form_that_is_none_is_refused_and_nothing_happens(
    prepared: Prepared, admin: Visitor, body: bytes
) -> None:
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}
    assert admin.ask("POST", "/web/attempts/x/choose", body, headers).status in (400, 403)
    with reading(prepared.folder) as connection:
        assert rulings_of(connection, attempt_of(prepared)) == ()
        assert [one.name for one in all_staff(connection)] == [ADMIN]


def test_a_fault_of_ours_is_a_number_and_nothing_of_it_gets_out(
    admin: Visitor, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise RuntimeError("the secret inside")

    monkeypatch.setattr("examserver.services.package_desk._listing", fail)
    reply = admin.get("/web/imports")
    number = re.search(r"under ([0-9a-f]{12})", reply.text)
    assert reply.status == 500
    assert "secret inside" not in reply.text
    assert number
    assert number[1] in caplog.text


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("/web/find?exam=none&candidate=1", "没有编号为 none 的考试。"),
        ("/web/attempts/none", "没有这份作答。"),
        ("/web/nowhere", "这个地址没有内容。"),
    ],
)
def test_a_chinese_page_refuses_in_chinese(admin: Visitor, asked: str, said: str) -> None:
    seen = admin.get(asked, **{"Accept-Language": "zh-CN"})
    assert seen.status in (404, 409)
    shown = re.sub(r"<[^>]*>", " ", seen.text.partition("<main")[2].partition(">")[2])
    assert said in shown
    words = set(re.findall(r"[A-Za-z]{3,}", shown.replace("examserver attempts list DIR", "")))
    assert words - {"none", "main", "examserver", "exam", "list", "DIR"} == set()
