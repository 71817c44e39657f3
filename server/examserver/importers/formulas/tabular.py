r"""Tables that an author wrote in LaTeX, `\begin{tabular}{|c|c|} a & b \\ \hline .. \end{tabular}`, as HTML.

Rule: a table is taken whole or stays as it was typed: none with a command that is not known here outside its
formulas. One inside a cell is the lines of that cell. Formulas in cells stay for whoever draws formulas.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

_INNERMOST = re.compile(
    r"\\begin\{tabular\}\s*(?:\[[tcb]\])?\{(?:[^{}]|\{[^{}]*\})*\}"
    r"(?P<body>(?:(?!\\begin\{tabular\}).){0,20000}?)\\end\{tabular\}",
    re.DOTALL,
)
_BEGIN, _END = r"\begin{tabular}", r"\end{tabular}"
_TOKEN = re.compile(
    r"(?P<formula>(?<!\\)\$[^$]*(?<!\\)\$)|(?P<row>\\\\(?:\[[^\]]*\])?)|(?P<line>\\hline|\\cline\{[^}]*\})"
    r"|(?P<cell>(?<!\\)(?:&amp;|&(?!#?\w+;)))|(?P<other>\\?.)",
    re.DOTALL,
)
_SPAN = re.compile(
    r"^\\(?P<way>multirow|multicolumn)(?:\[[^\]]*\])?\{(?P<count>\d{1,2})\}\{[^{}]*\}\{(?P<words>.*)\}$",
    re.DOTALL,
)
_TEXT = re.compile(r"\\(?:text|textbf|mbox)\{([^{}]*)\}")
_FORMULA = re.compile(r"(?<!\\)\$[^$]*\$")
_COMMAND = re.compile(r"\\[A-Za-z]")
_MOST_ROUNDS = 40


@dataclass(frozen=True, slots=True)
class _Cell:
    """What stands in it, and over how many rows and columns."""

    words: str
    rows: int = 1
    columns: int = 1


def with_tables(text: str) -> str:
    """The HTML with every such table that can be taken as a table."""
    kept: list[str] = []
    for _ in range(_MOST_ROUNDS):
        found = _INNERMOST.search(text)
        if found is None:
            break
        made = _html_of(found["body"], is_inside=_is_inside(text, found.start()))
        if made is None:
            kept.append(found.group())
            made = _mark(len(kept) - 1)
        text = text[: found.start()] + made + text[found.end() :]
    for index in reversed(range(len(kept))):
        text = text.replace(_mark(index), kept[index])
    return text


def _mark(index: int) -> str:
    """Stands for a table that stays as it was typed; a command that no table is taken with."""
    return f"\\tabularleft\ufdd2{index}\ufdd2"


def _is_inside(text: str, at: int) -> bool:
    return text.count(_BEGIN, 0, at) > text.count(_END, 0, at)


def _html_of(body: str, *, is_inside: bool) -> str | None:
    rows = [[_cell_of(words) for words in row] for row in _rows_of(body)]
    cells = [cell for row in rows for cell in row]
    if not cells or any(_COMMAND.search(_FORMULA.sub("", cell.words)) for cell in cells):
        return None
    if is_inside:
        return "<br>".join(" ".join(cell.words for cell in row) for row in rows)
    lines = ("".join(map(_td, row)) for row in _without_covered(rows))
    return f"<table>{''.join(f'<tr>{line}</tr>' for line in lines)}</table>"


def _rows_of(body: str) -> Iterator[list[str]]:
    row = [""]
    for token in _TOKEN.finditer(body):
        kind, words = token.lastgroup, token.group()
        if kind == "row":
            yield row
            row = [""]
        elif kind == "cell":
            row.append("")
        elif kind != "line":
            row[-1] += words
    if any(words.strip() for words in row):
        yield row


def _cell_of(words: str) -> _Cell:
    words = _TEXT.sub(r"\1", words.strip())
    span = _SPAN.match(words)
    if span is None:
        return _Cell(_bare(words))
    inner, count = _cell_of(span["words"]), max(1, int(span["count"]))
    return replace(inner, rows=count) if span["way"] == "multirow" else replace(inner, columns=count)


def _bare(words: str) -> str:
    """Without the braces around a whole cell, and with signs as they are read."""
    if words.startswith("{") and words.endswith("}"):
        words = words[1:-1].strip()
    parts = re.split(r"((?<!\\)\$[^$]*\$)", words)
    return "".join(part if at % 2 else re.sub(r"\\([%&_#])", r"\1", part) for at, part in enumerate(parts))


def _without_covered(rows: list[list[_Cell]]) -> Iterator[list[_Cell]]:
    """The rows without the empty cells that LaTeX leaves below one of several rows."""
    covered: dict[int, int] = {}
    for row in rows:
        kept, column, below = [], 0, dict[int, int]()
        for cell in row:
            if covered.get(column, 0) and not cell.words:
                below[column] = covered[column] - 1
            else:
                kept.append(cell)
                below[column] = cell.rows - 1
            column += cell.columns
        covered = below
        yield kept


def _td(cell: _Cell) -> str:
    spans = {"rowspan": cell.rows, "colspan": cell.columns}
    attributes = "".join(f' {name}="{count}"' for name, count in spans.items() if count > 1)
    return f"<td{attributes}>{cell.words}</td>"
