"""Pictures: found by name only, believed by their bytes only, written anew."""

import io
import struct
import zlib
from base64 import b64encode
from collections.abc import Callable

import pytest
from PIL import Image, PngImagePlugin

from examprotocol.paper import Single
from examserver.errors import PaperFileError
from examserver.importers.draft import PaperDraft
from examserver.importers.errors import QuestionRefusedError
from examserver.importers.pictures import read_picture
from tests.importers.drafts import RIGHT, WRONG, choice_xml, codes, encoded, file_xml, only, picture

Moodle = Callable[[str], PaperDraft]


def _opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def _png_that_says(width: int, height: int) -> bytes:
    """A PNG whose header promises more than its few bytes hold."""
    chunks = [
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(bytes(64))),
        (b"IEND", b""),
    ]
    parts = [
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in chunks
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def _with_picture(source: str, name: str = "a.png", data: bytes = b"") -> str:
    stem = f'<text><![CDATA[<p>Look: <img src="{source}" alt="a map"></p>]]></text>{file_xml(name, data)}'
    question = f'<questiontext format="html">{stem}</questiontext>{RIGHT}{WRONG}'
    return f'<question type="multichoice">{question}</question>'


def _refusal(moodle: Moodle, question: str) -> str:
    with pytest.raises(PaperFileError) as refused:
        moodle(question)
    return refused.value.code


@pytest.mark.parametrize(
    ("image_format", "mode", "becomes", "mode_after"),
    [
        ("PNG", "RGB", "image/png", "RGB"),
        ("PNG", "RGBA", "image/png", "RGBA"),
        ("PNG", "LA", "image/png", "RGBA"),
        ("PNG", "P", "image/png", "RGB"),
        ("PNG", "1", "image/png", "L"),
        ("PNG", "I;16", "image/png", "L"),
        ("GIF", "P", "image/png", "RGB"),
        ("BMP", "RGB", "image/png", "RGB"),
        ("WEBP", "RGB", "image/png", "RGB"),
        ("JPEG", "RGB", "image/jpeg", "RGB"),
        ("JPEG", "L", "image/jpeg", "L"),
        ("JPEG", "CMYK", "image/jpeg", "RGB"),
    ],
)
def test_every_kind_of_picture_becomes_one_that_every_seat_can_draw(
    image_format: str, mode: str, becomes: str, mode_after: str
) -> None:
    read = read_picture(picture(image_format, mode=mode)).picture
    assert (read.media_type, read.width, read.height) == (becomes, 4, 3)
    again = _opened(read.data)
    assert (again.size, again.mode) == ((4, 3), mode_after)


def test_sixteen_bits_of_grey_become_eight_by_their_size() -> None:
    target = io.BytesIO()
    grey = Image.new("I;16", (2, 1))
    grey.putpixel((0, 0), 65535)
    grey.putpixel((1, 0), 32768)
    grey.save(target, "PNG")
    image = _opened(read_picture(target.getvalue()).picture.data)
    assert (image.getpixel((0, 0)), image.getpixel((1, 0))) == (255, 128)


def test_nothing_but_the_picture_is_kept() -> None:
    target = io.BytesIO()
    comment = PngImagePlugin.PngInfo()
    comment.add_text("Comment", "the answer is B")
    Image.new("RGB", (2, 2)).save(target, "PNG", pnginfo=comment, dpi=(300, 300))
    assert b"answer" in target.getvalue()
    data = read_picture(target.getvalue()).picture.data
    assert b"answer" not in data
    assert _opened(data).info == {}


def test_a_photo_stands_upright_without_its_exif() -> None:
    target = io.BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010E] = "the answer is B"
    Image.new("RGB", (4, 2)).save(target, "JPEG", exif=exif, comment=b"the answer is B")
    read = read_picture(target.getvalue()).picture
    assert (read.width, read.height) == (2, 4)
    assert b"answer" not in read.data
    assert not _opened(read.data).getexif()


def test_of_a_moving_picture_the_first_frame_is_shown(moodle: Moodle) -> None:
    target = io.BytesIO()
    frames = [Image.new("RGB", (4, 3), colour) for colour in ("red", "green", "blue")]
    frames[0].save(target, "GIF", save_all=True, append_images=frames[1:])
    draft = moodle(_with_picture("@@PLUGINFILE@@/a.png", data=target.getvalue()))
    assert codes(draft) == ["MEDIA_ANIMATED"]
    (kept,) = draft.pictures.values()
    assert _opened(kept.data).convert("RGB").getpixel((0, 0)) == (255, 0, 0)


