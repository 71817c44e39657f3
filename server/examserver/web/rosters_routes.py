"""The routes of rosters, seats and what is printed of them."""

from examserver.services.permissions import Permission
from examserver.web.rosters import offer_roster, show_look, show_rosters, take_roster
from examserver.web.rosters_photos import take_photos
from examserver.web.rosters_printing import give_attendance, give_slips, set_rules
from examserver.web.rosters_seats import assign_seats, seat_candidate, show_seats
from examserver.web.visits import WebRoute, room_named


def roster_routes() -> tuple[WebRoute, ...]:
    """A proctor may print the attendance list of an own room; all else is for site admins."""
    managing = Permission.MANAGE_ROSTERS
    return (
        WebRoute("GET", "/web/rosters", show_rosters, managing),
        WebRoute("POST", "/web/rosters/offer", offer_roster, managing),
        WebRoute("GET", "/web/rosters/look", show_look, managing),
        WebRoute("POST", "/web/rosters/take", take_roster, managing),
        WebRoute("POST", "/web/rosters/photos", take_photos, managing),
        WebRoute("POST", "/web/rosters/rules", set_rules, managing),
        WebRoute("GET", "/web/rosters/seats", show_seats, managing),
        WebRoute("POST", "/web/rosters/seats/assign", assign_seats, managing),
        WebRoute("POST", "/web/rosters/seats/set", seat_candidate, managing),
        WebRoute("GET", "/web/rosters/slips", give_slips, managing),
        WebRoute("GET", "/web/attendance", give_attendance, Permission.SEE_ROOMS, room_named),
    )
