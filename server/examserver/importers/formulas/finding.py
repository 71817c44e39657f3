r"""Where formulas stand in an author's text: in TeX between its marks, or as `<math>`.

Rule: `\(..\)`, `\[..\]`, `$$..$$` and `[tex]..[/tex]` are always formulas. `$..$` is one only where it cannot
be money or a name: no blank inside its dollars unless TeX is in it, no digit behind it, and no words.
What stands in a tag, in `<pre>`, `<code>` or a comment is never one.
"""

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

_NO_GAP = r"(?!\n\s{0,20}\n)[^\ufdd0\ufdd1]"
_NO_TAG = r"(?!</?(?!br\b)[A-Za-z][^<>\\$]{0,200}>)" + _NO_GAP


def _tex(sign: str) -> str:
    """Every mark of TeX. What stands in it stops at the next beginning of its kind: so no text takes long."""
    return (
        rf"(?<!\\)\\\((?P<round>(?:(?!\\\(){sign}){{1,4000}}?)(?<!\\)\\\)"
        rf"|(?<!\\)\\\[(?P<square>(?:(?!\\\[){sign}){{1,4000}}?)(?<!\\)\\\]"
        rf"|(?<!\\)\$\$(?P<double>(?:(?!\$){sign}){{1,4000}}?)(?<!\\)\$\$"
        rf"|\[tex\](?P<tex>(?:(?!\[tex\]){sign}){{1,4000}}?)\[/tex\]"
        rf"|(?<!\\)\$(?!\$)(?P<single>(?:\\.|(?![\\$]){sign}){{1,1000}}?)\$(?![0-9$])"
    )


_TEX_MARKS = ("round", "square", "double", "tex", "single")
_IN_TEXT = re.compile(_tex(_NO_GAP), re.DOTALL | re.IGNORECASE)
_IN_HTML = re.compile(
    r"(?P<skipped><!--(?:(?!<!--).)*?-->"
    r"|<(?P<name>pre|code|tt|script|style|textarea)\b[^<>]*>(?:(?!<(?P=name)\b).)*?</(?P=name)\s*>)"
    r"|(?P<math><(?:\w+:)?math\b[^<>]*?(?:/>|>(?:(?!<(?:\w+:)?math\b).)*?</(?:\w+:)?math\s*>))"
    rf"|(?P<tag></?[A-Za-z](?:\"[^\"]*\"|'[^']*'|[^<>\"'])*>)|{_tex(_NO_TAG)}",
    re.DOTALL | re.IGNORECASE,
)
_BREAK = re.compile(r"<br\b[^<>]*>", re.IGNORECASE)
_COMMAND = re.compile(r"\\[A-Za-z]")
_WORDS = re.compile(r"[A-Za-z]{2,}[,;.:]?\s+[A-Za-z]{2,}|\s[A-Za-z]{3,}\s|[\u4e00-\u9fff]")
_LETTER = r"[A-Za-z0-9α-ωΑ-Ω]{1,3}"
_MATHEMATICAL = re.compile(
    r"[\^_=<>≤≥+*/|()\[\]{}×÷√∠°π∈−-]|^[A-Za-z0-9α-ωΑ-Ω,.' ]{1,12}$|^[0-9.]{1,12} ?\\%$|^[（）]$"
    rf"|^{_LETTER}(?: ?[、，,] ?{_LETTER}){{1,20}}$"
)
_SEPARATE = frozenset("/;:&")


@dataclass(frozen=True, slots=True)
class FoundFormula:
    """A formula as its author wrote it. `is_mathml` says in which language; `whole` has its marks too."""

    source: str
    whole: str
    is_mathml: bool = False


def replace_formulas(text: str, draw: Callable[[FoundFormula], str | None], *, is_html: bool) -> str:
    r"""The text with every formula replaced by what `draw` gives for it; None leaves it as it was typed.

    Where a formula in dollars was replaced, `\$` is a dollar and `\%` a percent sign in the rest of the text.
    """
    parts: list[str] = []
    at, in_dollars = 0, False
    for match, found in _formulas(text, is_html=is_html):
        drawn = draw(found)
        if drawn is None:
            continue
        parts += [text[at : match.start()], drawn]
        at = match.end()
        in_dollars = in_dollars or found.whole.startswith("$")
    parts.append(text[at:])
    if not in_dollars:
        return "".join(parts)
    return "".join(part if part.startswith("\ufdd0") else _as_read(part) for part in parts)


def _as_read(text: str) -> str:
    return text.replace(r"\$", "$").replace(r"\%", "%")


def _formulas(text: str, *, is_html: bool) -> Iterator[tuple[re.Match[str], FoundFormula]]:
    """Every formula with its place. A `$` that opens none is passed by alone, not with what follows it."""
    pattern = _IN_HTML if is_html else _IN_TEXT
    at = 0
    while match := pattern.search(text, at):
        found = _formula_of(match, is_html=is_html)
        if found is not None:
            yield match, found
        passed = match.group().startswith("$") and found is None
        at = match.start() + 1 if passed else match.end()


def _formula_of(match: re.Match[str], *, is_html: bool) -> FoundFormula | None:
    groups = match.groupdict()
    if groups.get("math"):
        return FoundFormula(match.group(), match.group(), is_mathml=True)
    kind = next((name for name in _TEX_MARKS if groups.get(name) is not None), None)
    if kind is None:
        return None
    inner = groups[kind] or ""
    source = html.unescape(_BREAK.sub(" ", inner)) if is_html else inner
    source = source.replace("\u00a0", " ")
    if not source.strip() or (kind == "single" and not _is_formula(source)):
        return None
    return FoundFormula(source.strip(), match.group())


def _is_formula(source: str) -> bool:
    """Whether what stands between two single dollars is mathematics and not prices, paths or prose."""
    if "\n\n" in source:
        return False
    if _COMMAND.search(source):
        return True
    if source != source.strip() and not re.search(r"[\^_]", source):
        return False
    bare = source.strip()
    if not bare or _WORDS.search(bare) or bare[-1] in _SEPARATE:
        return False
    return _MATHEMATICAL.search(bare) is not None
