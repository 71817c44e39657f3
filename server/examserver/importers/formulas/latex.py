"""LaTeX to the MathML tree that is drawn.

Rule: nothing is swallowed. What latex2mathml would drop, or print as letters, is rewritten or refused first.
"""

import html
import re
import unicodedata
from xml.etree.ElementTree import Element

from latex2mathml import commands, exceptions
from latex2mathml.converter import Converter
from latex2mathml.symbols_parser import convert_symbol

from examserver.importers.errors import FormulaError
from examserver.importers.formulas.chemistry import without_chemistry
from examserver.importers.formulas.latex_commands import (
    RENAMED,
    RENAMED_ENVIRONMENTS,
    is_drawn,
    is_drawn_environment,
)

_LONGEST = 4000
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
_COMMAND = re.compile(r"\\(?:[A-Za-z]+\*?|.)", re.DOTALL)
_ENVIRONMENT = re.compile(r"\\(begin|end)\s*\{([^{}]*)\}")
_BARE_PERCENT = re.compile(r"(?<!\\)%")
_TEXT = re.compile(r"(\\(?:text(?:bf|it|rm|sf|tt|up|normal|md)?|mbox|hbox|operatorname\*?))\s*\{")
_TAG = re.compile(r"\\tag\*?\s*\{([^{}]*)\}")
_LABEL = re.compile(r"\\label\s*\{[^{}]*\}")
_OPERATOR = re.compile(r"\\operatorname\*?\s*\{([^{}]*)\}")
_PLAIN_OPERATOR = re.compile(r"[A-Za-z\s*]+")
_ARRAY_PLACE = re.compile(r"(\\begin\{array\})\s*\[[tcb]\]")
_ARRAY = re.compile(r"\\begin\{array\}\s*\{([^{}]*)\}(\s*\\hline)?")
_NOT = re.compile(r"\\not\s*(\\[A-Za-z]+|[^\s\\{])")
_PRIMES_RAISED = re.compile(r"('+)\s*\^\s*(\{[^{}]*\}|\\?[A-Za-z]+|[0-9])")
_BROKEN = (
    exceptions.NumeratorNotFoundError,
    exceptions.DenominatorNotFoundError,
    exceptions.ExtraLeftOrMissingRightError,
    exceptions.MissingSuperScriptOrSubscriptError,
    exceptions.DoubleSubscriptsError,
    exceptions.DoubleSuperscriptsError,
    exceptions.NoAvailableTokensError,
    exceptions.InvalidStyleForGenfracError,
    exceptions.MissingEndError,
    exceptions.InvalidAlignmentError,
    exceptions.InvalidWidthError,
    exceptions.LimitsMustFollowMathOperatorError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    RuntimeError,
)


def latex_tree(source: str) -> Element:
    """The MathML of a formula in LaTeX, without its dollars; raises FormulaError."""
    if len(source) > _LONGEST:
        raise FormulaError(source, f"it is longer than {_LONGEST} characters")
    if _CONTROL.search(source):
        raise FormulaError(source, "it has control characters, as of a backslash that was read as an escape")
    prepared = _prepared(source)
    _check_commands(source, prepared)
    _check_braces(source, prepared)
    try:
        math: Element = Converter(display="block").convert_to_element(prepared)
    except _BROKEN as error:
        raise FormulaError(source, "its LaTeX is not complete") from error
    for element in math.iter():
        element.text = html.unescape(element.text) if element.text else element.text
        if element.text and element.text.startswith("\\") and len(element.text) > 1:
            raise FormulaError(source, f"it uses {element.text}, which cannot be drawn")
    _mend(math)
    if _has_rules(prepared):
        _rule(math, source, prepared)
    return math


def _prepared(source: str) -> str:
    """The same formula in what latex2mathml reads rightly."""
    text = without_chemistry(source)
    text = _BARE_PERCENT.sub(r"\\%", text)  # else it takes all that follows for a comment
    text = _LABEL.sub("", _TAG.sub(r"\\qquad \\text{(\1)}", text))
    text = _ENVIRONMENT.sub(_renamed_environment, text)
    text = _COMMAND.sub(lambda found: RENAMED.get(found.group(), found.group()), text)
    text = _NOT.sub(lambda found: _crossed(source, found.group(1)), text)
    text = _PRIMES_RAISED.sub(_primes_raised, _ARRAY_PLACE.sub(r"\1", text))
    text = _OPERATOR.sub(_plain_operator, text)
    text = _flat_texts(text)
    # A single letter in braces it looks up as one symbol, and takes \mathrm{e} for another sign than e.
    return re.sub(r"\\(math(?:rm|it|sf|normal))\{", r"\\\1 {", text).strip()


def _renamed_environment(found: re.Match[str]) -> str:
    name = RENAMED_ENVIRONMENTS.get(found.group(2).strip(), found.group(2).strip())
    return f"\\{found.group(1)}{{{name}}}" if name else ""


def _crossed(source: str, what: str) -> str:
    r"""The one character that `\not` and what follows it stand for."""
    code = convert_symbol(what) if what.startswith("\\") else f"{ord(what):x}"
    crossed = unicodedata.normalize("NFC", chr(int(code, 16)) + "\u0338") if code and "-" not in code else ""
    if len(crossed) != 1:
        raise FormulaError(source, rf"it uses \not{what}, which cannot be drawn")
    return crossed


