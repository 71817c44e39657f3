"""Which comes first, a command's action or the service's folder: people write both, and both are meant."""

from collections.abc import Collection


def action_first(words: list[str], actions: Collection[str]) -> list[str]:
    """`DIR list ..` as `list DIR ..`; a folder that is called like an action comes second as ever."""
    if len(words) > 1 and words[0] not in actions and words[1] in actions:
        return [words[1], words[0], *words[2:]]
    return words
