"""Formulas become pictures that stand on the line; what cannot be drawn rightly is never drawn wrongly."""

import json
import re
from pathlib import Path

import pytest
from lxml import etree
from PySide6.QtCore import QByteArray
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from examserver.importers.errors import FormulaError
from examserver.importers.formulas.drawn import DrawnFormula
from examserver.importers.formulas.rendering import is_only_space, render_latex, render_mathml

TINY = {"svg", "g", "path", "rect", "ellipse"}


def _ink(drawn: DrawnFormula) -> int:
    """How many pixels Qt's own SVG drawing darkens, at 40 pixels an em."""
    renderer = QSvgRenderer(QByteArray(drawn.svg))
    assert renderer.isValid()
    width, height = drawn.width * 40 // 1000 + 1, (drawn.ascent + drawn.descent) * 40 // 1000 + 1
    image = QImage(width, height, QImage.Format.Format_Grayscale8)
    image.fill(QColor("white"))
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    return sum(byte < 128 for byte in bytes(image.constBits()))


def _reason(latex: str) -> str:
    with pytest.raises(FormulaError) as refused:
        render_latex(latex)
    assert refused.value.source == latex
    return refused.value.reason


@pytest.mark.parametrize(
    ("latex", "alt"),
    [
        (r"x=\frac{-b\pm\sqrt{b^2-4ac}}{2a}", "x = (−b ± √(b^2−4ac))/(2a)"),
        (r"\sum_{i=1}^{n} i^2", "∑_(i = 1)^n i^2"),
        (r"\lim_{x\to 0}\frac{\sin x}{x}=1", "lim _(x → 0)(sin x)/x = 1"),
        (r"\overrightarrow{AB}\cdot\vec{a}", "vec(AB)·a⃗"),
        (r"\overline{AB}+\bar{x}+\underline{abc}", "bar(AB)+x̄+ underline(abc)"),
        (r"\begin{pmatrix}1&2\\3&4\end{pmatrix}", "([1, 2; 3, 4])"),
        (r"\begin{cases}x,&x>0\\-x,&x\le 0\end{cases}", "{[x,, x > 0; −x,, x ≤ 0]"),
        (r"\begin{array}{c|c}a&b\\ \hline c&d\end{array}", "[a, b; c, d]"),
        (r"\begin{aligned}a&=b\\&=c\end{aligned}", "[a, = b; , = c]"),
        (r"{}^{235}_{92}\mathrm{U}", "_92^235U"),
        (r"\mathbb{R}\mathcal{L}\mathsf{ab}", "ℝℒ𝖺𝖻"),
        (r"\boldsymbol{a}+\mathbf{b}", "a+𝐛"),
        (r"\text{速度 }v=\frac{\text{路程}}{\text{时间}}", "速度 v = (路程)/(时间)"),
        (r"速度v", "速度v"),
        (r"\text{第{1}个}", "第1个"),
        (r"\xrightarrow[\text{催化剂}]{\text{高温、高压}}", "→[高温、高压, 催化剂]"),
        (r"\xlongequal{\text{点燃}}", "=[点燃]"),
        (r"\overset{\frown}{AB}", "AB^⌢"),
        (r"\underbrace{a+b}_{n}", "(a+b)_n"),
        (r"50% x", "50%x"),
        (r"f''^2", "f^(′′2)"),
        (r"\not=\not\in\not\subset", "≠ ∉ ⊄"),
        (r"a\bmod b", "a mod b"),
        (r"\left<x\right>", "⟨x⟩"),
        (r"x\tag{1}", "x (1)"),
        (r"|a||b|", "|a||b|"),
        (r"45°27′", "45°27′"),
    ],
)
def test_a_formula_is_drawn_and_said_in_one_line(latex: str, alt: str) -> None:
    drawn = render_latex(latex)
    assert drawn.alt == alt
    assert drawn.source == latex
    assert {str(element.tag).rpartition("}")[2] for element in etree.fromstring(drawn.svg).iter()} <= TINY
    assert _ink(drawn) > 20


