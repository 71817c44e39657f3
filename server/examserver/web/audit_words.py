"""The audit log in sentences: what was done, from where, and on what. A test finds what has no words."""

from collections.abc import Iterator

from examserver.services.audit import shown_about
from examserver.site_times import shown
from examserver.storage.audit import AuditRow, Told
from examserver.storage.staff import Role
from examserver.web.navigation import ROLES
from examserver.web.words import Words

DEEDS = {
    "log_in": "logged in",
    "log_out": "logged out",
    "wrong_login": "wrong name or password",
    "add_member": "added somebody to the staff",
    "change_member_password": "gave somebody a new password",
    "set_duty": "changed role or rooms",
    "remove_member": "removed somebody from the staff",
    "add_room": "added a room",
    "set_room_password": "set a room password",
    "make_stick": "made a proctor's stick",
    "make_enrolment": "made an enrolment file",
    "rename_station": "renamed a station",
    "release_station": "released a station",
    "revoke_station": "revoked a station",
    "add_network": "registered a network",
    "remove_network": "removed a network",
    "add_proxy": "added a proxy",
    "remove_proxy": "removed a proxy",
    "set_contact": "changed whom to call",
    "set_cover": "changed whether papers are covered outside",
    "set_minimum_client": "changed the oldest client",
    "set_front": "changed the front server",
    "import_candidates": "imported candidates",
    "import_photos": "took photos in",
    "assign_seats": "gave candidates seats",
    "seat_candidate": "gave a candidate a seat",
    "set_slip_rules": "changed the rules on admission slips",
    "import_paper": "imported a paper",
    "create_exam": "created an exam",
    "extend_exam": "gave more time",
    "make_sitting": "made a sitting",
    "put_exam_in": "put an exam into a sitting",
    "take_exam_out": "took an exam out of its sitting",
    "set_exam_rooms": "chose the rooms of an exam",
    "add_exam": "created an exam in a sitting",
    "remove_exam": "removed an exam made by mistake",
    "move_sitting": "moved a sitting before its start",
    "extend_sitting": "gave a sitting more time",
    "shorten_sitting": "gave a sitting less time",
    "end_sitting": "ended a sitting",
    "cancel_sitting": "cancelled a sitting",
    "postpone_sitting": "postponed a sitting",
    "rehearse_exam": "made a rehearsal of an exam",
    "order_trouble": "made trouble at a seat of a rehearsal",
    "stop_for_rehearsal": "stopped the service for a rehearsal",
    "release_attempt": "released a candidate's seat",
    "send_notice": "sent a message",
    "request_export": "asked for an export",
    "pause_exams": "let an exam stand still",
    "resume_exams": "let an exam go on",
    "extend_many": "gave more time to several",
    "close_attempts": "closed before the time",
    "take_order_back": "took an order back",
    "leave_outage": "left an outage without giving time",
    "let_in_again": "let a candidate in again",
    "rule_on_events": "ruled on events",
    "choose_source": "let one source count",
    "prefer_answers": "let single answers count",
    "take_import_back": "took an import back",
    "settle_case": "settled a case of collecting",
    "finish_collection": "finished a collection",
    "resume_collection": "took a collection up again",
    "take_in": "took a package in",
    "take_visit": "took in a visit of a stick",
    "note_backup": "made a backup",
    "plan_backups": "changed the backups on a timer",
    "invite_site": "added a site to give papers to",
    "remove_site": "removed a site",
    "give_papers": "gave papers to sites",
    "take_paper": "gave a site a paper no more",
    "make_site_key": "made a paper's key for a site",
    "keep_upstream": "joined the authority's service",
    "pause_upstream": "paused or resumed what goes between here and the authority",
    "forget_upstream": "left the authority's service",
    "take_site_key": "took in a paper's key",
    "report_exam": "reported an exam to the authority",
    "take_acknowledgement": "took in what the authority signed",
    "take_report": "took in a site's report",
    "give_roster": "gave a site a roster",
    "give_networks": "gave a site its networks",
    "let_join": "let a site join by its answer file",
    "make_given": "wrote what a site is given into a file",
    "take_given": "took in the authority's file",
    "report_upward": "reported upward that candidates cannot get in",
    "make_alert_file": "wrote what is reported upward into a file",
    "take_alert_file": "took in what a site reports upward, from a file",
    "see_alert": "marked what a site reports upward as seen",
    "confirm_list": "let a list from the authority change what is here",
    "check_in": "checked a candidate in",
    "undo_check_in": "took a check-in back",
    "ask_for_entry": "asked the head proctor about a candidate",
    "decide_entry": "decided about entries",
    "add_material": "added supporting material",
    "require_check_in": "chose whether logging in needs a check-in",
    "purge_photos": "deleted old photos",
    "change_duty": "changed the proctors of a sitting",
    "decide_duty": "decided about a change of proctors",
    "restore": "restored from a backup",
    "begin_generation": "began a generation of the service",
    "note_restore_seen": "looked after what a restore may miss",
    "move_database": "moved all tables to PostgreSQL",
}

