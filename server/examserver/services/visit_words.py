"""The sentences for what becomes of a visit: what the station says, and why one is refused."""

from examprotocol.errors import VisitFault
from examserver.services.import_verdicts import Verdict, VisitSaid, VisitSiteFault

VISIT_REFUSALS: dict[str, str] = {
    VisitFault.NOT_A_VISIT: "This is no visit, or it was changed or damaged.",
    VisitFault.TRUNCATED: "The end of this visit is missing: copy it again, or visit the station once more.",
    VisitFault.TOO_LARGE: "A visit has at most 256 KiB, and this file has {about} bytes.",
    VisitFault.UNKNOWN_VERSION: "This visit is of version {about}, which this program does not read.",
    VisitFault.UNKNOWN_STATION: "This visit is signed by station {about}, which is not registered here.",
    VisitFault.FORGED: "This visit was changed, or it is not signed by station {about}, which it names.",
    VisitFault.UNREADABLE: "This visit says what this program does not understand: a newer client made it.",
    VisitFault.CONTRADICTION: "What the station says of this visit contradicts itself ({about}).",
    VisitSiteFault.ANOTHER_SITE: "This visit is of another site ({about}).",
    VisitSiteFault.UNKNOWN_STICK: (
        "This visit is of a stick ({about}) that this service does not know. If the service was restored, "
        "import the whole folder, with the stick's own file in it."
    ),
    VisitSiteFault.REVOKED_STATION: "This visit is signed by station {about}, which was revoked.",
}


def visit_said(said: VisitSaid, verdict: Verdict) -> str:
    """What a station says of its visit, in one line."""
    again = "; the same visit again" if verdict is Verdict.SAME_AGAIN else ""
    exported = f"{said.packages} package{'' if said.packages == 1 else 's'}" if said.packages else "nothing"
    missing = f"; not here: {', '.join(said.missing)}" if said.missing else ""
    return f"visit of {said.room}/{said.seat or '-'}: {exported}, {state_said(said)}{again}{missing}"


def state_said(said: VisitSaid) -> str:
    """Whether all that the station held is on the stick."""
    if said.done:
        return "complete"
    return f"not complete: {said.left} could not be exported" if said.left else "not complete: it was stopped"
