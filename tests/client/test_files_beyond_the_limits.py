"""What a changed client names beyond the limits of a question: the answer counts, the files are not taken."""

from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest

from examclient.domain.phases import Phase
from examclient.errors import SiteRefusedError
from examclient.usecases.handed_files import record_of
from examprotocol.attachments import Attachment
from examprotocol.paper import FileUpload, Section
from examprotocol.responses import FileRef, FilesResponse
from examserver.cli import results
from examserver.cli.ordering import give
from examserver.importers.draft import PaperDraft
from examserver.services.file_limits import Beyond, asked_in, judge_files
from examserver.services.handed_files import handed_in_files
from examserver.services.member_orders import AddMember
from examserver.services.staff_passwords import hashed
from examserver.storage.store import reading
from tests.client.exam_site import ExamSite, Times
from tests.client.homework import at_the_site, files_draft, keep, sending
from tests.client.seat import Seat
from tests.server.visitor import ADMIN, SECRET, Visitor

NewSeat = Callable[..., Seat]
MOST = 100


def strict_draft() -> PaperDraft:
    """At most two files of 100 bytes, and only texts."""
    draft = files_draft()
    (section,) = draft.paper.sections
    (asked,) = section.questions
    assert isinstance(asked, FileUpload)
    strict = msgspec.structs.replace(asked, max_bytes=MOST, types=(".txt",))
    paper = msgspec.structs.replace(draft.paper, sections=(Section("s1", "One", (strict,)),))
    return PaperDraft(paper, draft.keys)


@pytest.fixture
def site(tmp_path: Path, times: Times, evening: Callable[[ExamSite], None]) -> Iterator[ExamSite]:
    running = ExamSite(tmp_path / "site", times, strict_draft()).__enter__()
    yield running
    evening(running)


@pytest.fixture
def seat(new_seat: NewSeat) -> Seat:
    seat = new_seat()
    seat.sit_down()
    seat.presenter._helpers.files.stop()
    return seat


def name_in_answer(seat: Seat, folder: Path, **files: bytes) -> tuple[FileRef, ...]:
    """Files that are kept whatever the question says, all in one answer; `a_pdf` is called a.pdf."""
    refs = []
    for name, content in files.items():
        path = folder / name.replace("_", ".")
        path.write_bytes(content)
        kept = keep(seat, path, 10_000)
        assert isinstance(kept, FileRef)
        refs.append(kept)
    seat.answer("q1", FilesResponse(tuple(refs)))
    seat.all_sent()
    return tuple(refs)


def record(seat: Seat, file: FileRef) -> Attachment:
    assert seat._sitting is not None
    found = record_of(seat._sitting.store, file.sha256)
    assert found is not None
    return found


def test_the_limits_of_a_question_are_judged_file_by_file() -> None:
    (asked,) = asked_in(strict_draft().paper).values()
    files = (FileRef("0", "A.TXT", 100), FileRef("1", "b.pdf", 1), FileRef("2", "c.txt", 101))
    assert judge_files(asked, files) == (None, Beyond.OTHER_KIND, Beyond.TOO_LARGE)
    assert judge_files(asked, files[:1] * 3) == (None, None, Beyond.TOO_MANY)
    assert judge_files(msgspec.structs.replace(asked, max_files=0), files[:1] * 3) == (None, None, None)
    assert judge_files(None, files[:1]) == (Beyond.NOT_ASKED,)


def test_files_beyond_the_limits_are_refused_and_the_answer_is_handed_in(
    site: ExamSite, seat: Seat, tmp_path: Path
) -> None:
    fine, large, other = name_in_answer(seat, tmp_path, a_txt=b"a", b_txt=b"b" * 101, c_pdf=b"c")
    assert sending(seat).send_all() == ()
    seat.hand_in()
    assert seat.reach(Phase.DONE).receipt is not None
    assert at_the_site(site, seat.attempt, fine) == b"a"
    assert [at_the_site(site, seat.attempt, one) for one in (large, other)] == [None, None]
    with reading(site.folder) as connection:
        found = handed_in_files(connection, site.folder, seat.attempt, asked_in(strict_draft().paper))
    assert [one.file for one in found] == [fine, large, other], "the answer still says what it says"
    assert [one.beyond for one in found] == [None, Beyond.TOO_LARGE, Beyond.OTHER_KIND]


@pytest.mark.parametrize(
    ("files", "place", "sentence"),
    [
        ({"a_pdf": b"a"}, 0, "The question takes files of these kinds only: .txt."),
        ({"a_txt": b"a" * 101}, 0, "The question takes files of at most 100 bytes."),
        ({"a_txt": b"a", "b_txt": b"b", "c_txt": b"c"}, 2, "The question takes at most 2 files."),
    ],
    ids=["kind", "size", "number"],
)
def test_a_chunk_of_such_a_file_is_refused_with_the_limit(
    seat: Seat, tmp_path: Path, files: dict[str, bytes], place: int, sentence: str
) -> None:
    file = name_in_answer(seat, tmp_path, **files)[place]
    chunk = record(seat, file).chunks[0].sha256
    one = sending(seat)
    with pytest.raises(SiteRefusedError, match=sentence):
        one._counter.put_chunk(seat.attempt, file.sha256, chunk, b"anything")


def test_who_scores_sees_which_files_are_more_than_was_asked_for(
    site: ExamSite, seat: Seat, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name_in_answer(seat, tmp_path, a_txt=b"a", c_pdf=b"c")
    sending(seat).send_all()
    folder = tmp_path / "out"
    assert results.run([str(site.folder.root), "--exam", site.exam.id, "--files", str(folder)]) == 0
    said = capsys.readouterr().err
    assert "More than the question allows" in said
    assert str(Path("beyond-the-limits") / "2-c.pdf") in said
    assert "Files written: 1" in said
    give(site.folder.root, AddMember(ADMIN, hashed(SECRET)))
    admin = Visitor(site.cable.port)
    admin.log_in()
    assert admin.get(f"/web/attempts/{seat.attempt}").text.count("more than the question allows") == 1