FIELDS = {
    "address": "address",
    "account": "account of the machine",
    "name": "name",
    "more": "further ones that were not noted",
    "role": "role",
    "rooms": "rooms",
    "room": "room",
    "exam": "exam",
    "own_paper": "with its own paper",
    "sitting": "sitting",
    "seat": "seat",
    "text": "text",
    "since": "since (site time)",
    "pause": "pause",
    "site_order": "order",
    "candidate": "candidate",
    "attempt": "attempt",
    "answers": "answers",
    "verdict": "verdict",
    "spans": "events",
    "side": "source",
    "cases": "open cases",
    "number": "number",
    "minutes": "minutes",
    "station": "station",
    "machines": "machines",
    "cidr": "network",
    "note": "note",
    "contact": "whom to call",
    "on": "on",
    "version": "version",
    "file": "file",
    "sha256": "SHA-256",
    "size": "bytes",
    "fault": "refused for",
    "generation": "generation",
    "added": "added",
    "changed": "changed",
    "paper": "paper",
    "manifest": "manifest",
    "papers": "papers",
    "site": "site",
    "sites": "sites",
    "release": "release of the key (site time)",
    "answer_keys": "answer keys",
    "early": "before its time",
    "paused": "pause",
    "authority": "authority",
    "alert": "message",
    "unreadable": "cannot be read",
    "whole": "everything once more",
    "report": "report",
    "networks": "networks",
    "title": "title",
    "rehearsal": "rehearsal",
    "start": "new start (site time)",
    "stopped": "stood still since (site time)",
    "kind": "kind",
    "seconds": "seconds",
    "candidates": "candidates",
    "rule": "rule",
    "seed": "seed",
    "to": "folder",
    "keep": "how many are kept",
    "beside": "on the same disk",
    "allow": "allowed",
    "days": "days",
    "unreported": "also what was not reported",
    "wish": "wish",
    "joins": "comes",
    "made": "of when the tables are (site time)",
    "override": "without an approval",
}

KINDS = {
    "cut_network": "Cut the network",
    "crash": "Crash the client",
    "fill_disk": "Fill the disk",
    "roster": "Rosters",
    "networks": "networks",
}
"""What a field `kind` says: a trouble of a rehearsal, a list of the authority."""

TIMES = {"start", "stopped", "made", "since", "release"}
"""Fields that hold a site time in milliseconds."""

WAYS = {"console": "at the console", "web": "web page", "service": "the service itself"}


def deed_said(words: Words, row: AuditRow) -> str:
    """What was done; what has no words yet stands as it is."""
    return words(DEEDS.get(row.what, row.what))


def about_said(words: Words, row: AuditRow) -> Iterator[tuple[str, str]]:
    """On what, field by field; an empty one says nothing."""
    for name, value in shown_about(row):
        if text := _value_said(words, name, value):
            yield words(FIELDS.get(name, name)), text


def _value_said(words: Words, name: str, value: Told) -> str:
    match value:
        case bool():
            return words("yes") if value else words("no")
        case tuple():
            return ", ".join(value)
        case int() if name in TIMES:
            return shown(value) if value else ""
        case str() if name == "kind":
            return words(KINDS.get(value, value))
        case _ if name == "role":
            return words(ROLES.get(Role(value), "")) if value in set(Role) else str(value)
        case _:
            return str(value)
