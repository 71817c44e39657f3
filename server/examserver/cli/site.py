"""`examserver site`: who counts as inside the exam site, and what the site has chosen."""

import argparse
from pathlib import Path

from examserver.cli.ordering import give
from examserver.clock import SteadyClock
from examserver.services.alive.after_restore import after_restore, lines_of
from examserver.services.alive.begin_orders import BeginGeneration, NoteRestoreSeen
from examserver.services.exams import read_start
from examserver.services.gate import SiteRules, read_rules
from examserver.services.order import StaffOrder
from examserver.services.refused_logins import KEPT_FOR, MachinePlace, refused_there
from examserver.services.site_orders import (
    AddNetwork,
    AddProxy,
    RemoveNetwork,
    RemoveProxy,
    SetContact,
    SetCover,
    SetFront,
    SetMinimumClient,
)
from examserver.site_times import shown
from examserver.storage.folder import ServiceFolder, open_folder
from examserver.storage.networks import NetworkRow, all_networks
from examserver.storage.store import reading

A_NETWORK = "such as 203.0.113.0/24, 2001:db8::/32 or 203.0.113.7"
NO_NETWORK = "No network is registered: nobody but this machine itself is admitted."


def run(argv: list[str]) -> int:
    """Run the command."""
    wanted = _parser().parse_args(argv)
    return int(wanted.act(wanted))


def how_to_register(root: Path) -> str:
    """The command by which the first network is registered."""
    return f"Register one: examserver site networks {root} add 203.0.113.0/24"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="examserver site", description="Who is inside the exam site, and what the site has chosen."
    )
    subjects = parser.add_subparsers(required=True, metavar="SUBJECT")
    _add_networks(_subject(subjects, "networks", "the networks whose stations are inside"))
    _add_proxies(_subject(subjects, "proxies", "the proxies whose X-Forwarded-For is believed"))
    contact = _subject(subjects, "contact", "whom a candidate outside is told to call")
    contact.add_argument("text", metavar="TEXT", help='such as "考务办公室 010-1234567"; "" for nobody')
    contact.set_defaults(act=_set_contact)
    cover = _subject(subjects, "cover", "whether the paper is covered while a station is outside")
    cover.add_argument("choice", choices=("on", "off"))
    cover.set_defaults(act=_set_cover)
    minimum = _subject(subjects, "minimum-client", "the oldest client that may log in")
    minimum.add_argument("version", metavar="VERSION|none", help="such as 1.4.0; none takes any client")
    minimum.set_defaults(act=_set_minimum_client)
    front = _subject(subjects, "front", "whether a front server sends the sealed parts of papers")
    front.add_argument("address", metavar="ADDRESS|none", help="where it finds them, such as /sealed/")
    front.set_defaults(act=_set_front)
    begin = _subject(
        subjects, "begin-generation", "this machine is the right one, and goes on above any other"
    )
    begin.add_argument("--reason", required=True, metavar="TEXT", help="why; it is in the audit log")
    begin.add_argument("--made", default="", metavar="TIME", help="of when the tables are, after a restore")
    begin.set_defaults(act=_begin_generation)
    restored = _subject(subjects, "restored", "what may be missing after a restore")
    restored.add_argument("--seen", action="store_true", help="it was looked after: say it no more")
    restored.set_defaults(act=_restored)
    refused = _subject(subjects, "refused-logins", "the logins of the last 24 hours that were refused")
    refused.set_defaults(act=_list_refused)
    _subject(subjects, "show", "everything that is registered and chosen").set_defaults(act=_show)
    return parser


def _subject(
    subjects: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, purpose: str
) -> argparse.ArgumentParser:
    parser = subjects.add_parser(name, help=purpose, description=f"{purpose[0].upper()}{purpose[1:]}.")
    parser.add_argument("dir", type=Path, metavar="DIR", help="the service's folder")
    return parser


