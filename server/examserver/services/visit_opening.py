"""Opens a visit, as far as this needs no transaction: signature, site, and the stick that came along.

Rule: a visit counts with the signature of a station that is known here, for this site.
"""

from dataclasses import dataclass
from functools import partial

from jwcrypto import jwk

from examprotocol.errors import ProtocolError, VisitError
from examprotocol.stick import Stick, open_stick
from examprotocol.visit import Visit, open_visit
from examserver.errors import ImportRefusedError
from examserver.services.import_opening import Refused, facts_of, key_of_station, shortened
from examserver.services.import_verdicts import FileFacts, Offered, VisitSiteFault
from examserver.services.keys import signing_key
from examserver.services.order import Preparation


@dataclass(frozen=True, slots=True)
class OpenedVisit:
    """A visit of a station that is known here, and its stick where that came along."""

    file: FileFacts
    visit: Visit
    stick: Stick | None = None


def look_at_visit(preparation: Preparation, offered: Offered) -> OpenedVisit | Refused:
    """Open a visit, or say why not; raises StorageError and FolderError alone."""
    facts = facts_of(offered)
    known = partial(key_of_station, preparation, revoked=VisitSiteFault.REVOKED_STATION)
    try:
        visit = open_visit(offered.data, known)
    except (VisitError, ImportRefusedError) as error:
        return Refused(facts, error.fault, shortened(error.about))
    if visit.site != preparation.identity.id:
        return Refused(facts, VisitSiteFault.ANOTHER_SITE, visit.site)
    sticks = _ours(offered.sticks, signing_key(preparation.folder))
    return OpenedVisit(facts, visit, next((one for one in sticks if one.id == visit.stick), None))


def _ours(files: tuple[bytes, ...], key: jwk.JWK) -> list[Stick]:
    """The sticks among these files that this service signed; another's is no reason to refuse anything."""
    found = []
    for data in files:
        try:
            found.append(open_stick(data, key))
        except ProtocolError:
            continue
    return found