@pytest.mark.parametrize(
    ("written", "same"),
    [
        (r"\ce{H2O}", r"{\mathrm {H}_{2}\mathrm {O}}"),
        (r"\ce{SO4^2-}", r"{\mathrm {S}\mathrm {O}_{4}^{2-}}"),
        (r"\ce{Na+}", r"{\mathrm {Na}^{+}}"),
        (r"\ce{^{235}_{92}U}", r"{{}_{92}^{235}\mathrm {U}}"),
        (r"\ce{^{14}C}", r"{{}^{14}\mathrm {C}}"),
        (r"\ce{Fe(OH)3 v}", r"{\mathrm {Fe}(\mathrm {O}\mathrm {H})_{3}\ \downarrow }"),
        (r"\ce{CuSO4*5H2O}", r"{\mathrm {Cu}\mathrm {S}\mathrm {O}_{4}\cdot 5\,\mathrm {H}_{2}\mathrm {O}}"),
        (r"\ce{CH2=CH2}", r"{\mathrm {C}\mathrm {H}_{2}=\mathrm {C}\mathrm {H}_{2}}"),
        (r"\ce{A ->[\Delta] B}", r"{\mathrm {A}\ \xrightarrow{\Delta}\ \mathrm {B}}"),
        (
            r"\ce{N2 <=>[高温][催化剂] B}",
            r"{\mathrm {N}_{2}\ \xrightleftharpoons[\text{催化剂}]{\text{高温}}\ \mathrm {B}}",
        ),
        (r"\pu{1.5e3 kJ/mol}", r"{1.5\times 10^{3}\,\mathrm {kJ}/\mathrm {mol}}"),
        (r"\pu{25 m s^-1}", r"{25\,\mathrm {m}\cdot \mathrm {s}^{-1}}"),
    ],
)
def test_chemistry_and_units_are_drawn_like_the_same_written_out(written: str, same: str) -> None:
    assert render_latex(written).svg == render_latex(same).svg


@pytest.mark.parametrize(
    ("latex", "reason"),
    [
        (r"\undefinedmacro x", r"it uses \undefinedmacro, which cannot be drawn"),
        (r"\ce{!?}", r"it uses \ce, which cannot be drawn"),
        (r"\pu{?!}", r"it uses \pu, which cannot be drawn"),
        (r"\color{red}x", r"it uses \color, which cannot be drawn"),
        (r"\newcommand{\x}{1}", r"it uses \newcommand, which cannot be drawn"),
        (r"\unicode{x41}", r"it uses \unicode, which cannot be drawn"),
        (r"\begin{tabular}{c}1\end{tabular}", r"it uses \begin{tabular}, which cannot be drawn"),
        (r"\begin{array}{@{}c}1\end{array}", "the columns of its array cannot be read"),
        (r"\begin{array}{p3c}1\end{array}", "its array has columns “p3c”, which cannot be drawn"),
        (r"\frac{1}", "<mfrac> has 1 parts where it needs 2"),
        (r"\left(x", "its LaTeX is not complete"),
        (r"x^2^3", "its LaTeX is not complete"),
        (r"\frac{1}{2", "its braces do not match"),
        (r"}x{", "its braces do not match"),
        (r"\text{a \textbf{b} c}", r"\text holds more than text"),
        (r"\text{ก}", "no font has the character U+0E01"),
        ("\x08ar{z}", "it has control characters, as of a backslash that was read as an escape"),
        (r"\phantom{x}\quad", "there is nothing to draw, or it is far too large"),
        ("{" * 900 + "x" + "}" * 900, "it is nested more than 60 deep"),
        ("x" * 5000, "it is longer than 4000 characters"),
    ],
)
def test_what_cannot_be_drawn_rightly_is_refused_with_its_reason(latex: str, reason: str) -> None:
    if latex.startswith(r"\phantom"):
        assert render_latex(latex).alt == ""  # room is left, and nothing is said
        return
    assert _reason(latex) in (reason, "it is nested too deep")


def test_measures_are_thousandths_of_an_em_around_a_baseline_at_zero() -> None:
    drawn = render_latex("x")
    box = [float(part) for part in etree.fromstring(drawn.svg).get("viewBox", "").split()]
    assert 400 < drawn.ascent < 550
    assert drawn.descent < 30
    assert (round(-box[1] * 10), round((box[1] + box[3]) * 10)) == (drawn.ascent, drawn.descent)
    assert round(box[2] * 10) == drawn.width
    fraction = render_latex(r"\frac{a}{b}")
    assert fraction.ascent > 1000
    assert fraction.descent > 500


def test_chinese_in_a_formula_has_the_shapes_of_the_paper_s_font_and_no_boxes() -> None:
    assert _ink(render_latex(r"\text{国}")) > 3 * _ink(render_latex(r"\text{一}"))
    assert render_latex(r"\text{温度}").svg != render_latex(r"\text{湿度}").svg
    assert render_latex(r"\textbf{国}").svg != render_latex(r"\text{国}").svg


def test_an_arrow_is_as_long_as_what_stands_over_it() -> None:
    short, long = render_latex(r"\xrightarrow{a}"), render_latex(r"\xrightarrow{\text{高温、高压、催化剂}}")
    assert long.width > 4 * short.width
    assert (
        render_latex(r"\xrightleftharpoons{abcdefgh}").width > render_latex(r"\xrightleftharpoons{a}").width
    )


def test_a_deep_formula_takes_no_longer_than_its_size() -> None:
    """Fourteen levels would be measured 16,384 times if every row measured its rows anew."""
    deep = r"\frac{1}{1+" * 14 + "x" + "}" * 14
    assert render_latex(deep).alt.count("1+") == 14


