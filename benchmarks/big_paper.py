"""A paper of 100 questions of all types, each with a picture, sealed and on a shelf as the client has it."""

import hashlib
from collections.abc import Generator, Mapping
from decimal import Decimal
from pathlib import Path
from random import Random

import msgspec
from PySide6.QtCore import QBuffer, QIODevice, QPointF, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QLinearGradient, QPainter

from examclient.domain.piece import Piece
from examclient.storage.files import write_whole
from examclient.storage.paper_cache import PaperCache
from examclient.usecases.fetching import fetch_parts
from examclient.usecases.paper import OpenPaper
from examprotocol.bundle import KEY_BYTES, Bundle, open_manifest, seal_bundle
from examprotocol.canonical import canonical_bytes
from examprotocol.paper import (
    Cloze,
    Essay,
    Matching,
    Multiple,
    Number,
    Paper,
    Question,
    Section,
    ShortText,
    Single,
    TrueFalse,
)
from examprotocol.paper_parts import Asset, Choice, SelectGap, TextGap
from examprotocol.signing import load_key, new_signing_key

QUESTIONS = 100
SECTION_OF = 20
WIDTH, HEIGHT = 640, 360
STROKES = 80
POINT = Decimal(1)
SENTENCE = "某工厂在一年内生产的零件数量如图所示，其中第三季度比第二季度多百分之十二。"
WORDS = "增加 减少 不变 先增后减 先减后增 无法判断".split()


class Sealed(msgspec.Struct, frozen=True):
    """What opens the paper again: the signed manifest, its public key and the content key."""

    manifest: str
    signing_key: str
    content_key: bytes


def write_paper(folder: Path) -> None:
    """Make the paper and put it into a folder; the same every time but for its keys."""
    assets = [_picture(number) for number in range(QUESTIONS)]
    put_sealed(make_paper([asset.asset_id for asset, _ in assets]), dict(assets), folder)


def put_sealed(paper: Paper, assets: Mapping[Asset, bytes], folder: Path) -> None:
    """Seal a paper and leave it in the folder, for `read_paper`."""
    content_key, signing_key = bytes(range(KEY_BYTES)), new_signing_key()
    bundle = seal_bundle(paper, assets, content_key, signing_key)
    sealed = Sealed(bundle.manifest, signing_key.export_public(), content_key)
    _put_on_shelf(bundle, sealed, folder)
    write_whole(folder / "sealed.json", canonical_bytes(sealed))


def read_paper(folder: Path) -> OpenPaper:
    """Open the paper that was left in the folder; its pictures stay sealed until they are drawn."""
    sealed = msgspec.json.decode((folder / "sealed.json").read_bytes(), type=Sealed)
    manifest = open_manifest(sealed.manifest, load_key(sealed.signing_key))
    return OpenPaper(manifest, PaperCache(folder, sealed.manifest).shelf(), sealed.content_key)


def make_paper(asset_ids: list[str]) -> Paper:
    """Sections of 20 questions, one question for each picture."""
    questions = tuple(_question(number, asset_id) for number, asset_id in enumerate(asset_ids))
    starts = range(0, len(questions), SECTION_OF)
    sections = tuple(
        Section(f"s{number}", f"第 {number} 部分", questions[start : start + SECTION_OF])
        for number, start in enumerate(starts, start=1)
    )
    return Paper("benchmark", 1, "测量用试卷", "zh-CN", sections)


def _question(number: int, asset_id: str) -> Question:
    """Types take turns; half of the questions are single choice, as in papers of the room."""
    name = f"q{number}"
    picture = f'<p><img src="asset:{asset_id}" alt="图 {number}" width="{WIDTH}" height="{HEIGHT}"/></p>'
    stem = f"<p>{SENTENCE * 2}</p>{picture}<p>请根据上图回答第 {number} 题。</p>"
    choices = tuple(Choice(f"c{index}", f"<p>{word}，{SENTENCE}</p>") for index, word in enumerate(WORDS[:4]))
    options = tuple(Choice(f"c{index}", word) for index, word in enumerate(WORDS))
    others: tuple[Question, ...] = (
        Multiple(id=name, stem=stem, points=POINT, choices=choices),
        TrueFalse(id=name, stem=stem, points=POINT),
        Cloze(
            id=name,
            stem=stem + '<p>数量<img src="gap:a"/>，共<img src="gap:b"/>件。</p>',
            points=POINT,
            gaps=(SelectGap("a", POINT, options), TextGap("b", POINT)),
        ),
        Matching(id=name, stem=stem, points=POINT, left=options[:4], right=options),
        ShortText(id=name, stem=stem, points=POINT),
        Number(id=name, stem=stem, points=POINT, unit="件"),
        Essay(id=name, stem=stem, points=POINT),
    )
    if number % 2 == 0:
        return Single(id=name, stem=stem, points=POINT, choices=choices)
    return others[number // 2 % len(others)]


def _picture(number: int) -> tuple[Asset, bytes]:
    """A picture with soft and hard edges, so that its PNG is as large as that of a real figure."""
    dice = Random(number)
    image = QImage(WIDTH, HEIGHT, QImage.Format.Format_RGB32)
    pen = QPainter(image)
    pen.setRenderHint(QPainter.RenderHint.Antialiasing)
    ground = QLinearGradient(0, 0, WIDTH, HEIGHT)
    ground.setColorAt(0, QColor.fromHsv(number * 3, 40, 255))
    ground.setColorAt(1, QColor.fromHsv(number * 3, 90, 220))
    pen.fillRect(image.rect(), QBrush(ground))
    pen.setPen(Qt.PenStyle.NoPen)
    for _ in range(STROKES):
        pen.setBrush(QColor.fromHsv(dice.randrange(360), 120, 220, 130))
        centre = QPointF(dice.randrange(WIDTH), dice.randrange(HEIGHT))
        pen.drawEllipse(centre, dice.randrange(10, 120), dice.randrange(10, 80))
    pen.end()
    data = _png(image)
    return Asset(hashlib.sha256(data).hexdigest(), "", "image/png", WIDTH, HEIGHT), data


def _png(image: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload] # the stubs want bytes, Qt wants the word
    return bytes(buffer.data().data())


def _put_on_shelf(bundle: Bundle, sealed: Sealed, folder: Path) -> None:
    manifest = open_manifest(bundle.manifest, load_key(sealed.signing_key))
    shelf = PaperCache(folder, bundle.manifest).shelf()

    def whole(sha256: str, _start: int) -> Generator[Piece]:
        yield Piece(0, bundle.parts[sha256])

    fetch_parts(manifest, shelf, whole, lambda _done, _total: True)
