"""What a site's staff can order about the authority's service above theirs."""

import hashlib
from dataclasses import replace
from typing import ClassVar

from sqlalchemy import Connection

from examprotocol.enrolment import fingerprint
from examprotocol.errors import ProtocolError, VersionError
from examprotocol.given_file import seal_answer
from examprotocol.joining import Joining, open_joining
from examprotocol.site_messages import JoinReply, JoinRequest
from examserver.errors import UpstreamError
from examserver.services.audit import Deed
from examserver.services.keys import opening_key, signing_key
from examserver.services.order import Bench, Outcome, Preparation, StaffOrder
from examserver.services.reporting.sent import begin_with
from examserver.services.setup import public_part
from examserver.storage.paper_shelf import PaperShelf, put_keys
from examserver.storage.upstream import (
    Upstream,
    key_has_come,
    put_upstream_paper,
    read_upstream,
    upstream_papers,
    write_upstream,
)
from examserver.upstream.line import AuthorityLine, Whereto
from examserver.upstream.shelving import open_key, require_fetching, require_fitting, require_joined
from examserver.version import VERSION


class JoinUpstream(StaffOrder, frozen=True, tag="join_upstream"):
    """Join the authority's service by the content of its joining file.

    With `by_file` it is not asked: the outcome has the answer that is carried to it.
    """

    file: bytes
    by_file: bool = False

    def prepare(self, preparation: Preparation) -> StaffOrder:
        """Read the file and ask the authority's service, which takes long; raises UpstreamError."""
        joining = _read(self.file)
        preparation.read(lambda connection: _require_free(connection, joining))
        if joining.authority_id == preparation.identity.id:
            raise UpstreamError("This is this service's own joining file.", "It is for a site's service.")
        reply, answer = _reply(preparation, joining, by_file=self.by_file)
        return KeepUpstream(
            Upstream(
                authority=joining.authority_id,
                name=joining.authority,
                address=joining.address,
                signing_key=joining.signing_key,
                certificate=joining.certificate,
                site=reply.site,
                called=reply.name,
                joined=preparation.clock.now(),
                opening_key=joining.opening_key,
            ),
            answer,
        )


class KeepUpstream(StaffOrder, frozen=True, tag="keep_upstream"):
    """The second half of joining: keep what was joined."""

    upstream: Upstream
    answer: bytes = b""

    def carry_out(self, bench: Bench) -> Outcome:
        """Do it."""
        write_upstream(bench.connection, self.upstream)
        begin_with(bench.connection, self.upstream.authority)
        joined = self.upstream
        coming = "The papers that it gives this site come by themselves while the service runs."
        if self.answer:
            own = fingerprint(public_part(bench.key))
            coming = f"It knows of it once it has the answer. This site's own fingerprint: {own}."
        return Outcome(
            (
                f"Joined {joined.name} as {joined.called} ({joined.site or 'by file'}).",
                f"Its fingerprint: {fingerprint(joined.signing_key)}. Compare it with the authority's.",
                coming,
            ),
            self.answer,
        )

    def deed(self) -> Deed:
        """Whose service was joined, and as which site."""
        return Deed("keep_upstream", {"authority": self.upstream.authority, "site": self.upstream.site})


class PauseUpstream(StaffOrder, frozen=True, tag="pause_upstream"):
    """Send the authority nothing and take nothing from it until it is resumed, or go on."""

    RECORDED: ClassVar = ("paused",)

    paused: bool

    def carry_out(self, bench: Bench) -> Outcome:
        """Do it; raises UpstreamError where none was joined."""
        upstream = require_joined(bench.connection)
        write_upstream(bench.connection, replace(upstream, paused=self.paused))
        if self.paused:
            return Outcome(
                ("Paused: nothing is sent or asked for. What has come stays, and what waits goes out later.",)
            )
        return Outcome(("Reports are sent again, and papers taken.",))


