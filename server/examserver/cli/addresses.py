"""The addresses at which stations reach the service, as people write them."""

import argparse
from urllib.parse import urlsplit

from examserver.tls import is_loopback


def station_address(text: str) -> str:
    """Where stations reach the service: over TLS, or on this machine; an argparse type."""
    parts = urlsplit(text)
    if parts.hostname and (
        parts.scheme == "https" or (parts.scheme == "http" and is_loopback(parts.hostname))
    ):
        return text
    raise argparse.ArgumentTypeError(f"{text} is not an address such as https://10.0.0.5:8460")
