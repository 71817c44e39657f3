"""The service with a commit for each request: `python -m benchmarks.service.single_commits serve DIR`.

Nothing but the size of the writer's groups is different.
"""

import sys

from examserver.cli.command_line import main
from examserver.storage import writer

if __name__ == "__main__":
    writer.GROUP_LIMIT = 1
    sys.exit(main())
