"""The set-up: what is asked for is locked, a second run sets nothing up, and a full run skips nothing."""

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import run

ROOT = run.ROOT
LOCK = run.LOCK.read_text(encoding="utf-8")
LOCKED = re.findall(r"^([a-z0-9.-]+)==.+\\\n +--hash=sha256:", LOCK, re.MULTILINE)


def asked_for() -> list[str]:
    """The packages that pyproject.toml names, as the lock file spells them."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lists = [project["dependencies"], *project["optional-dependencies"].values()]
    names = {re.split(r"[^\w.-]", wish)[0] for wishes in lists for wish in wishes}
    return sorted(name.lower().replace("_", "-") for name in names)


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout with no packages to install: its set-up is real, only shorter."""
    for name in ("LOCK", "ENVIRONMENT", "PYTHON", "PACKAGES", "STAMP", "ROOT"):
        monkeypatch.setattr(run, name, tmp_path / getattr(run, name).relative_to(ROOT))
    monkeypatch.setattr(run, "TRY_QT", "")
    run.LOCK.write_text("# nothing\n", encoding="utf-8")
    for source in run.SOURCES:
        (tmp_path / source).mkdir()
    return tmp_path


@pytest.mark.parametrize("package", asked_for())
def test_every_package_that_the_project_asks_for_is_locked(package: str) -> None:
    assert package in LOCKED


def test_every_locked_package_has_its_hashes_and_no_address() -> None:
    assert len(LOCKED) == len(re.findall(r"^[^\s#]", LOCK, re.MULTILINE))
    assert not re.search("://|--index-url|--find-links", LOCK)


