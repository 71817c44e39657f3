"""`examserver init`: set up the folder of a new site service."""

import argparse
from pathlib import Path

from examserver.services.setup import set_up


def run(argv: list[str]) -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(prog="examserver init", description="Set up a new site service.")
    parser.add_argument("dir", type=Path, metavar="DIR", help="a folder that is empty or does not exist yet")
    parser.add_argument("--name", default="Exam site", help="the site's name, shown to candidates")
    parser.add_argument(
        "--address", default="http://127.0.0.1:8460", metavar="URL", help="where stations reach the service"
    )
    wanted = parser.parse_args(argv)
    card = set_up(wanted.dir, wanted.name, wanted.address)
    print(f"{card.site} is set up in {wanted.dir}.")
    print(
        f"Stations know it by {wanted.dir / 'public' / 'site.json'}; keep everything else there to yourself."
    )
    return 0
