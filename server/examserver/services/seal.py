"""Who signs, and as which site."""

from dataclasses import dataclass

from jwcrypto import jwk

from examserver.storage.site import SiteIdentity


@dataclass(frozen=True, slots=True)
class Seal:
    """The service's signing key and its identity as it was at the start.

    The generation may have been raised since: what is granted goes by the tables.
    """

    identity: SiteIdentity
    key: jwk.JWK
