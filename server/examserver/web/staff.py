"""The pages by which a site admin says who may log in, in which role and for which rooms.

Rule: a new password is in the one reply that makes it, and nowhere else. Nobody takes the own role away, or
removes themselves: so somebody always remains who can do it for others.
"""

from urllib.parse import urlencode

import anyio.to_thread
from starlette.responses import Response

from examprotocol.room_password import new_room_password
from examserver.services.checkin.finding import LONGEST_REASON
from examserver.services.member_orders import (
    LONGEST_NAME,
    AddMember,
    ChangeMemberPassword,
    RemoveMember,
    SetDuty,
    member_name,
)
from examserver.services.staff_passwords import hashed
from examserver.storage.staff import Role
from examserver.web.visits import Visit, redirect

STAFF, ROOM_FIELD = "/web/staff", "room:"
NOT_ONESELF = "Another site admin has to change your role, or remove you."
NO_ROLE = "No role was chosen, so nothing was changed."


async def show_staff(visit: Visit) -> Response:
    """GET staff."""
    gone = visit.request.query_params.get("gone", "")
    listing = await visit.desks.staff_list.listed()
    return visit.page(
        "staff.html",
        listing=listing,
        gone=gone,
        longest_name=LONGEST_NAME,
        longest_reason=LONGEST_REASON,
        chosen=Role.PROCTOR,
    )


async def show_person(visit: Visit) -> Response:
    """GET staff/person?name=NAME."""
    query = visit.request.query_params
    return await _person(visit, query.get("name", ""), is_saved=query.get("saved") == "1")


async def add_person(visit: Visit) -> Response:
    """POST staff/add: a new one with a new password, which the reply shows."""
    name, role = visit.form.get("name", "").strip(), _role(visit)
    if role is None:
        return visit.message(NO_ROLE)
    password = new_room_password()
    slow = await anyio.to_thread.run_sync(hashed, password)
    await visit.carry_out(AddMember(name, slow, role, _rooms(visit, role), *_why(visit)))
    return await _person(visit, name, password=password)


async def new_password(visit: Visit) -> Response:
    """POST staff/password: another password, which the reply shows; all sessions of that person end."""
    name, password = visit.form.get("name", ""), new_room_password()
    slow = await anyio.to_thread.run_sync(hashed, password)
    await visit.carry_out(ChangeMemberPassword(name, slow))
    return await _person(visit, name, password=password)


async def set_duty(visit: Visit) -> Response:
    """POST staff/duty: role and rooms."""
    name, role = visit.form.get("name", ""), _role(visit)
    if member_name(name) == visit.by:
        return visit.message(NOT_ONESELF)
    if role is None:
        return visit.message(NO_ROLE)
    await visit.carry_out(SetDuty(name, role, _rooms(visit, role), visit.by, *_why(visit)))
    return redirect(f"{STAFF}/person?{urlencode({'name': name, 'saved': 1})}")


async def remove_person(visit: Visit) -> Response:
    """POST staff/remove."""
    name = visit.form.get("name", "")
    if member_name(name) == visit.by:
        return visit.message(NOT_ONESELF)
    await visit.carry_out(RemoveMember(name, visit.by, *_why(visit)))
    return redirect(f"{STAFF}?{urlencode({'gone': name})}")


async def _person(visit: Visit, name: str, *, password: str = "", is_saved: bool = False) -> Response:
    member = await visit.desks.staff_list.member(name)
    return visit.page(
        "person.html",
        person=member,
        listing=await visit.desks.staff_list.listed(),
        password=password,
        is_saved=is_saved,
        is_oneself=member.name == visit.by,
        chosen=member.role,
        longest_reason=LONGEST_REASON,
    )


def _role(visit: Visit) -> Role | None:
    return next((role for role in Role if role == visit.form.get("role")), None)


def _why(visit: Visit) -> tuple[str, bool]:
    """The reason, and whether it is to count at once: needed where the proctors of a sitting change late."""
    return visit.form.get("reason", ""), visit.form.get("override") == "1"


def _rooms(visit: Visit, role: Role) -> tuple[str, ...]:
    """The rooms that were ticked: a proctor's, since all are open to others."""
    if role is not Role.PROCTOR:
        return ()
    return tuple(name.removeprefix(ROOM_FIELD) for name in visit.form if name.startswith(ROOM_FIELD))
