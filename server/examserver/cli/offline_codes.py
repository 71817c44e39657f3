"""What commands that print offline codes share: the room's password is asked for, the code shown large."""

import argparse
import sys
from getpass import getpass

from examprotocol.room import RoomCard
from examserver.errors import RoomError
from examserver.services.offline_codes import open_codes


def add_password(parser: argparse.ArgumentParser) -> None:
    """How the room password is given."""
    parser.add_argument(
        "--password-stdin", action="store_true", help="read the room password from standard input"
    )


def ask_for_codes(wanted: argparse.Namespace, card: RoomCard) -> bytes:
    """The key of a room's codes, by the password that is asked for; raises RoomError."""
    try:
        typed = sys.stdin.readline() if wanted.password_stdin else getpass(f"Password of room {card.room}: ")
    except EOFError:
        typed = ""
    if not typed.strip():
        raise RoomError("No password was given.", "Type it, or pass it with --password-stdin.")
    return open_codes(card, typed)


def print_code(code: str, what_to_do: str) -> None:
    """The code in groups that can be read aloud, and one sentence."""
    print(f"\n      {'   '.join(code.split('-'))}\n")
    print(what_to_do)
