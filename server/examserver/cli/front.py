"""`examserver front`: a certificate for the front server (HAProxy, nginx) of several web machines."""

import argparse
from pathlib import Path

from examserver.services.authority import issue_server_identity
from examserver.services.keys import tls_authority
from examserver.services.setup import read_card
from examserver.storage.files import write_file
from examserver.storage.folder import open_folder
from examserver.tls import names_of


def run(argv: list[str]) -> int:
    """Run the command."""
    wanted = _parser().parse_args(argv)
    folder = open_folder(wanted.dir)
    names = names_of("localhost", read_card(folder).address) | set(wanted.name)
    identity = issue_server_identity(tls_authority(folder), sorted(names))
    write_file(wanted.out.absolute(), identity.chain_pem + identity.key_pem, secret=True)
    print(f"{wanted.out}: certificate and key for {', '.join(sorted(names))}.")
    print("Stations trust it, whatever their address of the service is. Only the front server may read it.")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="examserver front",
        description="Write a certificate of the service's authority, with its key, for a front server.",
    )
    parser.add_argument("dir", type=Path, metavar="DIR", help="the service's folder")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="the file to write, in PEM")
    parser.add_argument(
        "--name", action="append", default=[], help="one more name or address of the front server"
    )
    return parser
