"""`examserver admin`: `examserver staff` for site admins alone, as it was before there were other roles."""

import argparse

from examserver.cli.staff import add, add_action, add_common, add_password


def run(argv: list[str]) -> int:
    """Run the command."""
    wanted = _parser().parse_args(argv)
    return int(wanted.act(wanted))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="examserver admin",
        description="Add site admins. For other roles, and for rooms: examserver staff.",
    )
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    adding = add_action(actions, "add", "add a site admin; prints a new password, or asks for your own")
    add_password(adding)
    adding.set_defaults(act=add, role="site-admin", room=[])
    add_common(actions)
    return parser
