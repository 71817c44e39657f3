"""Gives the order to take a file in: what stops one of a batch stops no other."""

import os
from pathlib import Path

from examprotocol.stick import is_visit_name
from examserver.cli.ordering import give
from examserver.errors import FolderTakenError, SiteError
from examserver.services.import_opening import shown_name
from examserver.services.import_orders import ImportFile, result_in
from examserver.services.import_verdicts import FileFacts, ImportResult, Kind, SiteFault, Verdict

PATIENCE_SECONDS = 60.0
"""Another batch leaves the folder between its files only, for milliseconds."""


def imported(root: Path, order: ImportFile) -> ImportResult:
    """What became of the file, also where the service failed at it; raises FolderTakenError."""
    try:
        return result_in(give(root, order, PATIENCE_SECONDS))
    except FolderTakenError:
        raise
    except SiteError as error:
        name = Path(os.fsdecode(order.path)).name
        kind = Kind.VISIT if is_visit_name(name) else Kind.PACKAGE
        facts = FileFacts(shown_name(name), "", "", 0)
        return ImportResult(0, facts, Verdict.REFUSED, SiteFault.NOT_CARRIED_OUT, str(error), kind=kind)