@pytest.mark.parametrize("size", [(50_000, 50_000), (20_000, 1), (7_000, 6_000), (2**31 - 1, 2**31 - 1)])
def test_a_picture_that_says_it_is_huge_is_refused_by_its_header(size: tuple[int, int]) -> None:
    with pytest.raises(QuestionRefusedError) as refused:
        read_picture(_png_that_says(*size))
    assert refused.value.code == "MEDIA_TOO_LARGE"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"MZ\x90\x00",
        b"<html><body>404</body></html>",
        b'<svg xmlns="http://www.w3.org/2000/svg"></svg>',
        b"%PDF-1.4",
        picture("TIFF"),
        picture("PNG")[:40],
        picture("JPEG", size=(64, 64))[:-200],
        picture("GIF")[:20],
        picture("PNG").replace(b"IDAT", b"IDAX"),
    ],
)
def test_what_is_no_whole_picture_is_refused(data: bytes) -> None:
    with pytest.raises(QuestionRefusedError) as refused:
        read_picture(data)
    assert refused.value.code == "MEDIA_TYPE"


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("@@PLUGINFILE@@/a.png", "a.png"),
        ("@@PLUGINFILE@@/a.png?time=123", "a.png"),
        ("@@PLUGINFILE@@/%E5%9B%BE%201.png", "图 1.png"),
        ("@@PLUGINFILE@@/图 1.png", "图 1.png"),
        ("@@PLUGINFILE@@/cafe%CC%81.png", "café.png"),
        ("$@PLUGINFILE@$/a.png", "a.png"),
    ],
)
def test_an_embedded_picture_is_found_by_its_name_however_it_is_written(
    moodle: Moodle, source: str, name: str
) -> None:
    draft = moodle(_with_picture(source, name, picture()))
    ((asset_id, kept),) = draft.pictures.items()
    assert only(draft).stem == f'<p>Look: <img src="asset:{asset_id}" alt="a map" /></p>'
    assert (kept.media_type, kept.width) == ("image/png", 4)
    assert ".png" not in encoded(draft)


def test_a_picture_in_the_text_itself_and_in_a_choice_is_taken(moodle: Moodle) -> None:
    data_uri = f"data:image/png;base64,{b64encode(picture()).decode()}"
    draft = moodle(_with_picture(data_uri))
    assert len(draft.pictures) == 1
    choice = (
        '<answer fraction="100" format="html"><text>&lt;img src="@@PLUGINFILE@@/b.jpg" width="30" '
        f'style="height:20.5px" alt="b.jpg"/&gt;</text>{file_xml("b.jpg", picture("JPEG"))}</answer>'
    )
    draft = moodle(choice_xml("Who?", choice + WRONG))
    question = only(draft)
    assert isinstance(question, Single)
    (asset_id,) = draft.pictures
    assert question.choices[0].body == f'<img src="asset:{asset_id}" width="30" height="20" />'


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("@@PLUGINFILE@@/b.png", "MEDIA_MISSING"),
        ("@@PLUGINFILE@@/../a.png", "MEDIA_BAD_REF"),
        ("@@PLUGINFILE@@/%2e%2e/a.png", "MEDIA_BAD_REF"),
        ("http://example.org/a.png", "MEDIA_BAD_REF"),
        ("https://lms.example.org/draftfile.php/5/user/draft/1/a.png", "MEDIA_BAD_REF"),
        ("//example.org/a.png", "MEDIA_BAD_REF"),
        ("file:///etc/hostname", "MEDIA_BAD_REF"),
        (r"\\host\share\a.png", "MEDIA_BAD_REF"),
        ("/etc/hostname", "MEDIA_BAD_REF"),
        ("a.png", "MEDIA_BAD_REF"),
        ("", "MEDIA_BAD_REF"),
        ("gap:g1", "MEDIA_BAD_REF"),
        ("asset:" + "0" * 64, "MEDIA_BAD_REF"),
        ("data:image/png;base64,@@@", "MEDIA_TYPE"),
        ("data:text/html,%3Cscript%3E", "MEDIA_TYPE"),
        ("data:image/png;base64," + b64encode(_png_that_says(50_000, 50_000)).decode(), "MEDIA_TOO_LARGE"),
    ],
)
def test_a_question_whose_picture_cannot_be_had_is_refused(moodle: Moodle, source: str, code: str) -> None:
    assert _refusal(moodle, _with_picture(source, data=picture())) == code


def test_pictures_of_refused_questions_and_of_feedback_are_not_in_the_draft(moodle: Moodle) -> None:
    file = file_xml("f.png", picture(size=(9, 9)))
    image = "&lt;img src='@@PLUGINFILE@@/f.png'&gt;"
    feedback = RIGHT.replace("</answer>", f"<feedback><text>{image}</text>{file}</feedback></answer>")
    refused = _with_picture("@@PLUGINFILE@@/a.png", data=picture()).replace('fraction="100"', 'fraction="40"')
    draft = moodle(refused + choice_xml("Who?", feedback + WRONG))
    assert draft.pictures == {}
    assert [remark.taken for remark in draft.remarks] == [False]


def test_an_alternative_text_that_tells_the_answer_is_dropped(moodle: Moodle) -> None:
    answer = RIGHT.replace("yes", "map")
    told = _with_picture("@@PLUGINFILE@@/a.png", data=picture())
    assert "a map" in encoded(moodle(told))
    assert "a map" not in encoded(moodle(told.replace(RIGHT, answer)))
    assert "a map" not in encoded(moodle(told.replace(RIGHT, answer).replace("multichoice", "shortanswer")))
