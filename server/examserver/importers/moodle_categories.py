"""The title of a section from the path of a Moodle category, such as `$course$/top/Reading`."""

import re

_TOP = re.compile(r"\$\w+\$|top|")


def section_title(path: str) -> str:
    """The last part of a category's path; `//` in it is a slash. Moodle's own top levels have no title."""
    parts = [part.replace("\0", "/").strip() for part in path.replace("//", "\0").split("/")]
    return "" if _TOP.fullmatch(parts[-1]) else parts[-1]