@pytest.mark.corpora
def test_nearly_every_formula_of_real_chinese_papers_is_drawn(corpora: Path) -> None:
    """One in twelve; of all 5,259 only four that are formulas at all are not drawn, and those are broken."""
    found: set[str] = set()
    for path in sorted((corpora / "gaokao-bench-zh").rglob("*Math*.json")):
        for example in json.loads(path.read_text("utf-8"))["example"]:
            found |= set(re.findall(r"\$([^$\n]{1,300})\$", example["question"]))
    sample = sorted(found)[::12]
    assert len(sample) > 100
    refused = [latex for latex in sample if not is_only_space(latex) and not _can_be_drawn(latex)]
    assert refused == []


@pytest.mark.corpora
def test_all_mathml_of_real_papers_is_drawn(corpora: Path) -> None:
    pattern = re.compile(r"<(?:\w+:)?math[\s>].*?</(?:\w+:)?math>", re.DOTALL)
    files = [path for path in corpora.rglob("*.xml") if "hostile" not in str(path)]
    found = {one for path in files for one in pattern.findall(path.read_text("utf-8", errors="replace"))}
    assert len(found) >= 49
    assert all(render_mathml(one).alt for one in sorted(found))


def _can_be_drawn(latex: str) -> bool:
    try:
        return bool(render_latex(latex).svg)
    except FormulaError:
        return False


@pytest.mark.parametrize(
    ("mathml", "alt"),
    [
        ("<math><mfrac><mn>1</mn><mn>2</mn></mfrac></math>", "1/2"),
        ("<m:math xmlns:m='http://www.w3.org/1998/Math/MathML'><m:mi>x</m:mi></m:math>", "x"),
        ("<m:math><m:msup><m:mi>x</m:mi><m:mn>2</m:mn></m:msup></m:math>", "x^2"),
        ("<math><mstyle><mi>a</mi></mstyle><mstyle displaystyle='true'/></math>", "a"),
        ("<math><mfenced open='[' close=''><mi>a</mi><mi>b</mi></mfenced></math>", "[a,b"),
        ("<math><mfenced open='' close='|' separators=''><mi>a</mi><mi>b</mi></mfenced></math>", "ab|"),
        ("<math><mfenced/></math>", "()"),
        ("<math><mi>a</mi><mo>&nbsp;</mo><mo>&InvisibleTimes;</mo><mi>b</mi></math>", "ab"),
        ("<math><mi>a</mi><mo>-</mo><mn>-1</mn></math>", "a−−1"),
        ("<math><semantics><mi>x</mi><annotation>secret</annotation></semantics></math>", "x"),
        ("<math><mtable frame='solid'><mtr><mtd/><mtd><mi>a</mi></mtd></mtr></mtable></math>", "[ , a]"),
        ("<math><mover><mi>AB</mi><mo>¯</mo></mover></math>", "bar(AB)"),
        ("<math><mi mathvariant='double-struck'>R</mi></math>", "ℝ"),
        ("<math><menclose notation='updiagonalstrike'><mi>x</mi></menclose></math>", "x"),
        ("<math><mi onclick='x()' href='javascript:x()' style='color:red'>x</mi></math>", "x"),
    ],
)
def test_mathml_is_drawn_as_every_editor_writes_it(mathml: str, alt: str) -> None:
    drawn = render_mathml(mathml)
    assert drawn.alt == alt
    assert not re.search(rb"onclick|href|script|secret", drawn.svg)
    assert _ink(drawn) > 5


@pytest.mark.parametrize(
    ("mathml", "reason"),
    [
        ("<math><mi>x</mi>", "it is not well-formed"),
        ("<!DOCTYPE math [<!ENTITY a 'b'>]><math><mi>&a;</mi></math>", "it holds a declaration"),
        ("<math><mfrac><mn>1</mn></mfrac></math>", "<mfrac> has 1 parts where it needs 2"),
        ("<math>loose<mi>x</mi></math>", "<math> holds text outside of a <mtext>"),
        ("<math><mglyph src='http://x/y.png'/></math>", "it has <mglyph>, which cannot be drawn"),
        ("<math><script>x</script></math>", "it has <script>, which cannot be drawn"),
        ("<math><mtext><b>x</b></mtext></math>", "<mtext> holds an element where only text can be drawn"),
        ("<math></math>", "there is nothing in it"),
        ("<math><mtext>ก</mtext></math>", "no font has the character U+0E01"),
        (
            "<math><menclose notation='radical'><mi>x</mi></menclose></math>",
            "it is enclosed by “radical”, which cannot be drawn",
        ),
    ],
)
def test_mathml_that_cannot_be_drawn_rightly_is_refused(mathml: str, reason: str) -> None:
    with pytest.raises(FormulaError) as refused:
        render_mathml(mathml)
    assert refused.value.reason == reason
