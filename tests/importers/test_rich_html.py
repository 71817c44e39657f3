"""Author HTML becomes the paper's subset: safe, well formed, and with every word still in it."""

import html

import nh3
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from examprotocol.richtext import check_rich, plain_text
from examserver.importers.author_text import AuthorText, TextFormat
from examserver.importers.errors import QuestionRefusedError
from examserver.importers.question_texts import QuestionTexts
from examserver.importers.rich_html import to_rich
from tests.importers.drafts import letters

ASSET = "0" * 64
PIECES = (
    "< > & &lt; &amp; &#0; &#xFFFE; &#xFDD0; 5<6 x 中 <p> </p> <b> </b> <i <table> <tr> <td> </table> <li> "
    "<ul> </ul> <br> <hr> <pre> </pre> <a_href=x> </a> <span_style='font-weight:bold'> </span> <center> <h1> "
    "<font> <ruby> <rt> <rp> <textarea> </textarea> <button> <option> <caption> <dl> <dt> <form> <img_src=x> "
    "<!-- --> <script> </script> <style> </style> <o:p> <![if_x]> <head> <title> </title> <u> 　　 ' = <T> "
    "</div> <div> _"
)
TAGS = (
    "<p> </p> <b> </b> <table> <tr> <td> </table> <li> <ul> </ul> <br> <hr> <pre> </pre> <a_href=x> </a> "
    "<span_style='font-weight:bold'> </span> <center> <h1> <ruby> <rt> <rp> <button> "
    "<option> <caption> <dl> <dt> <form> <img_src=x> <o:p> <u> </div> <div> <th> <tbody> <col> <big> <nobr>"
)


def _rich(text: str, text_format: TextFormat = TextFormat.HTML) -> str:
    return QuestionTexts().rich(AuthorText(text, text_format))


def _notes(text: str) -> list[str]:
    texts = QuestionTexts()
    texts.rich(AuthorText(text))
    return [note.code for note in texts.notes]


def _refusal(text: str) -> str:
    with pytest.raises(QuestionRefusedError) as refused:
        _rich(text)
    return refused.value.code


@pytest.mark.parametrize("text_format", TextFormat)
@pytest.mark.parametrize(
    "text",
    [
        "If 5 < 6 and 7 > 3",
        "a<b and c>d",
        "if x<p then q>y",
        "1<2 & 3>2 && a<-b",
        "#include <stdio.h>",
        "Map<String, List<T>> m",
        "<-- look here -->",
    ],
)
def test_signs_that_begin_no_tag_survive(text: str, text_format: TextFormat) -> None:
    assert plain_text(_rich(text, text_format)) == text


@pytest.mark.parametrize(
    ("written", "rich"),
    [
        ("<h1>a</h1><h2>b</h2><h6>c</h6>", "<h3>a</h3><h3>b</h3><h5>c</h5>"),
        ("<center>a</center>", '<div style="text-align:center">a</div>'),
        ('<p align="RIGHT" class="x" onclick="y">a</p>', '<p style="text-align:right">a</p>'),
        ('<p style="color:red; text-align: justify">a</p>', '<p style="text-align:justify">a</p>'),
        ('<span style="font-weight:700;text-decoration: underline">a</span>', "<b><u>a</u></b>"),
        ('<font face="SimSun" color="red" size="7">宋</font>', "宋"),
        ('<span lang="en">a</span><o:p></o:p>', "a"),
        ("<del>a</del><ins>b</ins><tt>c</tt><q>d</q>", "<s>a</s><u>b</u><code>c</code>“d”"),
        ("<p>a<p>b", "<p>a</p><p>b</p>"),
        ("<b><i>a</b>b</i>", "<b><i>a</i></b><i>b</i>"),
        (
            '<ol start="3" type="A" class="x"><li value="9">a</li></ol>',
            '<ol type="A" start="3"><li>a</li></ol>',
        ),
        (
            "<table border=1><tr><td colspan=2 width=5>a",
            '<table><tbody><tr><td colspan="2">a</td></tr></tbody></table>',
        ),
        ("<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>", "<ruby>漢<rt>kan</rt></ruby>"),
        ('<p style="text-indent: 32px">a</p>', '<p style="text-indent:2em">a</p>'),
        (
            '<p style="text-indent:2em;text-align:center">a</p>',
            '<p style="text-align:center;text-indent:2em">a</p>',
        ),
        ('<p style="text-indent:-2em">a</p>', "<p>a</p>"),
        ('<div style="border: 1px solid #000">a</div>', '<div class="framed">a</div>'),
        ('<div style="border: none">a</div>', "<div>a</div>"),
        ('<span style="text-emphasis: dot">点</span>', '<em class="dots">点</em>'),
        ('<span style="text-decoration: underline wavy">a</span>', '<u class="wavy">a</u>'),
        ("a<br>b<hr>", "a<br />b<hr />"),
        ("<p>a<br>b<br> </p>", "<p>a<br />b</p>"),
        ("<p>a<br><br></p><p><br></p>", "<p>a<br /></p><p><br /></p>"),
        ("<dl><dt>a</dt><dd>b</dd></dl>", "<div><p>a</p><blockquote>b</blockquote></div>"),
        ("a&nbsp;b&NotEqualTilde;&eacute;&amp;lt;", "a\u00a0b\u2242\u0338é&amp;lt;"),
        ("<html><head><title>t</title><meta x=y></head><body><p>a</p></body></html>", "<p>a</p>"),
        ("<b></b>a", "<b></b>a"),
        ("<!-- secret -->a", "a"),
    ],
)
def test_what_has_no_place_in_the_subset_becomes_the_nearest_that_has(written: str, rich: str) -> None:
    assert _rich(written) == rich


