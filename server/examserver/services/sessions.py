"""Who is asking: finds the session of a token, or refuses."""

from sqlalchemy import Connection

from examprotocol.messages import Refusal
from examserver.errors import RefusedError
from examserver.storage.attempts import Session, find_session


def require_session(connection: Connection, token: str) -> Session:
    """The session of a token; raises RefusedError where there is none, so that the client logs in again."""
    session = find_session(connection, token)
    if session is None:
        raise RefusedError(Refusal.SESSION_ENDED, "There is no session with this token.")
    return session


def require_own(session: Session, attempt: str) -> None:
    """Raise RefusedError where a request names another attempt than the session's."""
    if attempt != session.attempt.id:
        raise RefusedError(Refusal.NOT_FOUND, "The session is not one of this attempt.")
