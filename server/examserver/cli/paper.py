"""`examserver paper`: import and list papers."""

import argparse
from pathlib import Path

from examserver.cli import paper_carrying
from examserver.cli.progress import progress_bar
from examserver.services.drafts import PaperOrder, paper_id_for, read_draft
from examserver.services.keys import signing_key
from examserver.services.papers import ImportedPaper, add_draft
from examserver.storage.folder import open_folder
from examserver.storage.paper_rows import all_papers
from examserver.storage.store import reading, writing


def run(argv: list[str]) -> int:
    """Run the command."""
    wanted = _parser().parse_args(argv)
    return int(wanted.act(wanted))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="examserver paper", description="Import and list papers.")
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    taking = actions.add_parser("import", help="take a paper file in (Moodle XML, GIFT)")
    taking.add_argument("dir", type=Path, metavar="DIR", help="the service's folder")
    taking.add_argument("file", type=Path, metavar="FILE", help="the paper file")
    taking.add_argument("--id", default="", help="the paper's id; by default made of the file's name")
    taking.add_argument("--title", default="", help="the paper's title; by default the file's own")
    taking.set_defaults(act=_import)
    paper_carrying.add_actions(actions)
    listing = actions.add_parser("list", help="list the papers")
    listing.add_argument("dir", type=Path, metavar="DIR", help="the service's folder")
    listing.set_defaults(act=_list)
    return parser


def _import(wanted: argparse.Namespace) -> int:
    folder = open_folder(wanted.dir)
    order = PaperOrder(wanted.file, wanted.id or paper_id_for(wanted.file), wanted.title)
    key = signing_key(folder)
    with writing(folder) as connection, progress_bar("Reading the paper") as progress:
        imported = add_draft(connection, folder.papers, read_draft(order, progress), key)
    _report(imported)
    return 0


def _report(imported: ImportedPaper) -> None:
    row = imported.row
    print(f"Imported {row.id}: {row.title}")
    print(f"{row.questions} questions, {row.points} points, {imported.pictures} pictures.")
    left_out = sum(not remark.taken for remark in imported.remarks)
    if left_out:
        print(f"{left_out} could not be taken:")
    for remark in imported.remarks:
        print(
            f"  {'note' if remark.taken else 'left out'}: {remark.place}: {remark.sentence} [{remark.code}]"
        )


def _list(wanted: argparse.Namespace) -> int:
    with reading(open_folder(wanted.dir)) as connection:
        papers = all_papers(connection)
    for row in papers:
        print(f"{row.id}\t{row.questions} questions\t{row.points} points\t{row.title}")
    if not papers:
        print("There are no papers yet. Import one: examserver paper import DIR FILE")
    return 0
