"""The service that this station belongs to, as its site file says: the only service that it will trust."""

import msgspec


class SiteFile(msgspec.Struct, frozen=True):
    """What `examserver init` writes for its stations. `signing_key` is a public JWK."""

    site: str
    site_id: str
    address: str
    signing_key: dict[str, str]
    format: int = 1
