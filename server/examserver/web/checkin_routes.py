"""The routes of check-in, of entries that the head proctor decides, and of the proctors of sittings."""

from examserver.services.permissions import Permission
from examserver.web import checkin_duties
from examserver.web.checkin import (
    add_material,
    ask,
    check_in,
    decide,
    give_slip,
    set_rule,
    show_entries,
    show_entry_photo,
    show_front,
    show_materials,
    show_photo,
    show_room,
    show_waiting,
    undo,
)
from examserver.web.visits import WebRoute, room_named


def checkin_routes() -> tuple[WebRoute, ...]:
    """A proctor checks the own rooms in; the head proctor decides; the site admin sets the rules."""
    door, heads = Permission.CHECK_IN, Permission.DECIDE_ENTRIES
    return (
        WebRoute("GET", "/web/checkin", show_front, door),
        WebRoute("GET", "/web/checkin/room", show_room, door, room_named),
        WebRoute("GET", "/web/checkin/photo", show_photo, door, room_named),
        WebRoute("GET", "/web/checkin/taken", show_entry_photo, door, room_named),
        WebRoute("GET", "/web/checkin/slip", give_slip, door, room_named),
        WebRoute("POST", "/web/checkin/in", check_in, door, room_named),
        WebRoute("POST", "/web/checkin/undo", undo, door, room_named),
        WebRoute("POST", "/web/checkin/ask", ask, door, room_named),
        WebRoute("POST", "/web/checkin/material", add_material, door, room_named),
        WebRoute("GET", "/web/checkin/entries", show_entries, heads, is_watched=True),
        WebRoute("GET", "/web/checkin/waiting", show_waiting, heads),
        WebRoute("POST", "/web/checkin/decide", decide, heads),
        WebRoute("GET", "/web/checkin/materials", show_materials, heads),
        WebRoute("POST", "/web/checkin/rule", set_rule, Permission.SET_CHECK_IN),
        WebRoute("GET", "/web/duties", checkin_duties.show_duties, door),
        WebRoute("POST", "/web/duties/change", checkin_duties.change, door, room_named),
        WebRoute("POST", "/web/duties/decide", checkin_duties.decide, heads),
    )
