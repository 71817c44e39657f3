"""The list of papers; the papers themselves lie in the service's folder (`paper_shelf`)."""

from dataclasses import asdict, dataclass

from sqlalchemy import Connection, insert, select

from examserver.storage import schema


@dataclass(frozen=True, slots=True)
class PaperRow:
    """What a list shows of a paper. `questions` counts those that take an answer; `points` is a decimal."""

    id: str
    title: str
    revision: int
    manifest_digest: str
    questions: int
    points: str


def add_paper(connection: Connection, paper: PaperRow) -> None:
    """Store a paper's row."""
    connection.execute(insert(schema.papers).values(asdict(paper)))


def find_paper(connection: Connection, paper_id: str) -> PaperRow | None:
    """The paper with this id."""
    row = connection.execute(select(schema.papers).where(schema.papers.c.id == paper_id)).one_or_none()
    return PaperRow(**row._mapping) if row else None


def all_papers(connection: Connection) -> tuple[PaperRow, ...]:
    """All papers, by id."""
    rows = connection.execute(select(schema.papers).order_by(schema.papers.c.id))
    return tuple(PaperRow(**row._mapping) for row in rows)
