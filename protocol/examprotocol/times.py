"""Times as they travel: whole milliseconds since 1970 by the site's clock, 0 for never."""

from typing import Annotated, Final

import msgspec

LATEST: Final = 2**47
"""In the year 6429: a later one is nobody's exam, and calendars end not long after it."""

Time = Annotated[int, msgspec.Meta(ge=0, le=LATEST)]
