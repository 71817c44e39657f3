"""Whether a machine's folder and the database that it names belong together.

Rule: where several machines serve, keys and papers lie in each one's folder, copied beforehand.
"""

from sqlalchemy import Connection

from examserver.errors import FolderError
from examserver.services.keys import signing_key
from examserver.services.setup import read_card
from examserver.storage.folder import ServiceFolder
from examserver.storage.paper_rows import all_papers
from examserver.storage.paper_shelf import PaperShelf
from examserver.storage.site import SiteIdentity
from examserver.storage.upstream import upstream_papers


def require_same_site(folder: ServiceFolder, identity: SiteIdentity) -> None:
    """Raise FolderError where a database on a server is that of another service than the folder's keys."""
    if folder.server and read_card(folder).site_id != identity.id:
        raise FolderError(
            f"The database is that of another service: {identity.name}.",
            f"Correct {folder.server_url}, or copy the folder of that service here.",
        )


def papers_without_files(connection: Connection, folder: ServiceFolder) -> tuple[str, ...]:
    """The papers in the tables whose files are not in this machine's folder.

    Those of the authority come to each machine by themselves, their keys last.
    """
    shelf = PaperShelf(folder.papers, signing_key(folder))
    coming = {paper.paper for paper in upstream_papers(connection)}
    own = (paper.id for paper in all_papers(connection) if paper.id not in coming)
    return tuple(paper for paper in own if not shelf.is_whole(paper))