def test_wide_spaces_keep_their_width() -> None:
    """The client draws each in its own width."""
    for written in ("<u>　　</u>", "（\u2003\u2003\u2002）", "A．甲　B．乙", "<pre>　　x</pre>"):
        assert _rich(written) == written


@pytest.mark.parametrize(
    ("text", "text_format", "rich"),
    [
        ("a\nb", TextFormat.HTML, "a\nb"),
        ("a\nb", TextFormat.MOODLE, "a<br />\nb"),
        ("<p>a</p>\n<p>b</p>", TextFormat.MOODLE, "<p>a</p><p>b</p>"),
        ("<pre>\nx\n  y\n</pre>\nz", TextFormat.MOODLE, "<pre>x\n  y\n</pre>\nz"),
        ("<b>a</b>\n  5 < 6", TextFormat.PLAIN, "&lt;b&gt;a&lt;/b&gt;<br />\u00a0 5 &lt; 6"),
        ("**a** 5 < 6\n\n- b\n- c", TextFormat.MARKDOWN, None),
        ("What does <b> mean?", TextFormat.MOODLE, "What does &lt;b&gt; mean?"),
        ("What does <b> mean?", TextFormat.HTML, "What does <b> mean?</b>"),
        ("<td>", TextFormat.MOODLE, "&lt;td&gt;"),
    ],
)
def test_each_format_is_read_by_its_own_rules(text: str, text_format: TextFormat, rich: str | None) -> None:
    expected = rich or "<p><strong>a</strong> 5 &lt; 6</p>\n<ul>\n<li>b</li>\n<li>c</li>\n</ul>"
    assert _rich(text, text_format) == expected


def test_a_choice_of_one_paragraph_stands_without_it() -> None:
    assert QuestionTexts().rich_line(AuthorText("<p>a <b>b</b></p>")) == "a <b>b</b>"
    assert QuestionTexts().rich_line(AuthorText("<p>a</p><p>b</p>")) == "<p>a</p><p>b</p>"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<script>alert(1)</script>a", "a"),
        ('<iframe src="http://x">b</iframe>a', "a"),
        ("<object data=x><b>no</b></object>a", "a"),
        ("<p onmouseover=alert(1)>a</p>", "a"),
        ("<form>a <input value=x></form>", "a"),
        ("<button>a</button>", "a"),
        ("<select><option>b</option></select>a", "a"),
    ],
)
def test_active_content_is_removed_and_reported(text: str, words: str) -> None:
    assert plain_text(_rich(text)) == words
    assert _notes(text) == ["HTML_ACTIVE"]


def test_what_else_is_changed_is_reported() -> None:
    assert _notes('<a href="http://x">a</a>') == ["LINK_REMOVED"]
    assert _notes('a<span style="display:none">the answer</span>') == ["HTML_HIDDEN"]
    assert _notes(r"Solve \(\unknown{x} = 1\)") == ["FORMULA_AS_TEXT"]
    assert _notes(r"Solve \(x^2 = 1\)") == []
    assert _notes("It costs $5 and $6, (see below)") == []


def test_hidden_text_stays_hidden() -> None:
    assert _rich('a<span style="display: none">the answer</span><p hidden>b</p>') == "a"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("<math><mfrac><mn>1</mn></mfrac></math>", "FORMULA_UNSUPPORTED"),
        ("<math><mi>x</mi>", "FORMULA_UNSUPPORTED"),
        ("<svg><circle/></svg>", "MEDIA_TYPE"),
        ('<audio src="@@PLUGINFILE@@/a.mp3"></audio>', "MEDIA_TYPE"),
        ('<a href="@@PLUGINFILE@@/a.mp3">Listen</a>', "MEDIA_TYPE"),
        ("<div>" * 60 + "a" + "</div>" * 60, "HTML_TOO_DEEP"),
        ("<b></i>" * 60, "HTML_TOO_DEEP"),
        ("a&#xFDD0;g1&#xFDD1;", "HTML_UNREADABLE"),
        ("a" * 300_000, "QUESTION_TOO_LARGE"),
    ],
)
def test_what_cannot_be_shown_is_refused(text: str, code: str) -> None:
    assert _refusal(text) == code


@example("<table><caption>x<td>y</table>z<select><option>a")
@example("<script>x")
@example("<!-- x")
@example("<rp>x")
@given(st.lists(st.sampled_from(PIECES.split()), max_size=12).map("".join))
def test_any_markup_gives_rich_text_of_the_subset_with_every_word_in_it(text: str) -> None:
    text = text.replace("_", " ")
    try:
        rich = to_rich(text, lambda _: ASSET).rich
    except QuestionRefusedError:
        assert "&#xFDD0;" in text, "nothing else that is listed may be refused"
        return
    check_rich(rich)
    assert letters(plain_text(rich)) == letters(html.unescape(nh3.clean(rich, tags=set())))
    assert "<script" not in rich


@given(st.lists(st.one_of(st.sampled_from(TAGS.split()), st.sampled_from("中x5")), max_size=15))
def test_no_word_is_lost_whatever_tags_stand_around_it(parts: list[str]) -> None:
    rich = to_rich("".join(parts).replace("_", " "), lambda _: ASSET).rich
    words = [part for part in parts if part in "中x5"]
    assert sorted(letters(plain_text(rich))) == sorted(letters("".join(words)))


@given(st.text(max_size=40), st.sampled_from(TextFormat))
def test_any_text_comes_through_each_format(text: str, text_format: TextFormat) -> None:
    rich = _rich(text, text_format)
    check_rich(rich)
    if text_format is TextFormat.PLAIN:
        kept = "".join(sign for sign in text if sign.isalnum())
        assert letters(plain_text(rich)) == letters(kept)
