"""The files that pages load: scripts and the style.

Rule: read once, at the start, and found by their names alone: so no request can name another file.
"""

import hashlib
from pathlib import Path

from starlette.responses import Response

from examserver.web.pages import HEADERS
from examserver.web.visits import Visit

HERE = Path(__file__).parent / "static"
KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


class StaticFiles:
    """Owns the files, each with a tag by which a browser asks whether it has changed."""

    def __init__(self) -> None:
        files = [file for file in HERE.iterdir() if file.suffix in KINDS]
        self._files = {file.name: (file.read_bytes(), KINDS[file.suffix]) for file in files}

    async def show(self, visit: Visit) -> Response:
        """GET static/NAME."""
        found = self._files.get(visit.request.path_params["name"])
        if found is None:
            return visit.message("There is nothing at this address.", status=404)
        content, kind = found
        tag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
        headers = HEADERS | {"ETag": tag, "Cache-Control": "no-cache"}
        if visit.request.headers.get("if-none-match") == tag:
            return Response(status_code=304, headers=headers)
        return Response(content, 200, headers, kind)
