"""Logging in at a real site: who is let in, who is refused and why."""

import msgspec
import pytest

from examclient.errors import SiteAnswerError, SiteRefusedError
from examclient.usecases.log_in import LogIn
from examprotocol.messages import LoginReply, LoginRequest, ReadmitRequest, StationReply
from examserver.storage.store import writing
from tests.client.exam_site import MINUTE, ZHANG, ExamSite
from tests.client.machine import Machine

ADMISSION, IDENTITY = ZHANG


def refusal_of(machine: Machine, admission: str, identity: str) -> str:
    with pytest.raises(SiteRefusedError) as refused:
        machine.log_in(admission, identity)
    return refused.value.code


def test_a_candidate_is_let_in_with_both_numbers(site: ExamSite, machine: Machine) -> None:
    login = machine.take_in()
    assert (login.candidate.name, login.candidate.seat) == ("张三", "12")
    assert login.candidate.identity_masked != IDENTITY
    assert (login.exam.title, login.exam.start, login.exam.end) == (
        "大学英语（二）",
        site.exam.starts,
        site.exam.ends,
    )
    assert login.receipt == ""


@pytest.mark.parametrize(
    "typed",
    ["2026a001", " 2026 A001 ", "２０２６Ａ００１", "2026\u3000A001", "2026A\t001\n"],
)
def test_full_width_digits_spaces_and_small_letters_do_no_harm(machine: Machine, typed: str) -> None:
    asked: list[LoginRequest] = []

    class Desk:
        def login(self, request: LoginRequest) -> LoginReply:
            asked.append(request)
            return machine.api.login(request)

        def readmit(self, request: ReadmitRequest) -> StationReply:
            return machine.api.readmit(request)

    login = LogIn(Desk(), "test 1")(typed, f" {IDENTITY[:6]} {IDENTITY[6:]} ")
    assert login.candidate.name == "张三"
    assert (asked[0].admission_number, asked[0].identity_number) == ZHANG


@pytest.mark.parametrize(
    ("admission", "identity", "code"),
    [
        ("2026A999", IDENTITY, "unknown_candidate"),
        ("", "", "unknown_candidate"),
        (ADMISSION, "110101199003070425", "wrong_identity"),
        (ADMISSION, "", "wrong_identity"),
        (IDENTITY, ADMISSION, "unknown_candidate"),
    ],
)
def test_wrong_numbers_are_refused_each_with_its_reason(
    machine: Machine, admission: str, identity: str, code: str
) -> None:
    assert refusal_of(machine, admission, identity) == code


def test_after_the_exam_has_closed_nobody_is_let_in(site: ExamSite, machine: Machine) -> None:
    site.time.put_forward(60 * MINUTE + 5 * MINUTE)
    machine.take_in()
    site.time.put_forward(5 * MINUTE)
    assert refusal_of(machine, *ZHANG) == "no_exam"


def test_a_candidate_without_an_exam_hears_so(site: ExamSite, machine: Machine) -> None:
    with site.stopped() as folder, writing(folder) as connection:
        connection.exec_driver_sql("INSERT INTO candidates VALUES ('LATE', 'x', 'ID', '', '')")
    assert refusal_of(machine, "LATE", "ID") == "no_exam"


def test_each_login_has_a_greater_epoch_in_the_same_attempt(machine: Machine) -> None:
    first, second = machine.take_in(), machine.take_in()
    assert second.attempt == first.attempt
    assert second.epoch > first.epoch


class Forger:
    """A service that answers with an attempt of its own choice."""

    def __init__(self, reply: LoginReply) -> None:
        self.reply = reply

    def login(self, request: LoginRequest) -> LoginReply:
        assert request.admission_number == ADMISSION
        return self.reply

    def readmit(self, request: ReadmitRequest) -> StationReply:
        raise AssertionError(f"nobody had to be taken back: {request.client}")


@pytest.mark.parametrize("attempt", ["", "../../evil", "a/b", "C:\\x", "a" * 65, ".", "a\n"])
def test_a_reply_whose_attempt_could_lead_out_of_the_data_folder_is_not_believed(
    machine: Machine, attempt: str
) -> None:
    forged = msgspec.structs.replace(machine.take_in(), attempt=attempt)
    with pytest.raises(SiteAnswerError, match="names no attempt"):
        LogIn(Forger(forged), "test 1")(*ZHANG)
