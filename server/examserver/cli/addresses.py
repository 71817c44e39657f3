"""The addresses at which stations reach the service, as people write them."""

import argparse
from urllib.parse import SplitResult, urlsplit

from examserver.tls import is_loopback


def station_address(text: str) -> str:
    """Where stations reach the service: over TLS, or on this machine; an argparse type."""
    parts = urlsplit(text)
    is_ours = parts.scheme == "https" or (parts.scheme == "http" and is_loopback(parts.hostname or ""))
    if parts.hostname and is_ours and _has_a_port(parts):
        return text
    raise argparse.ArgumentTypeError(f"{text} is not an address such as https://10.0.0.5:8460")


def _has_a_port(parts: SplitResult) -> bool:
    """Whether its port is one, or it names none."""
    try:
        return parts.port != 0
    except ValueError:
        return False
