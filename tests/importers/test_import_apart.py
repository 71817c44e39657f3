"""The process in which papers are imported: what it hands over, and what it may not do."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from examprotocol.paper import questions_of
from examserver.errors import PaperFileError
from examserver.importers.apart import parent
from examserver.importers.apart.limits import Limits
from examserver.importers.apart.messages import ImportOrder, send
from examserver.importers.apart.parent import import_apart
from examserver.importers.draft import PaperDraft
from examserver.importers.errors import NothingTakenError
from examserver.importers.registry import import_paper
from tests.importers.mex_exams import choices, exam, question, section, write_exam

MEGABYTE = 2**20


def import_whole(path: Path, limits: Limits | None = None) -> PaperDraft:
    return import_apart(ImportOrder(str(path), "paper1"), limits)


def test_a_draft_arrives_as_it_was_made_with_its_sounds_and_keys(tmp_path: Path) -> None:
    sounds = '<e:audio src="a.ogg" times="1"/>'
    path = write_exam(tmp_path, exam(section(question(sounds + choices(3, 1, 0)))), a=300)
    assert import_whole(path) == import_paper(path, "paper1")


def test_progress_is_told_for_each_question(tmp_path: Path) -> None:
    path = tmp_path / "a.gift"
    path.write_text("A{T}\n\nB{F}\n\nC{T}", encoding="utf-8")
    told: list[tuple[int, int]] = []
    import_apart(ImportOrder(str(path), "paper1"), progress=lambda done, of: told.append((done, of)))
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_a_refusal_arrives_with_its_code_and_what_became_of_each_question(tmp_path: Path) -> None:
    path = tmp_path / "a.gift"
    path.write_text("A{~b ~c}", encoding="utf-8")
    with pytest.raises(NothingTakenError) as refused:
        import_whole(path)
    assert refused.value.code == "KEY_MISSING"
    (verdict,) = refused.value.verdicts
    assert verdict.place.startswith("line 1")


def test_ctrl_c_ends_the_process_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.gift"
    path.write_text("A{T}\n\nB{F}", encoding="utf-8")
    started: list[subprocess.Popen[bytes]] = []

    class Remembered(subprocess.Popen[bytes]):
        def __init__(self, *words: Any, **more: Any) -> None:
            super().__init__(*words, **more)
            started.append(self)

    def interrupt(_done: int, _of: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("examserver.importers.apart.parent.subprocess.Popen", Remembered)
    with pytest.raises(KeyboardInterrupt):
        import_apart(ImportOrder(str(path), "paper1"), progress=interrupt)
    (process,) = started
    assert process.returncode is not None


def test_the_process_ends_when_its_parent_is_gone(tmp_path: Path) -> None:
    path = tmp_path / "a.gift"
    path.write_text("A{T}\n\n" * 3000, encoding="utf-8")
    command = [sys.executable, "-m", "examserver.importers.apart.child"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        send(process.stdin, ImportOrder(str(path), "paper1"))
        assert process.stdout.read(1), "it has begun"
        process.stdin.close()
        process.stdout.read()
    assert process.returncode == 1


@pytest.fixture
def child_that(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """Let the importing process do something else than read the paper; gives the paper."""
    folder = tmp_path / "program"
    folder.mkdir()
    monkeypatch.setenv("PYTHONPATH", str(folder), prepend=os.pathsep)
    monkeypatch.setattr(parent, "_CHILD", "child_with_a_bug")
    path = tmp_path / "a.gift"
    path.write_text("A{T}", encoding="utf-8")

    def child(does: str) -> Path:
        program = f"""
            import examserver.importers.apart.child as child

            def instead(*_):
                {does}

            child.import_paper = instead
            child.main()
        """
        (folder / "child_with_a_bug.py").write_text(dedent(program), encoding="utf-8")
        return path

    return child


def test_what_breaks_the_importer_itself_is_a_sentence_for_people_and_a_trace_for_the_log(
    child_that: Callable[[str], Path], caplog: pytest.LogCaptureFixture
) -> None:
    path = child_that("raise ZeroDivisionError('a bug of ours')")
    with pytest.raises(PaperFileError) as refused:
        import_whole(path)
    assert refused.value.code == "IMPORT_FAILED"
    assert refused.value.title.startswith("“a.gift” ")
    assert "ZeroDivisionError" not in refused.value.title + refused.value.advice
    assert "ZeroDivisionError: a bug of ours" in caplog.text


def test_the_importing_process_itself_is_held_before_it_reads_the_paper(
    tmp_path: Path, child_that: Callable[[str], Path], caplog: pytest.LogCaptureFixture
) -> None:
    secret = tmp_path / "secret"
    secret.write_text("keys", encoding="utf-8")
    path = child_that(f"open({str(secret)!r}, 'rb').read()")
    with pytest.raises(PaperFileError) as refused:
        import_whole(path)
    assert refused.value.code == "IMPORT_FAILED"
    assert f"ForbiddenError: an import may not read {secret}" in caplog.text


def test_an_import_that_takes_too_long_is_ended(tmp_path: Path) -> None:
    path = tmp_path / "a.gift"
    path.write_text("A{T}", encoding="utf-8")
    with pytest.raises(PaperFileError) as refused:
        import_whole(path, Limits(seconds=0))
    assert refused.value.code == "IMPORT_TIME"
    assert "longer than 0 seconds" in refused.value.title


@pytest.mark.skipif(sys.platform == "win32", reason="a job object holds the process there")
def test_an_import_that_wants_too_much_memory_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "paper.json"
    paper = {"format": "examclient-paper", "version": 1, "sections": [], "title": "a" * 60 * MEGABYTE}
    path.write_text(json.dumps(paper), encoding="utf-8")
    with pytest.raises(PaperFileError) as refused:
        import_whole(path, Limits(memory=260 * MEGABYTE))
    assert refused.value.code == "IMPORT_MEMORY"


@pytest.mark.parametrize(
    "attempt",
    [
        "import socket; socket.create_connection(('127.0.0.1', 9))",
        "import urllib.request; urllib.request.urlopen('http://127.0.0.1:9/')",
        "import subprocess; subprocess.run(['true'])",
        "import os; os.system('true')",
        "open({secret!r}).read()",
        "open({paper!r} + '/../secret').read()",
        "open({paper!r}, 'a')",
        "import os; os.open({secret!r} + '.new', os.O_CREAT | os.O_WRONLY)",
        "import os; os.remove({secret!r})",
        "import os; os.rename({secret!r}, {paper!r})",
    ],
    ids=lambda code: code.split(";")[-1].strip(),
)
def test_the_process_touches_nothing_but_the_paper(tmp_path: Path, attempt: str) -> None:
    paper, secret = tmp_path / "paper", tmp_path / "secret"
    paper.write_text("questions", encoding="utf-8")
    secret.write_text("keys", encoding="utf-8")
    program = f"""
        from pathlib import Path
        from examserver.importers.apart.guard import ForbiddenError, only_read
        paper, secret = Path({str(paper)!r}), Path({str(secret)!r})
        only_read(paper)
        assert paper.read_text() == "questions"
        try:
            {attempt.format(paper=str(paper), secret=str(secret))}
        except (ForbiddenError, OSError) as error:
            cause = error if isinstance(error, ForbiddenError) else getattr(error, "reason", None)
            print("kept" if isinstance(cause, ForbiddenError) else repr(error))
    """
    run = subprocess.run([sys.executable, "-c", dedent(program)], capture_output=True, text=True, check=False)
    assert (run.stdout, run.stderr) == ("kept\n", "")
    assert secret.read_text(encoding="utf-8") == "keys"


def test_what_an_exam_needs_beside_it_is_read_by_the_process_too(tmp_path: Path) -> None:
    path = write_exam(tmp_path, exam(section(question('<e:audio src="a.ogg"/>' + choices(1, 0)))), a=200)
    assert len(questions_of(import_whole(path).paper)) == 1
    assert len(import_whole(tmp_path).sounds) == 1
