"""Events as a decision names them: `WRITER:SEQ-SEQ`."""

from collections.abc import Iterable, Iterator
from itertools import pairwise

from examprotocol.rulings import Span


def written(span: Span) -> str:
    """One span."""
    return f"{span.writer}:{span.first}-{span.last}"


def written_spans(events: Iterable[tuple[str, int]]) -> Iterator[str]:
    """Events in order, by writer and number, as spans, each as long as it can be."""
    found = list(events)
    begins = 0
    for place, (one, following) in enumerate(pairwise([*found, ("", 0)])):
        if following != (one[0], one[1] + 1):
            yield written(Span(one[0], found[begins][1], one[1]))
            begins = place + 1
