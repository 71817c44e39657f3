"""TLS to a service by its own authority, whatever the address is called.

Rule: the authority signs for this one service and nobody else, so who shows its certificate is the service.
An address that the certificate does not name, because it was given out or changed later, is as good.
"""

from typing import Any

from requests.adapters import HTTPAdapter


class PinnedAdapter(HTTPAdapter):
    """Verifies the certificate by the authority that the session names, and not the host's name in it."""

    def init_poolmanager(self, connections: int, maxsize: int, block: bool = False, **more: Any) -> None:
        """As requests asks for it; `more` is passed on to urllib3 as it is."""
        super().init_poolmanager(connections, maxsize, block, assert_hostname=False, **more)
