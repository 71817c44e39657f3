"""A spare machine without a network: it holds the paper of the exam, but nothing of the candidate who comes.

Rule: what another candidate's session left here opens the paper, and nothing else of it is used. Only a code
that the room password goes with lets anybody go on by it (`usecases.room_codes`).
"""

import logging

from msgspec.structs import replace

from examclient.domain.clock import SiteClock
from examclient.domain.kept_session import KeptSession
from examclient.domain.site import Membership
from examclient.errors import SiteAnswerError
from examclient.usecases.log_in import plain_number
from examclient.usecases.paper import check_manifest
from examclient.usecases.session_keeping import SessionShelf
from examprotocol.attempt_ids import attempt_id
from examprotocol.errors import ProtocolError
from examprotocol.events import Epoch
from examprotocol.extensions import MINUTE, Extension, open_extension
from examprotocol.form import Form
from examprotocol.messages import Candidate, Exam
from examprotocol.room_password import hash_password
from examprotocol.signing import read_key

log = logging.getLogger(__name__)

NEVER = Epoch(0, 0)
"""Nothing is known of the attempt here, so any code is newer."""


class FindSpare:
    """Makes up what this machine could go on with for numbers of which it holds nothing."""

    def __init__(self, shelf: SessionShelf, site: Membership, clock: SiteClock) -> None:
        self._shelf = shelf
        self._site = site
        self._clock = clock

    def __call__(self, admission_number: str, identity_number: str) -> KeptSession | None:
        """The session as it would be after a move to here: the name is unknown, and the end the planned one
        with what everybody was given. None where no paper is here, or the number's own session is.
        """
        number = plain_number(admission_number)
        kept = [one for one in self._shelf.all() if self._clock.certain() < one.login.exam.end]
        if any(plain_number(one.login.candidate.admission_number) == number for one in kept):
            return None
        papers = [one for one in kept if one.manifest and one.key]
        newest = max(papers, key=lambda one: one.clock.site, default=None)
        return self._made_up(newest, number, identity_number) if newest is not None else None

    def _made_up(self, other: KeptSession, number: str, identity_number: str) -> KeptSession | None:
        try:
            paper = check_manifest(other.manifest, self._site.signing_key).paper_id
        except SiteAnswerError as error:
            log.warning("the paper that is kept here cannot be used: %s", error)
            return None
        shared, exam = self._for_everybody(other)
        attempt = attempt_id(self._site.site_id, exam.exam_id, paper, number)
        login = replace(
            other.login,
            token="",
            attempt=attempt,
            epoch=NEVER,
            candidate=Candidate("", number, "", ""),
            exam=exam,
            receipt="",
            extensions=tuple(shared),
            form=Form(attempt),
        )
        plain = plain_number(identity_number)
        return KeptSession(
            login,
            hash_password(plain),
            other.boot,
            other.clock,
            other.manifest,
            other.key,
            moved=True,
            identity_number=plain,
        )

    def _for_everybody(self, other: KeptSession) -> tuple[list[str], Exam]:
        """The extensions for all, and the exam with no more in its end than these."""
        shared, own = list[str](), dict[str, int]()
        for token in other.login.extensions:
            one = self._opened(token)
            if one is not None and one.candidate:
                own[one.id] = one.minutes
            elif one is not None:
                shared.append(token)
        exam = other.login.exam
        return shared, replace(exam, end=exam.end - other.by_code - sum(own.values()) * MINUTE)

    def _opened(self, token: str) -> Extension | None:
        try:
            return open_extension(token, read_key(self._site.signing_key))
        except ProtocolError as error:
            log.warning("a kept extension is not this site's: %s", error)
            return None
