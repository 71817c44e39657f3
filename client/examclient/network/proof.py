"""Signs what this station asks, so that nobody else can ask it."""

from jwcrypto import jwk

from examprotocol.station_proof import PROOF, STATION, asked, private_half, prove, station_id_of


class StationSigner:
    """Holds the station's key. Knows nothing of what is asked."""

    def __init__(self, key: jwk.JWK) -> None:
        self._key = private_half(key)
        self.station = station_id_of(key)

    def headers(self, method: str, path: str, token: str, body: bytes) -> dict[str, str]:
        """The station's id and its signature over exactly this request."""
        return {STATION: self.station, PROOF: prove(asked(method, path, token, body), self._key)}