def test_the_first_run_sets_everything_up_and_the_second_nothing(
    checkout: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    run.prepare()
    assert "Making the environment" in capfd.readouterr().out
    path = subprocess.check_output([run.PYTHON, "-c", "import sys; print(*sys.path, sep='\\n')"], text=True)
    assert {str(checkout / source) for source in run.SOURCES} <= set(path.splitlines())
    run.prepare()
    assert capfd.readouterr().out == ""


def test_a_set_up_that_was_interrupted_is_begun_anew(checkout: Path) -> None:
    run.PACKAGES.mkdir(parents=True)
    (run.PACKAGES / "half_a_package.py").touch()
    run.STAMP.write_text(run.UNFINISHED, encoding="utf-8")
    run.prepare()
    assert run.is_set_up()
    assert not (run.PACKAGES / "half_a_package.py").exists()


def test_whoever_may_not_install_libraries_is_told_the_exact_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(os, "geteuid", lambda: 1000, raising=False)
    monkeypatch.setattr(shutil, "which", lambda _program: "/usr/bin/apt-get")
    with pytest.raises(SystemExit, match="sudo apt-get install libnot9\n"):
        run.need_system_packages({"libnot-there.so.9": "libnot9"})


@pytest.mark.parametrize("words", [[], ["nonsense"], ["bench", "nonsense"], ["soak"], ["check", "nonsense"]])
def test_a_command_that_does_not_exist_is_answered_with_what_there_is(words: list[str]) -> None:
    assert run.main(words) == 2


def test_the_soaks_that_there_are_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert run.main(["soak", "nonsense"]) == 2
    assert capsys.readouterr().err == "soak/ has chaos, faults, outage, powercut, stampede.\n"


@pytest.mark.parametrize(("words", "are_run"), [([], True), (["--no-tests"], False)])
def test_the_checks_run_the_tests_unless_told_that_they_have_just_run(
    monkeypatch: pytest.MonkeyPatch, words: list[str], are_run: bool
) -> None:
    seen: list[str] = []

    def call(command: list[str], **_: object) -> int:
        seen.append(command[2])
        return 0

    monkeypatch.setattr(run, "prepare", lambda: None)
    monkeypatch.setattr(subprocess, "call", call)
    assert run.main(["check", *words]) == 0
    assert seen == ["ruff", "ruff", "mypy"] + ["pytest"] * are_run


def test_a_soak_gets_its_options_and_finds_the_checkout_from_any_folder(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    handed: list[list[str]] = []

    def hand_over(words: list[str]) -> int:
        handed.append(words)
        return 0

    monkeypatch.setenv("PYTHONPATH", "elsewhere")
    monkeypatch.setattr(run, "prepare", lambda: None)
    monkeypatch.setattr(run, "hand_over", hand_over)
    assert run.main(["soak", "chaos", "--json", "figures.json", "--seconds", "5"]) == 0
    assert handed == [["-m", "soak.chaos", "--json", "figures.json", "--seconds", "5"]]
    assert os.environ["PYTHONPATH"] == str(ROOT)


def test_whoever_may_not_install_what_a_soak_needs_is_told_the_exact_command(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(os, "geteuid", lambda: 1000, raising=False)
    monkeypatch.setattr(run, "prepare", lambda: None)
    monkeypatch.setattr(run, "is_here", lambda _name: False)
    monkeypatch.setattr(shutil, "which", lambda _program: "/usr/bin/apt-get")
    with pytest.raises(SystemExit, match="sudo apt-get install strace\n"):
        run.main(["soak", "faults"])


def test_the_installer_is_built_with_what_packs_it_installed_before(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[object] = []

    def hand_over(words: list[str]) -> int:
        done.append(words)
        return 0

    monkeypatch.setenv("PYTHONPATH", "elsewhere")
    monkeypatch.setattr(run, "prepare", lambda: None)
    monkeypatch.setattr(run, "need_system_packages", lambda packages: done.append(sorted(packages.values())))
    monkeypatch.setattr(run, "hand_over", hand_over)
    assert run.main(["msi", "--out", "dist"]) == 0
    assert done == [["msitools", "osslsigncode", "wixl"], ["-m", "installer", "--out", "dist"]]
    assert os.environ["PYTHONPATH"] == str(ROOT)


def test_other_peoples_packages_are_locked_by_hash_without_an_address() -> None:
    text = (run.OTHER_HANDS / "package-lock.json").read_text(encoding="utf-8")
    packages = json.loads(text)["packages"]
    assert all(one["integrity"].startswith("sha512-") for name, one in packages.items() if name)
    assert not any("resolved" in one for one in packages.values())


def test_other_peoples_packages_are_installed_once_and_by_nothing_but_the_lock(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    shutil.copy(run.OTHER_HANDS / "package-lock.json", tmp_path)
    asked: list[list[str]] = []

    def install(_what: str, command: list[str]) -> None:
        asked.append(command)
        (tmp_path / "node_modules").mkdir()

    monkeypatch.setattr(run, "OTHER_HANDS", tmp_path)
    monkeypatch.setattr(run, "step", install)
    monkeypatch.setattr(shutil, "which", lambda program: f"/usr/bin/{program}")
    run.install_node_packages()
    run.install_node_packages()
    assert asked == [
        ["/usr/bin/npm", "--prefix", str(tmp_path), "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    ]


SKIPPED = "import pytest\n\n@pytest.mark.skip(reason='no time')\ndef test_a(): pass\n"
FILE_SKIPPED = "import pytest\n\npytest.skip('no time', allow_module_level=True)\n"
PASSED = "def test_a(): pass\n"


@pytest.mark.parametrize(("story", "good"), [(SKIPPED, False), (FILE_SKIPPED, False), (PASSED, True)])
def test_a_full_run_fails_on_a_skipped_test_and_on_nothing_else(
    tmp_path: Path, story: str, good: bool
) -> None:
    (tmp_path / "test_story.py").write_text(story, encoding="utf-8")
    (tmp_path / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-p", "tests.plugins.no_skips", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode == 0) == good
    assert ("A full run skips nothing. Skipped: no time" not in done.stdout) == good
