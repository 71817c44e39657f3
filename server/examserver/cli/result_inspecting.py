"""`examserver packages inspect` of a result package: what is public of it, without any key."""

from pathlib import Path

from examprotocol.result_seal import index_id
from examprotocol.short_code import short_code
from examserver.errors import ExamSiteError
from examserver.services.import_words import plain
from examserver.services.reporting.result_file import parts_in, read_index
from examserver.services.reporting.taking import open_report
from examserver.site_times import shown
from examserver.storage.folder import open_folder
from examserver.storage.store import reading

BEGINNING = b"eyJ"
"""How a signed index begins: the base64url of a JSON object."""


def is_result_package(file: Path) -> bool:
    """Whether a file begins as a result package does."""
    try:
        with file.open("rb") as source:
            return source.read(len(BEGINNING)) == BEGINNING
    except OSError:
        return False


def print_results(file: Path, root: Path | None) -> int:
    """Print it; 0 where it is whole, and with `root` one for the authority whose folder that is."""
    token, index = read_index(file)
    about = index.about
    print(f"{file.name}\tresult package, short code {short_code(token.encode())}\tSHA-256 of its index")
    print(f"  {index_id(token)}")
    print(f"  says of itself: site {about.site}\texam {plain(about.exam)}\t{plain(about.title)}")
    print(f"  report {about.number} of generation {about.generation}, made {shown(about.at)}")
    print(f"  {about.entries} candidates, {about.events} events, {about.files} files")
    for _ in parts_in(file, token):
        pass
    print(f"  {len(index.parts)} parts, each as the index names it")
    if root is None:
        print("Its form is right. Whether the site has signed it says the authority's folder: --in DIR")
        return 0
    folder = open_folder(root)
    try:
        with reading(folder) as connection:
            opened = open_report(connection, folder, token)
    except ExamSiteError as error:
        print(f"Refused: {error}")
        return 1
    print(f"  signed by {opened.site.name}, sealed to this authority")
    return 0
