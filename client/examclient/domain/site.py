"""The service that this station belongs to, as its site file says: the only service that it will trust."""

import msgspec


class SiteFile(msgspec.Struct, frozen=True):
    """What `examserver init` writes for its stations. `signing_key` is a public JWK.

    `authority` is the certificate, as PEM, of the one authority that the service's TLS is believed by.
    """

    site: str
    site_id: str
    address: str
    signing_key: dict[str, str]
    authority: str = ""
    format: int = 1
