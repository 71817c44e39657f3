"""Formulas are found where authors put them, and nowhere else."""

import html
import re
from collections.abc import Callable

import pytest

from examprotocol.paper import Single
from examprotocol.richtext import plain_text
from examserver.importers.author_text import AuthorText, TextFormat
from examserver.importers.draft import PaperDraft
from examserver.importers.formulas.finding import replace_formulas
from examserver.importers.formulas.tabular import with_tables
from examserver.importers.question_texts import QuestionTexts, rubric
from tests.importers.drafts import choice_xml, codes, encoded, only, question_xml

Moodle = Callable[[str], PaperDraft]


def _read(text: str, text_format: TextFormat = TextFormat.HTML) -> tuple[str, QuestionTexts]:
    """The text with each formula's source in double angle brackets, and what came with it."""
    texts = QuestionTexts()
    rich = texts.rich(AuthorText(text, text_format))
    sources = {name: formula.source for name, formula in texts.collected.formulas.items()}
    shown = re.sub(
        r'<img src="formula:(\w+)" alt="[^"]*" />',
        lambda one: f"«{html.escape(sources[one.group(1)])}»",
        rich,
    )
    return plain_text(shown), texts


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (
            r"Let \(x^2 &lt; 4\), \[y\], $$z$$ and [tex]\frac12[/tex].",
            r"Let «x^2 < 4», «y», «z» and «\frac12».",
        ),
        (r"Unescaped \(a<b\) and \(a < b\)", "Unescaped «a<b» and «a < b»"),
        ("$x$, $ABCD$, $a_1=$ and $n$th", "«x», «ABCD», «a_1=» and «n»th"),
        ("集合$A=1$，$B$。", "集合«A=1»，«B»。"),
        ("5 $ and 7 $, or $5 and $7, or $5-$7", "5 $ and 7 $, or $5 and $7, or $5-$7"),
        ("between $5 and 7$ dollars; 价格$5元或$7元", "between $5 and 7$ dollars; 价格$5元或$7元"),
        ("$HOME/bin:$PATH and $x = $y;", "$HOME/bin:$PATH and $x = $y;"),
        (r"it costs \$5 and not $x$", "it costs $5 and not «x»"),
        (r"it costs \$5", r"it costs \$5"),
        (r"\(x<br>+1\)", "«x +1»"),
        (r"<b>\(</b>x\)", r"\(x\)"),
        ("<pre>$x$</pre><code>\\(y\\)</code>", "$x$\n\\(y\\)"),
        (r"a ($\quad$) b", "a ( ) b"),
        (r"\(\) and $$ $$", r"\(\) and $$ $$"),
    ],
)
def test_formulas_are_told_from_money_and_code(text: str, shown: str) -> None:
    assert _read(text)[0] == shown


def test_each_format_of_text_has_its_formulas() -> None:
    assert _read(r"$a_1*b_1$ and \\(c_2*d_2\\)", TextFormat.MARKDOWN)[0] == "«a_1*b_1» and «c_2*d_2»"
    assert _read("\\[x\n=1\\]", TextFormat.MOODLE)[0] == "«x\n=1»"
    assert _read(r"5<6 \(a<b\) <b>", TextFormat.PLAIN)[0] == "5<6 «a<b» <b>"


def test_a_formula_in_tex_that_cannot_be_drawn_stays_as_typed_and_is_named() -> None:
    shown, texts = _read(r"Solve \(\unknown{x}\) and \(y\)")
    assert shown == r"Solve \(\unknown{x}\) and «y»"
    (note,) = texts.notes
    assert note.sentence == (
        r"The formula “\(\unknown{x}\)” is shown as it was typed: it uses \unknown, which cannot be drawn."
    )


def test_the_draft_has_the_formula_its_drawing_and_its_words(moodle: Moodle) -> None:
    draft = moodle(choice_xml(r"What is \(\frac{1}{2}\)?"))
    (formula,) = draft.paper.formulas
    assert only(draft).stem == f'What is <img src="formula:{formula.id}" alt="1/2" />?'
    assert (formula.source, formula.alt) == (r"\frac{1}{2}", "1/2")
    picture = draft.pictures[formula.asset_id]
    assert picture.media_type == "image/svg+xml"
    assert picture.data.startswith(b"<svg")
    assert codes(draft) == []


def test_mathml_in_a_stem_and_in_a_choice_is_drawn(moodle: Moodle) -> None:
    math = "&lt;math&gt;&lt;msup&gt;&lt;mi&gt;x&lt;/mi&gt;&lt;mn&gt;2&lt;/mn&gt;&lt;/msup&gt;&lt;/math&gt;"
    answers = "".join(
        f'<answer fraction="{share}"><text>{text}</text></answer>' for share, text in ((100, math), (0, "no"))
    )
    draft = moodle(choice_xml("<p>Is <math><mi>y</mi></math>?</p>", answers))
    question = only(draft)
    assert isinstance(question, Single)
    assert sorted(formula.alt for formula in draft.paper.formulas) == ["x^2", "y"]
    assert sum("formula:" in choice.body for choice in question.choices) == 1


