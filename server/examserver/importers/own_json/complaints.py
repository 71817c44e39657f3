"""What is wrong with a field of our own JSON, in words for who wrote the file.

Source: msgspec says it in a programmer's words, with the place at their end. What is not known here is
passed on as it is.
"""

import re
from collections.abc import Callable

_PLACE = re.compile(r" - at `(?:key in )?\$?([^`]*)`$")
_KINDS = {
    "object": "an object {..}",
    "array": "a list [..]",
    "str": "a text",
    "int": "a whole number",
    "float": "a number",
    "decimal": "a number",
    "bool": "true or false",
    "null": "null",
}
_SAID: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (re.compile(r"Object contains unknown field `(.+)`"), lambda said: f"There is no field “{said[1]}” here"),
    (re.compile(r"Object missing required field `(.+)`"), lambda said: f"The field “{said[1]}” is missing"),
    (
        re.compile(r"Invalid (?:enum )?value (?:'(.+)'|(.+))"),
        lambda said: f"“{said[1] or said[2]}” is none of the values that this field can have",
    ),
    (re.compile(r"maximum recursion depth .*"), lambda _: "This is nested too deep"),
    (re.compile(r"Invalid decimal string"), lambda _: "This text is no number"),
    (
        re.compile(r"Expected `([^`]+)`, got `([^`]+)`"),
        lambda said: f"This has to be {_kind(said[1])}, and is {_kind(said[2])}",
    ),
)


def complaint(error: Exception, start: str) -> str:
    """A sentence and the JSON path of what it is about; `start` is the path of what was read."""
    words = str(error)
    place = _PLACE.search(words)
    what = _PLACE.sub("", words)
    for pattern, sentence in _SAID:
        if said := pattern.fullmatch(what):
            what = sentence(said)
            break
    return f"{what}. ({start}{place[1] if place else ''})"


def _kind(said: str) -> str:
    return " or ".join(_KINDS.get(one.strip(), one.strip()) for one in said.split("|"))
