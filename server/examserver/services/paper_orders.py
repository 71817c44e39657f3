"""A paper is taken in beside a running service: prepared in a folder of its own, then shelved by an order.

Rule: reading and sealing take long and need no turn; only the name and the row are given in the one writer.
So what is served meanwhile waits for nothing, and of two papers with one id the second is refused.
"""

import re
import shutil

from examprotocol.bundle import manifest_digest
from examprotocol.errors import ProtocolError
from examprotocol.paper import Paper, answerable_questions, total_points
from examserver.errors import OrderError, PaperFileError
from examserver.services.audit import Deed
from examserver.services.keys import signing_key
from examserver.services.order import Bench, Outcome, Preparation, StaffOrder
from examserver.storage.files import give_name, sync_directory
from examserver.storage.paper_rows import PaperRow, add_paper, find_paper
from examserver.storage.paper_shelf import PaperShelf

STAGE = ".staged-"
STAGED = re.compile(re.escape(STAGE) + r"[A-Za-z0-9_]{1,20}")
LONGEST_TITLE = 200
PAPER_ID = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")


class ShelvePaper(StaffOrder, frozen=True, tag="shelve_paper"):
    """Take a paper in that was sealed into the folder `stage`, beside those that are here."""

    stage: str
    paper: str

    def prepare(self, preparation: Preparation) -> StaffOrder:
        """Open it as it will be opened; raises OrderError and PaperFileError."""
        folder = preparation.folder
        if not STAGED.fullmatch(self.stage) or not PAPER_ID.fullmatch(self.paper):
            raise OrderError(
                "This is not where a paper was prepared.", "Import it: examserver paper import DIR"
            )
        shelf = PaperShelf(folder.papers / self.stage, signing_key(folder))
        try:
            row = row_of(shelf.paper(self.paper), shelf.manifest_token(self.paper))
        except (OSError, ProtocolError) as error:
            raise OrderError(
                f"The service cannot read what was prepared of {self.paper}.",
                "Import it once more, with the account under which the service runs.",
            ) from error
        return _ShelveRead(self.stage, self.paper, row=row)


class _ShelveRead(ShelvePaper, frozen=True, tag="import_paper", kw_only=True):
    """The same once it was opened; nobody can send this."""

    row: PaperRow

    def carry_out(self, bench: Bench) -> Outcome:
        """Give it its name and its row; raises PaperFileError where another has the id."""
        papers = bench.folder.papers
        is_arriving = PaperShelf(papers, bench.key).is_from_authority(self.paper)
        if is_arriving or find_paper(bench.connection, self.paper):
            raise taken_id(self.paper)
        place = papers / self.paper
        shutil.rmtree(place, ignore_errors=True)  # of an import that was killed before its row was there
        give_name(papers / self.stage / self.paper, place)
        sync_directory(papers)
        add_paper(bench.connection, self.row)
        return Outcome((f"Imported {self.row.id}: {self.row.title}",))

    def deed(self) -> Deed:
        """Which paper, by its content."""
        return Deed("import_paper", {"paper": self.row.id, "manifest": self.row.manifest_digest})


def taken_id(paper_id: str) -> PaperFileError:
    """That a paper has this id already."""
    return PaperFileError(
        f"There is a paper with the id {paper_id} already.", "Give another with --id.", "PAPER_ID_TAKEN"
    )


def row_of(paper: Paper, manifest: str) -> PaperRow:
    """What a list shows of it; `manifest` is the signed one."""
    questions, points = len(answerable_questions(paper)), str(total_points(paper))
    return PaperRow(
        paper.paper_id,
        paper.title[:LONGEST_TITLE],
        paper.revision,
        manifest_digest(manifest),
        questions,
        points,
    )