def test_the_same_formula_twice_is_one_drawing(moodle: Moodle) -> None:
    draft = moodle(choice_xml("$x$ and $x$") + choice_xml("$x$ or \\(x\\)"))
    assert len(draft.paper.formulas) == len(draft.pictures) == 1


def test_what_was_hidden_from_the_candidate_leaves_no_formula_behind(moodle: Moodle) -> None:
    draft = moodle(choice_xml('Now $x$ <span style="display:none">$y+4217$</span>'))
    assert [formula.source for formula in draft.paper.formulas] == ["x"]
    assert "4217" not in encoded(draft)
    blank = moodle(choice_xml(r"It is $x=\phantom{4217}$"))
    assert "4217" not in encoded(blank)


@pytest.mark.parametrize(
    "formula",
    [
        "<math><!-- 4217 --><mi>x</mi></math>",
        '<math alttext="4217"><mi class="n4217">x</mi></math>',
        "<math><semantics><mi>x</mi><annotation>4217</annotation></semantics></math>",
        '<math><maction actiontype="toggle"><mi>x</mi><mn>4217</mn></maction></math>',
        r"$x \label{4217}$",
    ],
    ids=["comment", "attributes", "annotation", "second part", "label"],
)
def test_what_a_formula_says_without_showing_it_is_not_in_the_paper(moodle: Moodle, formula: str) -> None:
    draft = moodle(choice_xml(f"Now {formula}"))
    assert [one.alt for one in draft.paper.formulas] == ["x"]
    assert "4217" not in encoded(draft)


def test_an_answer_that_stands_in_a_formula_of_the_stem_keeps_its_words(moodle: Moodle) -> None:
    answer = '<answer fraction="100"><text>2</text></answer>'
    draft = moodle(question_xml("shortanswer", "Which number is in $x^2$?", answer))
    assert 'alt="x^2"' in only(draft).stem


def test_a_scorer_reads_mathml_in_one_line() -> None:
    text = "Full points for <math><mfrac><mi>x</mi><mn>2</mn></mfrac></math>."
    assert rubric(AuthorText(text)) == "Full points for x/2."


@pytest.mark.parametrize(
    "piece",
    [
        "\\(",
        "<math>",
        "<!--",
        "<pre>",
        "$\\a",
        "<a \"'",
        "\\\\",
        "[tex]",
        "$$a",
        "\\[",
        "<math></math>",
        "$a<b ",
    ],
)
def test_no_text_takes_more_than_its_length(piece: str) -> None:
    hostile = piece * (200_000 // len(piece))
    assert replace_formulas(hostile, lambda _: None, is_html=True) == hostile


def test_a_table_in_latex_is_a_table() -> None:
    typed = (
        r"<p>表 \begin{tabular}{|c|c|} \hline 频数 &amp; {$[90,94)$} \\ \hline"
        r" \multirow{2}{*}{男} &amp; 40 \% \\ &amp; \begin{tabular}{c}a \\ b\end{tabular} \\ \hline"
        r" \multicolumn{2}{|c|}{\text{合计}} \\ \hline \end{tabular}</p>"
    )
    assert with_tables(typed) == (
        "<p>表 <table><tr><td>频数</td><td>$[90,94)$</td></tr>"
        '<tr><td rowspan="2">男</td><td>40 %</td></tr><tr><td>a<br>b</td></tr>'
        '<tr><td colspan="2">合计</td></tr></table></p>'
    )


@pytest.mark.parametrize(
    "typed",
    [r"\begin{tabular}{c} a \\ b", r"\begin{tabular}{c} \unknown{a} \\ b \end{tabular}", "a & b"],
    ids=["never ended", "unknown command", "no table"],
)
def test_what_is_no_whole_table_stays_as_it_was_typed(typed: str) -> None:
    assert with_tables(typed) == typed


@pytest.mark.parametrize("typed", ["$2 、 3 、 4 、 2$", "$W 、 X 、 Y$", r"$80 \%$", "$）$"])
def test_lists_and_shares_in_dollars_are_formulas(typed: str) -> None:
    assert replace_formulas(f"x {typed}. y", lambda _: "F", is_html=False) == "x F. y"


def test_a_percent_sign_of_latex_is_one_beside_formulas_in_dollars() -> None:
    assert replace_formulas(r"纯度为 5 \% ($x$)", lambda _: "F", is_html=False) == "纯度为 5 % (F)"
