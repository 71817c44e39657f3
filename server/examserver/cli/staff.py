"""`examserver staff`: who may log in at the service's web page, in which role, and for which rooms."""

import argparse
from pathlib import Path

from examprotocol.room_password import new_room_password
from examserver.cli.actions import action_first
from examserver.cli.ordering import give
from examserver.cli.own_password import own_password
from examserver.errors import StaffError
from examserver.services.member_orders import (
    CALLED,
    AddMember,
    ChangeMemberPassword,
    RemoveMember,
    SetDuty,
    member_name,
    require_member,
)
from examserver.services.staff_passwords import hashed, require_strong
from examserver.site_times import shown
from examserver.storage.folder import open_folder
from examserver.storage.site import read_site
from examserver.storage.staff import Member, Role, all_staff
from examserver.storage.store import reading

ROLES = {role.value.replace("_", "-"): role for role in Role}
"""The roles as they are typed: `site-admin`, `head-proctor`, `proctor`."""

ACTIONS = ("add", "password", "role", "rooms", "remove", "list")


def run(argv: list[str]) -> int:
    """Run the command."""
    wanted = _parser().parse_args(action_first(argv, ACTIONS))
    return int(wanted.act(wanted))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="examserver staff",
        description="Say who may log in at the service's web page, in which role and for which rooms.",
    )
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    adding = add_action(actions, "add", "let somebody log in; prints a new password, or asks for your own")
    adding.add_argument("--role", required=True, choices=ROLES, help="what the person is at the site")
    _add_rooms(adding)
    _add_why(adding)
    add_password(adding)
    adding.set_defaults(act=add)
    add_common(actions)
    role = add_action(actions, "role", "give somebody another role")
    role.add_argument("role", choices=ROLES, metavar="ROLE", help=", ".join(ROLES))
    _add_rooms(role)
    _add_why(role)
    role.set_defaults(act=_set_role)
    rooms = add_action(actions, "rooms", "say which rooms a proctor has: those that are named, and no others")
    rooms.add_argument("room", nargs="*", metavar="ROOM", help="a room; none takes all away")
    _add_why(rooms)
    rooms.set_defaults(act=_set_rooms)
    return parser


def add_common(actions: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """The actions that are the same for everybody of the staff: password, remove, list."""
    changing = add_action(actions, "password", "give somebody another password")
    add_password(changing)
    changing.set_defaults(act=_change)
    removing = add_action(actions, "remove", "let somebody log in no more")
    _add_why(removing)
    removing.set_defaults(act=_remove)
    listing = actions.add_parser("list", help="list the staff", description="List the staff.")
    listing.add_argument("dir", type=Path, metavar="DIR", help="the service's folder")
    listing.set_defaults(act=_list)


def add_action(
    actions: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, purpose: str
) -> argparse.ArgumentParser:
    """An action about one person."""
    parser = actions.add_parser(name, help=purpose, description=f"{purpose[0].upper()}{purpose[1:]}.")
    parser.add_argument("dir", type=Path, metavar="DIR", help="the service's folder")
    parser.add_argument("name", metavar="NAME", help="the person, as rulings and the audit log say it")
    return parser


def add_password(parser: argparse.ArgumentParser) -> None:
    """Where a password comes from."""
    parser.add_argument("--own", action="store_true", help="take a password of your own; it is asked for")
    parser.add_argument("--own-from", type=Path, metavar="FILE", help="read your own password from a file")


def add(wanted: argparse.Namespace) -> int:
    """Add somebody, in the role that was named."""
    name, role = member_name(wanted.name), ROLES[wanted.role]
    open_folder(wanted.dir)
    password = _password(wanted, name)
    order = AddMember(name, hashed(password), role, tuple(wanted.room), *_why(wanted))
    _tell(wanted, order, password)
    return 0


def _add_rooms(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--room",
        action="append",
        default=[],
        metavar="ROOM",
        help="a proctor's room; may be given several times",
    )


def _add_why(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--reason", default="", help="needed where it changes the proctors of a sitting soon")
    parser.add_argument(
        "--override", action="store_true", help="change the proctors of a sitting in its last 48 hours too"
    )


def _why(wanted: argparse.Namespace) -> tuple[str, bool]:
    """Why, and whether it counts at once; site admins are added without either."""
    return getattr(wanted, "reason", ""), getattr(wanted, "override", False)


def _change(wanted: argparse.Namespace) -> int:
    name = _member(wanted).name
    password = _password(wanted, name)
    _tell(wanted, ChangeMemberPassword(name, hashed(password)), password)
    return 0


def _set_role(wanted: argparse.Namespace) -> int:
    return _give_duty(wanted, _member(wanted).name, ROLES[wanted.role])


def _set_rooms(wanted: argparse.Namespace) -> int:
    member = _member(wanted)
    return _give_duty(wanted, member.name, member.role)


def _give_duty(wanted: argparse.Namespace, name: str, role: Role) -> int:
    reason, override = _why(wanted)
    return _give(wanted, SetDuty(name, role, tuple(wanted.room), reason=reason, override=override))


def _remove(wanted: argparse.Namespace) -> int:
    reason, override = _why(wanted)
    return _give(wanted, RemoveMember(wanted.name, reason=reason, override=override))


def _list(wanted: argparse.Namespace) -> int:
    with reading(open_folder(wanted.dir)) as connection:
        staff = all_staff(connection)
    for one in staff:
        times = f"added {shown(one.added)}\tpassword of {shown(one.changed)}"
        rooms = f"\trooms: {', '.join(one.rooms) or 'none'}" if one.role is Role.PROCTOR else ""
        print(f"{one.name}\t{CALLED[one.role]}\t{times}{rooms}")
    if not staff:
        print("Nobody can log in yet. Add a site admin: examserver staff add DIR NAME --role site-admin")
    return 0


def _member(wanted: argparse.Namespace) -> Member:
    with reading(open_folder(wanted.dir)) as connection:
        return require_member(connection, wanted.name)


def _give(wanted: argparse.Namespace, order: SetDuty | RemoveMember) -> int:
    print("\n".join(give(wanted.dir, order).lines))
    return 0


def _tell(wanted: argparse.Namespace, order: AddMember | ChangeMemberPassword, password: str) -> None:
    print("\n".join(give(wanted.dir, order).lines))
    if not (wanted.own or wanted.own_from):
        print(f"\n        {password}\n")
        print("The password is shown only now: hand it over, and let nobody else see it.")
    print("Capitals, spaces and hyphens do not count.")


def _password(wanted: argparse.Namespace, name: str) -> str:
    """A new one, or the own one that was given; raises StaffError where that can be guessed."""
    if not (wanted.own or wanted.own_from):
        return new_room_password()
    password = own_password(wanted.own_from, "Password: ", StaffError)
    with reading(open_folder(wanted.dir)) as connection:
        require_strong(password, (read_site(connection).name, name))
    return password