def _primes_raised(found: re.Match[str]) -> str:
    """`f''^2`, which TeX takes for one exponent."""
    return "^{" + r"\prime " * len(found.group(1)) + found.group(2) + "}"


def _plain_operator(found: re.Match[str]) -> str:
    name = found.group(1)
    return found.group() if _PLAIN_OPERATOR.fullmatch(name) else rf"\mathrm {{{name}}}"


def _flat_texts(text: str) -> str:
    """Take inner braces out of texts, which end for latex2mathml at the first closing one."""
    parts: list[str] = []
    at = 0
    for found in _TEXT.finditer(text):
        end = _closing(text, found.end())
        if found.start() < at or end < 0:
            continue
        inner = text[found.end() : end]
        if "{" in inner and "\\" not in inner and "$" not in inner:
            parts += [text[at : found.end()], re.sub(r"[{}]", "", inner)]
            at = end
    return "".join([*parts, text[at:]])


def _closing(text: str, at: int) -> int:
    """Where the brace closes that was opened just before `at`; -1 where none does."""
    depth = 1
    for found in re.compile(r"\\.|[{}]", re.DOTALL).finditer(text, at):
        depth += {"{": 1, "}": -1}.get(found.group(), 0)
        if not depth:
            return found.start()
    return -1


def _check_commands(source: str, prepared: str) -> None:
    for found in _COMMAND.finditer(prepared):
        command = found.group()
        if not (is_drawn(command) or is_drawn(command.removesuffix("*"))):
            raise FormulaError(source, f"it uses {command}, which cannot be drawn")
    for found in _ENVIRONMENT.finditer(prepared):
        if not is_drawn_environment(found.group(2)):
            raise FormulaError(source, f"it uses \\begin{{{found.group(2)}}}, which cannot be drawn")
    if len(_ARRAY.findall(prepared)) != prepared.count(r"\begin{array}"):
        raise FormulaError(source, "the columns of its array cannot be read")
    for found in _ARRAY.finditer(prepared):
        if not re.fullmatch(r"[lcr|\s]*", found.group(1)):
            raise FormulaError(source, f"its array has columns “{found.group(1)}”, which cannot be drawn")
    _check_texts(source, prepared)


def _check_texts(source: str, prepared: str) -> None:
    for found in _TEXT.finditer(prepared):
        end = _closing(prepared, found.end())
        if "{" in prepared[found.end() : max(end, found.end())]:
            raise FormulaError(source, f"{found.group(1)} holds more than text")


def _check_braces(source: str, prepared: str) -> None:
    """latex2mathml closes what is left open, and drops what closes too much."""
    depth = 0
    for found in re.finditer(r"\\.|[{}]", prepared, re.DOTALL):
        depth += {"{": 1, "}": -1}.get(found.group(), 0)
        if depth < 0:
            break
    if depth:
        raise FormulaError(source, "its braces do not match")


def _mend(math: Element) -> None:
    """Say what TeX means where MathML would do something else."""
    arrows = {html.unescape(sign) for sign in commands.EXTENSIBLE_ARROWS.values()}
    for element in math.iter():
        if element.tag in ("mo", "mi") and element.text in ("\u2191", "\u2193", "\u27e8", "\u27e9"):
            element.attrib.setdefault("stretchy", "false")
        if element.tag == "mo" and element.get("fence") == "true":
            element.text = {"<": "\u27e8", ">": "\u27e9"}.get(element.text or "", element.text)
        if element.tag == "mo" and element.text == "mod":
            element.attrib.update(lspace="0.3em", rspace="0.3em")
        if element.tag in ("mo", "mi") and len(element):
            element.tag = "mrow"
            element.attrib.clear()
        if element.tag in ("mover", "munderover") and _holds_arrow(element[0], arrows):
            _as_arrow(element)


def _has_rules(prepared: str) -> bool:
    arrays = _ARRAY.findall(prepared)
    return r"\hline" in prepared or any("|" in columns for columns, _ in arrays)


def _rule(math: Element, source: str, prepared: str) -> None:
    """Put the rules where the array has them: latex2mathml loses which of them are at an edge."""
    arrays = _ARRAY.findall(prepared)
    tables = list(math.iter("mtable"))
    if len(arrays) != 1 or len(tables) != 1 or r"\hline\hline" in prepared.replace(" ", ""):
        raise FormulaError(source, "it has rules in more than one table, which cannot be drawn")
    (table,), (columns, top) = tables, arrays[0]
    gaps = re.split("[lcr]", "".join(columns.split()))
    table.set("colrules", "".join("01"["|" in gap] for gap in gaps))
    lines = ["01"[word != "none"] for word in table.get("rowlines", "").split()]
    inner = "".join(lines if top else ["0", *lines])
    table.set("rowrules", inner.ljust(len(table) + 1, "0"))
    for name in ("rowlines", "columnlines"):
        table.attrib.pop(name, None)


def _holds_arrow(base: Element, arrows: set[str]) -> bool:
    return base.tag == "mstyle" and len(base) == 1 and base[0].tag == "mo" and base[0].text in arrows


def _as_arrow(element: Element) -> None:
    """`\\xrightarrow[under]{over}` as our own element: ziamath would not stretch it."""
    mark, *labels = (element[0][0], *element[1:])
    over = labels[-1] if labels else Element("mrow")
    under = labels[0] if len(labels) > 1 else Element("mrow")
    element.tag = "arrow"
    element.attrib.clear()
    element[:] = [mark, over, under]
