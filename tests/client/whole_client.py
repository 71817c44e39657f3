"""The whole client in the process of a test."""

from examclient.app import Client


def put_away(client: Client) -> None:
    """End it, with its window."""
    client.close()
    client.window.close()
    client.window.deleteLater()
