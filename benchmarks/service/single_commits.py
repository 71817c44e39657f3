"""The service with a commit for each request: `python -m benchmarks.service.single_commits serve DIR`.

Only the size of the writer's groups is different, and that nobody is turned away for waiting long: else it
would show how quickly a service refuses.
"""

import math
import sys

from examserver.cli.command_line import main
from examserver.storage import waiting, writer

if __name__ == "__main__":
    writer.GROUP_LIMIT = 1  # type: ignore[attr-defined]
    writer.PROMISE_SECONDS = waiting.PATIENCE_SECONDS = math.inf
    sys.exit(main())
