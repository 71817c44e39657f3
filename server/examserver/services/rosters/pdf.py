"""Makes PDF documents: one at a time, since a long one takes a processor for seconds."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from examserver.services.rosters.pen import Pen
from examserver.services.rosters.printed import Printed
from examserver.site_times import shown_minute

_ONE = Lock()


@dataclass
class _Document:
    """What is being made."""

    pen: Pen
    target: io.BytesIO

    def finished(self) -> Printed:
        """The whole document."""
        self.pen.canvas.save()
        return Printed(self.target.getvalue(), tuple(self.pen.missing))


@contextmanager
def document(title: str) -> Iterator[_Document]:
    """A new document of A4 pages."""
    with _ONE:
        target = io.BytesIO()
        canvas = Canvas(target, pagesize=A4, pageCompression=1)
        canvas.setTitle(title)
        canvas.setLineWidth(0.6)
        yield _Document(Pen(canvas), target)


def from_to(words: dict[str, str], starts: int, ends: int) -> str:
    """When an exam is, from site times in milliseconds: the day once, where it ends on the same."""
    (day, start), (last, end) = (shown_minute(one).split(" ") for one in (starts, ends))
    return words["from_to"].format(day=day, start=start, end=end if day == last else f"{last} {end}")
