"""`examserver admin`: add and list who may log in at the service's web page, and change passwords."""

import argparse
from collections.abc import Callable
from getpass import getpass
from pathlib import Path

from examprotocol.room_password import new_room_password
from examserver.cli.ordering import give
from examserver.errors import AdminError
from examserver.services.admin_orders import (
    AddAdmin,
    ChangeAdminPassword,
    RemoveAdmin,
    admin_name,
    require_admin,
)
from examserver.services.admin_passwords import hashed, require_strong
from examserver.site_times import shown
from examserver.storage.admins import all_admins
from examserver.storage.folder import open_folder
from examserver.storage.site import read_site
from examserver.storage.store import reading

Make = Callable[[str, str], AddAdmin | ChangeAdminPassword]


def run(argv: list[str]) -> int:
    """Run the command."""
    wanted = _parser().parse_args(argv)
    return int(wanted.act(wanted))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="examserver admin",
        description="Add and list who may log in at the service's web page, and change passwords.",
    )
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    adding = _action(actions, "add", "let somebody log in; prints a new password, or asks for your own")
    _add_password(adding)
    adding.set_defaults(act=_add)
    changing = _action(actions, "password", "give an admin another password")
    _add_password(changing)
    changing.set_defaults(act=_change)
    removing = _action(actions, "remove", "let an admin log in no more")
    removing.set_defaults(act=_remove)
    listing = actions.add_parser("list", help="list the admins", description="List the admins.")
    listing.add_argument("dir", type=Path, metavar="DIR", help="the service's folder")
    listing.set_defaults(act=_list)
    return parser


def _action(
    actions: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, purpose: str
) -> argparse.ArgumentParser:
    parser = actions.add_parser(name, help=purpose, description=f"{purpose[0].upper()}{purpose[1:]}.")
    parser.add_argument("dir", type=Path, metavar="DIR", help="the service's folder")
    parser.add_argument("name", metavar="NAME", help="the admin, as rulings will name him or her")
    return parser


def _add_password(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--own", action="store_true", help="take a password of your own; it is asked for")
    parser.add_argument("--own-from", type=Path, metavar="FILE", help="read your own password from a file")


def _add(wanted: argparse.Namespace) -> int:
    name = admin_name(wanted.name)
    open_folder(wanted.dir)
    return _set(wanted, name, AddAdmin)


def _change(wanted: argparse.Namespace) -> int:
    with reading(open_folder(wanted.dir)) as connection:
        name = require_admin(connection, wanted.name).name
    return _set(wanted, name, ChangeAdminPassword)


def _set(wanted: argparse.Namespace, name: str, order: Make) -> int:
    is_own = wanted.own or wanted.own_from
    password = _own(wanted.own_from) if is_own else new_room_password()
    if is_own:
        with reading(open_folder(wanted.dir)) as connection:
            require_strong(password, (read_site(connection).name, name))
    print("\n".join(give(wanted.dir, order(name, hashed(password))).lines))
    if not is_own:
        print(f"\n        {password}\n")
        print("The password is shown only now: hand it over, and let nobody else see it.")
    print("Capitals, spaces and hyphens do not count.")
    return 0


def _own(file: Path | None) -> str:
    try:
        if file:
            return file.read_text(encoding="utf-8-sig").strip()
        password = getpass("Password: ")
        again = getpass("The same again: ")
    except (OSError, UnicodeDecodeError) as error:
        raise AdminError(
            f"{file} cannot be read.", "Name a text file with nothing but the password in it."
        ) from error
    except EOFError as error:
        raise AdminError("No password was given.", "Type it, or name a file with --own-from.") from error
    if password != again:
        raise AdminError("The two are not the same.", "Give the command again. Nothing was changed.")
    return password


def _remove(wanted: argparse.Namespace) -> int:
    print("\n".join(give(wanted.dir, RemoveAdmin(wanted.name)).lines))
    return 0


def _list(wanted: argparse.Namespace) -> int:
    with reading(open_folder(wanted.dir)) as connection:
        admins = all_admins(connection)
    for admin in admins:
        print(f"{admin.name}\tadded {shown(admin.added)}\tpassword of {shown(admin.changed)}")
    if not admins:
        print("There are no admins yet. Add one: examserver admin add DIR NAME")
    return 0
