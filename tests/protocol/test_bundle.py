"""The sealed paper: whole and genuine without the key, closed until the key is there."""

import os
from decimal import Decimal

import pytest

from examprotocol.bundle import (
    KEY_BYTES,
    Bundle,
    Manifest,
    Part,
    manifest_digest,
    open_manifest,
    open_paper,
    open_part,
    part_is_whole,
    seal_bundle,
)
from examprotocol.errors import ForgedError, UnreadableError
from examprotocol.paper import Paper, Section, ShortText
from examprotocol.paper_parts import Asset
from examprotocol.signing import MANIFEST, new_signing_key, sign

SIGNING, CONTENT = new_signing_key(), os.urandom(KEY_BYTES)
PICTURES = {
    Asset("1" * 64, "", "image/png", 8, 6): b"first picture" * 40,
    Asset("2" * 64, "", "image/jpeg", 9, 7): b"second picture" * 40,
}


def paper_of(paper_id: str = "p1", revision: int = 1, stem: str = "秘密的题目") -> Paper:
    question = ShortText(id="q1", stem=f"<p>{stem}</p>", points=Decimal("1.5"))
    return Paper(paper_id, revision, "机密标题", "zh-CN", (Section("s1", "一", (question,)),))


def seal(paper: Paper) -> tuple[Bundle, Manifest]:
    bundle = seal_bundle(paper, PICTURES, CONTENT, SIGNING)
    return bundle, open_manifest(bundle.manifest, SIGNING)


def test_paper_and_pictures_come_out_as_they_went_in() -> None:
    bundle, manifest = seal(paper_of())
    paper = open_paper(manifest, bundle.parts.__getitem__, CONTENT)
    assert paper.sections == paper_of().sections
    found = {asset.asset_id: open_part(manifest, bundle.parts[asset.part], CONTENT) for asset in paper.assets}
    assert found == {asset.asset_id: data for asset, data in PICTURES.items()}


def test_without_the_key_parts_are_checked_but_tell_nothing() -> None:
    bundle, manifest = seal(paper_of())
    assert {part.sha256 for part in manifest.parts} == set(bundle.parts)
    assert all(part_is_whole(part, bundle.parts[part.sha256]) for part in manifest.parts)
    everything = bundle.manifest.encode() + b"".join(bundle.parts.values())
    for secret in ("秘密", "机密标题", "picture", CONTENT.hex()):
        assert secret.encode() not in everything
    assert CONTENT not in everything


def test_a_part_that_lost_or_changed_a_byte_is_not_whole() -> None:
    bundle, manifest = seal(paper_of())
    part = manifest.parts[0]
    data = bundle.parts[part.sha256]
    for broken in (data[:-1], data + b"\0", bytes([data[0] ^ 1]) + data[1:], b""):
        assert not part_is_whole(part, broken)
        with pytest.raises(ForgedError):
            open_part(manifest, broken, CONTENT)


@pytest.mark.parametrize(
    "key",
    [os.urandom(KEY_BYTES), b"", b"short", CONTENT[:-1] + b"\0\0"],
    ids=["another", "none", "short", "too long"],
)
def test_another_key_opens_nothing(key: bytes) -> None:
    bundle, manifest = seal(paper_of())
    with pytest.raises(ForgedError):
        open_paper(manifest, bundle.parts.__getitem__, key)


@pytest.mark.parametrize("other", [paper_of("p2"), paper_of(revision=2)])
def test_a_part_of_another_paper_or_revision_does_not_open_in_this_one(other: Paper) -> None:
    bundle, _ = seal(other)
    _, manifest = seal(paper_of())
    part = next(iter(bundle.parts.values()))
    with pytest.raises(ForgedError):
        open_part(manifest, part, CONTENT)


def test_sealing_twice_never_gives_the_same_bytes() -> None:
    (first, _), (second, _) = seal(paper_of()), seal(paper_of())
    assert not set(first.parts) & set(second.parts)
    assert manifest_digest(first.manifest) != manifest_digest(second.manifest)


def test_a_manifest_from_the_future_is_refused_by_its_number() -> None:
    token = sign(Manifest("p1", 1, "0" * 64, (Part("0" * 64, 1),), format=2), SIGNING, MANIFEST)
    with pytest.raises(UnreadableError, match="format 2"):
        open_manifest(token, SIGNING)


def test_a_picture_passed_for_the_paper_is_unreadable() -> None:
    bundle, manifest = seal(paper_of())
    paper = open_paper(manifest, bundle.parts.__getitem__, CONTENT)
    with pytest.raises(UnreadableError):
        open_paper(manifest, lambda _: bundle.parts[paper.assets[0].part], CONTENT)