class ForgetUpstream(StaffOrder, frozen=True, tag="forget_upstream"):
    """Leave the authority's service; papers and keys that have come stay."""

    def carry_out(self, bench: Bench) -> Outcome:
        """Do it; raises UpstreamError where none was joined."""
        upstream = require_joined(bench.connection)
        write_upstream(bench.connection, None)
        for paper in upstream_papers(bench.connection):
            put_upstream_paper(bench.connection, replace(paper, given=False))
        return Outcome((f"{upstream.name} is forgotten. To take part again, join by a new file.",))


class WakeUpstream(StaffOrder, frozen=True, tag="wake_upstream"):
    """Ask the authority's service now instead of at the next time; each order does that."""

    def carry_out(self, bench: Bench) -> Outcome:
        """Say so; raises UpstreamError where none was joined, or it is paused."""
        require_fetching(bench.connection)
        return Outcome(("The running service fetches now.",))

    def deed(self) -> None:
        """Nothing is changed by it."""


class TakeSiteKey(StaffOrder, frozen=True, tag="take_site_key"):
    """Take the key of a paper out of the content of a key file that the authority has made for this site."""

    file: bytes

    def carry_out(self, bench: Bench) -> Outcome:
        """Do it; raises UpstreamError."""
        opened = open_key(bench.connection, self.file, bench.key, opening_key(bench.folder))
        about, secrets = opened.about.about, opened.secrets
        paper = about.paper
        shelf = PaperShelf(bench.folder.papers, bench.key)
        if not shelf.is_from_authority(paper):
            raise UpstreamError(
                f"The paper {paper} has not come to this machine yet.",
                "Fetch it, or copy its folder from the machine that has it: examserver upstream DIR fetch",
            )
        require_fitting(bench.folder, shelf.manifest(paper), secrets.content_key)
        put_keys(bench.folder.papers, paper, secrets.content_key, secrets.answer_keys)
        key_has_come(bench.connection, about, bench.now)
        scored = "at this site" if secrets.answer_keys else "by the authority"
        return Outcome((f"The key of {paper} is here. Scored {scored}.",))

    def deed(self) -> Deed:
        """The file by its content: it is sealed, and says of what paper it is to this service alone."""
        return Deed("take_site_key", {"sha256": hashlib.sha256(self.file).hexdigest()})


def _read(file: bytes) -> Joining:
    try:
        return open_joining(file)
    except VersionError as error:
        raise UpstreamError(f"This is {error}.", "Use the service of the authority's version.") from error
    except ProtocolError as error:
        raise UpstreamError(
            "This is no joining file of an authority's service, or somebody has changed it.",
            "The authority makes one: examserver sites DIR add NAME --out FILE",
        ) from error


def _require_free(connection: Connection, joining: Joining) -> None:
    known = read_upstream(connection)
    if known is not None and known.authority != joining.authority_id:
        raise UpstreamError(
            f"This service has joined {known.name} already.",
            "Forget that first: examserver upstream DIR forget",
        )


def _reply(preparation: Preparation, joining: Joining, *, by_file: bool) -> tuple[JoinReply, bytes]:
    """What the authority says, or by file what it will say, and the answer to carry there."""
    if not by_file:
        return _ask(preparation, joining), b""
    key, now = signing_key(preparation.folder), preparation.clock.now()
    answer = seal_answer(joining.authority_id, _request(preparation, joining), joining.token, key)
    return JoinReply(now, joining.site, joining.name), answer


def _request(preparation: Preparation, joining: Joining) -> JoinRequest:
    folder = preparation.folder
    key = signing_key(folder)
    return JoinRequest(
        token=joining.token,
        site_id=preparation.identity.id,
        name=preparation.identity.name,
        key=public_part(key),
        opening_key=public_part(opening_key(folder)),
        version=VERSION,
    )


def _ask(preparation: Preparation, joining: Joining) -> JoinReply:
    key = signing_key(preparation.folder)
    line = AuthorityLine(Whereto(joining.address, joining.certificate), key)
    try:
        return line.ask("sites/join", _request(preparation, joining), JoinReply)
    finally:
        line.close()
