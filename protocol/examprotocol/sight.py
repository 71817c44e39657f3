"""What a writer had seen of the others when it began, also through those that it had seen.

Rule: a number that two branches of a writer contradict each other about (a cloned disk) proves no sight of
either; a mark too many is looked at by a person, one too few by nobody.
"""

from collections.abc import Mapping


def sight_of(writer: str, seen: Mapping[str, Mapping[str, int]], parted: Mapping[str, int]) -> dict[str, int]:
    """Writer to the last of its events that came before `writer` began.

    `seen` is what each writer's first event says. Whoever saw another's first event came after all that this
    one had seen.
    """
    sight: dict[str, int] = {}
    waiting = [writer]
    while waiting:
        for other, said in seen.get(waiting.pop(), {}).items():
            last = min(said, parted.get(other, said + 1) - 1)
            if last > 0 and other not in sight and other != writer:
                waiting.append(other)
            sight[other] = max(sight.get(other, 0), last)
    return sight