def _add_networks(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    adding = actions.add_parser("add", help="stations in this network are inside")
    adding.add_argument("cidr", metavar="CIDR", help=A_NETWORK)
    adding.add_argument("--note", default="", help="your own word for it")
    adding.set_defaults(act=_add_network)
    removing = actions.add_parser("remove", help="they are not any more")
    removing.add_argument("cidr", metavar="CIDR", help=A_NETWORK)
    removing.set_defaults(act=_remove_network)
    actions.add_parser("list", help="list the networks").set_defaults(act=_list_networks)


def _add_proxies(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    adding = actions.add_parser("add", help="this address is a proxy of ours")
    adding.add_argument("cidr", metavar="CIDR", help="its address, or its network")
    adding.set_defaults(act=_add_proxy)
    removing = actions.add_parser("remove", help="it is not any more")
    removing.add_argument("cidr", metavar="CIDR", help="its address, or its network")
    removing.set_defaults(act=_remove_proxy)
    actions.add_parser("list", help="list the proxies").set_defaults(act=_list_proxies)


def _add_network(wanted: argparse.Namespace) -> int:
    return _order(wanted.dir, AddNetwork(wanted.cidr, wanted.note))


def _remove_network(wanted: argparse.Namespace) -> int:
    return _order(wanted.dir, RemoveNetwork(wanted.cidr))


def _add_proxy(wanted: argparse.Namespace) -> int:
    return _order(wanted.dir, AddProxy(wanted.cidr))


def _remove_proxy(wanted: argparse.Namespace) -> int:
    return _order(wanted.dir, RemoveProxy(wanted.cidr))


def _set_contact(wanted: argparse.Namespace) -> int:
    return _order(wanted.dir, SetContact(wanted.text))


def _set_cover(wanted: argparse.Namespace) -> int:
    return _order(wanted.dir, SetCover(wanted.choice == "on"))


def _set_minimum_client(wanted: argparse.Namespace) -> int:
    return _order(wanted.dir, SetMinimumClient(wanted.version))


def _set_front(wanted: argparse.Namespace) -> int:
    return _order(wanted.dir, SetFront(wanted.address))


def _begin_generation(wanted: argparse.Namespace) -> int:
    now = SteadyClock().now()
    return _order(
        wanted.dir, BeginGeneration(wanted.reason, read_start(wanted.made, now) if wanted.made else 0)
    )


def _restored(wanted: argparse.Namespace) -> int:
    if wanted.seen:
        return _order(wanted.dir, NoteRestoreSeen())
    print_after_restore(open_folder(wanted.dir), "Nothing is to be looked after: no restore stands open.")
    return 0


def print_after_restore(folder: ServiceFolder, nothing: str = "") -> None:
    """Say what may be missing after a restore, or that nothing is to be looked after."""
    with reading(folder) as connection:
        found = after_restore(connection)
    if found is not None:
        print(
            "\n".join((*lines_of(found), f"Looked after? examserver site restored {folder.root} --seen")),
            flush=True,
        )
    elif nothing:
        print(nothing)


def _order(root: Path, order: StaffOrder) -> int:
    for line in give(root, order).lines:
        print(line)
    return 0


def _list_networks(wanted: argparse.Namespace) -> int:
    with reading(open_folder(wanted.dir)) as connection:
        networks = all_networks(connection)
    _print_networks(wanted.dir, networks)
    return 0


def _list_proxies(wanted: argparse.Namespace) -> int:
    with reading(open_folder(wanted.dir)) as connection:
        rules = read_rules(connection)
    for proxy in rules.proxies:
        print(proxy)
    if not rules.proxies:
        print("There are no proxies: X-Forwarded-For is believed from nobody.")
    return 0


def _list_refused(wanted: argparse.Namespace) -> int:
    with reading(open_folder(wanted.dir)) as connection:
        found = refused_there(connection, SteadyClock().now() - KEPT_FOR)
    for one in found:
        often = "1 time in all" if one.times == 1 else f"{one.times} times in all"
        at = ", ".join(_machine(place) for place in one.places) + (
            f" and {one.more} more" if one.more else ""
        )
        print(f"{shown(one.last)}\t{one.why}\t{one.address}\t{often}\t{at}")
        if one.can_register:
            print(f"  Is it the site's? examserver site networks {wanted.dir} add {one.address}")
    if not found:
        print("No login was refused in the last 24 hours.")
    return 0


def _machine(place: MachinePlace) -> str:
    return f"{place.room}/{place.seat}" if place.room and place.seat else place.name or "-"


def _show(wanted: argparse.Namespace) -> int:
    with reading(open_folder(wanted.dir)) as connection:
        networks, rules = all_networks(connection), read_rules(connection)
    if networks:
        print("Registered networks:")
    _print_networks(wanted.dir, networks)
    for line in _chosen(rules):
        print(line)
    return 0


def _print_networks(root: Path, networks: tuple[NetworkRow, ...]) -> None:
    for network in networks:
        print(f"{network.cidr}\t{network.note}".rstrip())
    if not networks:
        print(NO_NETWORK)
        print(how_to_register(root))


def _chosen(rules: SiteRules) -> tuple[str, ...]:
    settings = rules.settings
    return (
        f"Proxies: {', '.join(settings.proxies) or 'none'}",
        f"Whom to call: {settings.contact or 'nobody is named'}",
        f"Paper outside: {'covered' if settings.covers_outside else 'stays visible'}",
        f"Oldest client: {settings.minimum_client or 'any'}",
        f"Sealed parts: sent by {f'a proxy from {settings.front}' if settings.front else 'the service'}",
    )
