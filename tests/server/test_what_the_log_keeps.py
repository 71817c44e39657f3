"""Of every order it is decided what the audit log keeps, and there are words for it on the page."""

from collections.abc import Iterator

import pytest

from examserver.services import orders as _all_of_them  # noqa: F401 - so that every order is there
from examserver.services.order import StaffOrder
from examserver.web.audit_words import DEEDS, FIELDS

NOT_KEPT = {
    "AddMember": {"password"},
    "ChangeMemberPassword": {"password"},
    "SetRoomPassword": {"password", "key", "sealed"},
    "MakeEnrolment": {"valid", "seats"},
    "InviteSite": {"valid"},
    "GivePapers": {"lead"},
    "_NoteBackup": {"made", "verified"},
    "SetSlipRules": {"rules"},
    "ConfirmList": {"digest"},
    "AddExam": {"candidates", "key_release_minutes", "grace_minutes", "look_through", "show_seconds"},
    "PauseExams": {"text"},
    "CloseAttempts": {"text"},
    "_RehearseWith": {"draft"},
    "LeaveOutage": {"begins", "ends"},
    "TakeAcknowledgement": {"token"},
    "SettleCase": {"seen"},
    "AskForEntry": {"photo"},
    "AddMaterial": {"photo"},
}
"""What the log does not keep of an order: secrets, and what says nothing to a person. A new field that is
neither kept nor named here fails a test.
"""

SAYS_ITSELF = {
    "ImportFile",
    "ImportContent",
    "ImportTooLarge",
    "_TakeIn",
    "TakeVisit",
    "PreferAnswers",
    "FinishCollection",
    "MakeBackup",
    "JoinUpstream",
    "KeepUpstream",
    "TakeSiteKey",
    "LetJoin",
    "TakeGiven",
    "TakeAlertFile",
    "ImportRoster",
    "_TakeRoster",
    "GiveRoster",
    "_FinishRead",
    "KeepPackage",
    "TakeReport",
    "TakeOpenedReport",
    "ReportExam",
    "_ReportRead",
    "_ShelveRead",
}
"""These put together themselves what is kept, or only prepare another order."""


def all_orders(of: type[StaffOrder] = StaffOrder) -> Iterator[type[StaffOrder]]:
    for order in of.__subclasses__():
        yield order
        yield from all_orders(order)


def in_the_service(order: type[StaffOrder]) -> bool:
    return order.__module__.startswith("examserver.")


def is_an_order(order: type[StaffOrder]) -> bool:
    """A base of several orders has no tag of its own."""
    return order.carry_out is not StaffOrder.carry_out


ORDERS = sorted(
    filter(is_an_order, filter(in_the_service, set(all_orders()))), key=lambda order: order.__name__
)


@pytest.mark.parametrize("order", ORDERS, ids=lambda order: order.__name__)
def test_of_every_order_it_is_decided_what_the_log_keeps(order: type[StaffOrder]) -> None:
    fields = set(order.__struct_fields__)
    if order.__name__ in SAYS_ITSELF:
        return
    kept = set(order.RECORDED)
    assert kept <= fields
    assert fields - kept - {"by", "reason"} == NOT_KEPT.get(order.__name__, set())


def test_every_order_and_every_field_has_words_on_the_page() -> None:
    tags = {str(order.__struct_config__.tag) for order in ORDERS}
    only_prepared = {
        "import_file",
        "import_content",
        "import_roster",
        "import_too_large",
        "make_backup",
        "join_upstream",
        "wake_upstream",
        "keep_package",
        "finish_collection_read",
        "report_exam_read",
        "take_opened_report",
    }
    assert tags - only_prepared <= set(DEEDS)
    assert {name for order in ORDERS for name in order.RECORDED} <= set(FIELDS)
    assert len(tags) > 20
