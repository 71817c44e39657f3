"""Signs and reads the credentials by which a service that was set up anew knows its stations again."""

from examprotocol.credential import Credential, open_credential, sign_credential
from examprotocol.errors import ProtocolError
from examprotocol.messages import Refusal
from examserver.errors import RefusedError
from examserver.services.seal import Seal
from examserver.storage.stations import Station


def credential_of(station: Station, seal: Seal) -> str:
    """The service's word that a station is enrolled, and where it stands."""
    statement = Credential(
        site=seal.identity.id,
        station=station.id,
        key=station.key,
        name=station.name,
        room=station.room,
        seat=station.seat,
        enrolled=station.enrolled,
    )
    return sign_credential(statement, seal.key)


def read_credential(token: str, seal: Seal) -> Credential:
    """What a credential says; raises RefusedError where this service never signed it.

    Whoever shows it must still prove that the key in it is theirs.
    """
    try:
        credential = open_credential(token, seal.key)
    except ProtocolError as error:
        raise RefusedError(
            Refusal.UNKNOWN_STATION, "The station's credential is not of this service."
        ) from error
    if credential.site != seal.identity.id:
        raise RefusedError(Refusal.UNKNOWN_STATION, "The station's credential is another site's.")
    return credential
