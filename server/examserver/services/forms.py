"""Each candidate's own form of a paper: made once for an attempt, kept, and the same wherever they sit.

Rule: the seed is the attempt's id. So a service that was restored without the form makes the same again, and
so does a spare machine that cannot ask.
"""

import logging

from sqlalchemy import Connection

from examprotocol.errors import ProtocolError
from examprotocol.form import Form, apply_form, make_form
from examprotocol.paper import Paper
from examserver.errors import PaperSealedError, SiteError
from examserver.storage.forms import add_form, find_form
from examserver.storage.paper_shelf import PaperShelf

log = logging.getLogger(__name__)


class Forms:
    """Owns the way from an attempt to its form."""

    def __init__(self, shelf: PaperShelf) -> None:
        self._shelf = shelf

    def of(self, connection: Connection, attempt: str, paper: str) -> Form:
        """The attempt's form, made and kept if there is none yet.

        Where the paper cannot be read only the seed is given out, of which the station makes the same form.
        """
        kept = find_form(connection, attempt)
        if kept is not None:
            return kept
        try:
            form = make_form(self._shelf.paper(paper), attempt)
        except PaperSealedError:
            return Form(attempt)  # the authority's key is still to come: it is made when the paper opens
        except (ProtocolError, SiteError, OSError) as error:
            log.warning("attempt %s: paper %s cannot be read: %s", attempt, paper, type(error).__name__)
            return Form(attempt)
        add_form(connection, attempt, form)
        return form


def paper_as_seen(connection: Connection, attempt: str, paper: Paper) -> Paper:
    """The paper as the candidate of this attempt has it.

    Where no form is kept (of a restored service, or of a station that could not ask) it is made again.
    """
    return apply_form(paper, find_form(connection, attempt) or make_form(paper, attempt))
