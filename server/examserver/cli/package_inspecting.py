"""`examserver packages inspect`: what a package says of itself, and what is in it where it can be opened."""

from pathlib import Path

from examprotocol.errors import PackageError
from examprotocol.package import Package
from examprotocol.package_reading import read_package
from examprotocol.package_seal import Header
from examserver.cli.result_inspecting import is_result_package, print_results
from examserver.clock import SteadyClock
from examserver.services.import_attachments import attachment_notes
from examserver.services.import_files import read_offered
from examserver.services.import_opening import Refused, facts_of, look_at, shortened
from examserver.services.import_verdicts import FileFacts, Offered
from examserver.services.import_words import NOTES, plain, refusal_said
from examserver.services.order import Preparation, reading_by
from examserver.storage.folder import open_folder
from examserver.storage.site import read_site
from examserver.storage.store import reading

NOBODY = "nobody: this changes nothing"


def print_package(file: Path, root: Path | None, passwords: tuple[str, ...]) -> int:
    """Print it; 0 where it is a package, and one for the service in `root` where that is given."""
    if is_result_package(file):
        return print_results(file, root)
    data = read_offered(file)
    if isinstance(data, Refused):
        return _print_refused(data)
    offered = Offered(file.name, data, NOBODY, passwords)
    return _print_form(offered) if root is None else _print_opened(offered, file, root)


def _print_form(offered: Offered) -> int:
    facts = facts_of(offered)
    try:
        header = read_package(offered.data).header
    except PackageError as error:
        return _print_refused(Refused(facts, error.fault, shortened(error.about)))
    _print_facts(facts)
    _print_header(header)
    print("Its form is right. It was not opened: give the service's folder with --in.")
    return 0


def _print_opened(offered: Offered, file: Path, root: Path) -> int:
    folder = open_folder(root)
    with reading(folder) as connection:
        preparation = Preparation(folder, read_site(connection), SteadyClock(), reading_by(connection))
        looked = look_at(preparation, offered)
    if isinstance(looked, Refused):
        return _print_refused(looked)
    _print_facts(looked.file)
    _print_content(looked.package)
    attached = attachment_notes(folder, looked.package, file.parent, dry_run=True)
    for note in (*looked.notes, *attached):
        print(f"  {NOTES[note]}")
    return 0


def _print_refused(refused: Refused) -> int:
    _print_facts(refused.file)
    if refused.header:
        _print_header(refused.header)
    print(f"Refused ({refused.fault}): {refusal_said(refused.fault, refused.about)}")
    return 1


def _print_facts(facts: FileFacts) -> None:
    print(facts.name)
    print(f"  {facts.size} bytes\tshort code {facts.code or '-'}\tSHA-256 {facts.sha256 or '-'}")


def _print_header(header: Header) -> None:
    print(f"  says of itself: site {plain(header.site)}\texam {plain(header.exam)}")
    print(f"  candidate {plain(header.candidate)}\tname {plain(header.name)}")


def _print_content(package: Package) -> None:
    print(f"  site {package.site}\texam {plain(package.exam)}\tcandidate {plain(package.candidate)}")
    print(f"  attempt {package.attempt}\tsigned by station {package.station}")
    for log in package.logs:
        epoch = f"{log.writer.epoch.generation}.{log.writer.epoch.grant}.{log.writer.epoch.hop}"
        print(f"  writer {log.writer.id[:8]}\tepoch {epoch}\t{len(log.events)} events")
    for attachment in package.attachments:
        print(f"  attached {plain(attachment.name)}\t{attachment.size} bytes")
    held = f"{len(package.extensions)} extensions, {len(package.attachments)} attached files"
    print(f"  {held}, {'a' if package.receipt else 'no'} receipt")
