"""A site's service fetches its papers: `python -m benchmarks.one_line.fetching FOLDER` prints the seconds.

What it takes to start the program is not in them: the service that does this runs already.
"""

import sys
import time
from pathlib import Path

from examserver.cli.upstream_fetching import fetch
from examserver.storage.folder import open_folder


def main(folder: Path) -> None:
    """Fetch as `examserver upstream DIR fetch --until-done` does."""
    began = time.monotonic()
    fetch(
        open_folder(folder),
        lambda _here, _total: None,
        lambda words: print(words, file=sys.stderr),
        until_done=True,
    )
    print(time.monotonic() - began)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
