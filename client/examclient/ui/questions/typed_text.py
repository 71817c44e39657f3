"""What a candidate typed, in the one form that is kept and sent.

Rule: nothing that was meant is changed. Only line ends take one form, and what no file or wire can carry
(halves of characters, control characters) is left out.
"""

import re

_LINE_ENDS = re.compile("\r\n|[\r\u2028\u2029\u0085\v\f]")
_UNSENDABLE = re.compile("[\ud800-\udfff\x00-\x08\x0e-\x1f\x7f]")


def clean_text(text: str) -> str:
    """Several lines, separated by a line feed."""
    return _UNSENDABLE.sub("", _LINE_ENDS.sub("\n", text))


def clean_line(text: str) -> str:
    """One line; line ends become spaces."""
    return clean_text(text).replace("\n", " ")
