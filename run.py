"""The project's one command: sets everything up by itself, then runs what it was asked for.

Rule: standard library only, since nothing else is there yet. `.venv/set-up` says what was set up; one that
was interrupted leaves the word "unfinished" there, and the next run begins it anew.
"""

import ctypes
import hashlib
import importlib
import os
import shutil
import subprocess
import sys
import time
from collections import deque
from importlib.util import find_spec
from pathlib import Path
from subprocess import DEVNULL, PIPE, STDOUT, Popen

if sys.platform != "win32":
    import fcntl

if not (3, 11) <= sys.version_info[:2] <= (3, 13) or sys.maxsize < 2**32:
    sys.exit(
        f"ExamClient needs the 64-bit Python 3.11, 3.12 or 3.13; this is {sys.version.split()[0]}"
        f"{'' if sys.maxsize > 2**32 else ' for 32 bits'}.\n"
        "Start run.py with one of those, for example python3.13 run.py (on Windows: py -3.13 run.py)."
    )

ROOT = Path(__file__).resolve().parent
LOCK = ROOT / "requirements.lock"
SOURCES = ("protocol", "client", "server", "demo")
WINDOWS = os.name == "nt"
PYTHON_3_X = f"python3.{sys.version_info[1]}"
BASE_PYTHON = str(getattr(sys, "_base_executable", sys.executable))  # this one may stand in an environment

ENVIRONMENT = ROOT / ".venv"
PYTHON = ENVIRONMENT / ("Scripts/python.exe" if WINDOWS else "bin/python")
PACKAGES = ENVIRONMENT / ("Lib/site-packages" if WINDOWS else f"lib/{PYTHON_3_X}/site-packages")
STAMP = ENVIRONMENT / "set-up"
UNFINISHED = "unfinished"

# What Qt's widgets, pictures, network, and xcb and offscreen platforms load from the system, and the Debian
# packages of it. The other libraries that ldd names (fonts, X, the rest of xcb) come with these.
QT_LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
# What the web view loads besides. No part of the product has one: `bench start` and `bench open` are measured
# against it.
WEB_VIEW_LIBRARIES = {
    "libXcomposite.so.1": "libxcomposite1",
    "libXdamage.so.1": "libxdamage1",
    "libXi.so.6": "libxi6",
    "libXrandr.so.2": "libxrandr2",
    "libXtst.so.6": "libxtst6",
    "libasound.so.2": "libasound2",
    "libatomic.so.1": "libatomic1",
    "libnss3.so": "libnss3",
    "libxkbfile.so.1": "libxkbfile1",
}
# A program by which system calls are made to fail, and the Debian package that brings it.
FAULT_PROGRAMS = {"strace": "strace"}
# A browser for the service's web page, and the program by which tests drive it.
BROWSER = {"chromium": "chromium", "chromedriver": "chromium-driver"}
# What a service with several web machines stands on: the database, and what chooses among the machines.
SEVERAL_MACHINES = {"pg_createcluster": "postgresql", "haproxy": "haproxy", "nginx": "nginx-light"}
# What `test --full` needs besides, and where a program that is not ours is locked that opens our files.
FULL_TEST_PROGRAMS = {
    "Xvfb": "xvfb",
    "openbox": "openbox",
    "xdotool": "xdotool",
    "xprop": "x11-utils",
    "dbus-daemon": "dbus-daemon",
    "dbus-monitor": "dbus-bin",
    "node": "nodejs",
    "npm": "npm",
    **BROWSER,
    **FAULT_PROGRAMS,
    **SEVERAL_MACHINES,
}
# What a video loads, which only a full run draws.
VIDEO_LIBRARIES = {"libpulse.so.0": "libpulse0"}
OTHER_HANDS = ROOT / "tests" / "other_hands"
# A full run keeps every processor busy; the tests of one file stay together: what they share is made once.
SIDE_BY_SIDE = ["-n", "auto", "--dist", "loadfile"]
# What packs, reads and signs the installer, and checks python.org's signatures.
INSTALLER_PROGRAMS = {"wixl": "wixl", "msibuild": "msitools", "osslsigncode": "osslsigncode"}
# What single trials need besides.
TRIAL_NEEDS = {
    "benchmarks.start": WEB_VIEW_LIBRARIES,
    "benchmarks.open_paper": WEB_VIEW_LIBRARIES,
    "soak.faults": FAULT_PROGRAMS,
}

# Trials whose name is a word of Python's own, and the module of each.
TRIAL_NAMES = {"import": "import_papers", "open": "open_paper"}

TRY_QT = "from PySide6.QtWidgets import QApplication; QApplication(['', '-platform', 'offscreen'])"

CHECKS = {
    "format": ["ruff", "format", "--check", "."],
    "lint": ["ruff", "check", "."],
    "types": ["mypy"],
    "tests": ["pytest"],
}
USAGE = f"""usage: {"py" if WINDOWS else "python3"} run.py COMMAND [arguments]

  demo [--auto] [--paper FILE] [--out DIR]   an exam on this machine, from login to receipt
  test [--full] [pytest's arguments]         the tests; --full: all of them, none may be skipped
  check [--no-tests]                         format, lint, types and tests; --no-tests: if they just ran
  bench NAME [--json FILE]                   a measurement of benchmarks/
  soak NAME [--json FILE] [--seconds N]      a long-running trial of soak/ (powercut: --cuts N)
  msi --out DIR                              the installer for Windows; more with --help
  examserver, examclient ...                 the programs themselves, each with --help"""


def main(arguments: list[str]) -> int:
    """Run one command and return its exit code; 2 means that there is no such command."""
    if not arguments or arguments[0] in ("-h", "--help", "help"):
        print(USAGE)
        return 0 if arguments else 2
    word, rest = arguments[0], arguments[1:]
    if word == "test":
        return run_tests(rest)
    if word == "check":
        return run_checks(rest)
    if word in ("bench", "soak"):
        return run_trial("benchmarks" if word == "bench" else "soak", rest)
    if word == "msi":
        return build_installer(rest)
    return run_module("examdemo" if word == "demo" else word, rest)


# -- the commands


def run_tests(arguments: list[str]) -> int:
    """Run pytest; with `--full` after installing what every test needs, and with no test skipped."""
    prepare()
    if "--full" in arguments:
        chosen = [word for word in arguments if word != "--full"]
        arguments = ["-p", "tests.plugins.no_skips", *SIDE_BY_SIDE, *chosen]
        need_system_packages(FULL_TEST_PROGRAMS | VIDEO_LIBRARIES | INSTALLER_PROGRAMS)
        install_node_packages()
        os.chdir(ROOT)
        step("Installing the compiler of the installer's program", [str(PYTHON), "-m", "installer.compiler"])
    go_offscreen()
    os.chdir(ROOT)
    return hand_over(["-m", "pytest", *arguments])


def run_checks(arguments: list[str]) -> int:
    """Run every check, also after one has failed, and close with one line that names the failed ones."""
    if arguments not in ([], ["--no-tests"]):
        return complain("check takes only --no-tests; run single tests with: test ARGUMENTS")
    prepare()
    go_offscreen()
    start, results = time.monotonic(), {}
    for name, command in CHECKS.items():
        if name == "tests" and arguments:
            continue
        print(f"== {name}: {' '.join(command)}", flush=True)
        results[name] = subprocess.call([PYTHON, "-m", *command], cwd=ROOT) == 0
    summary = ", ".join(f"{name} {'passed' if good else 'FAILED'}" for name, good in results.items())
    print(f"check: {summary} ({time.monotonic() - start:.0f} s)")
    return 0 if all(results.values()) else 1


def run_trial(folder: str, arguments: list[str]) -> int:
    """Run a module of `benchmarks` or `soak` that is made to be run."""
    files = sorted((ROOT / folder).glob("*.py"))
    names = [file.stem for file in files if '__name__ == "__main__"' in file.read_text(encoding="utf-8")]
    name = TRIAL_NAMES.get(arguments[0], arguments[0]) if arguments else ""
    if name not in names:
        return complain(f"{folder}/ has {', '.join(names) or 'nothing to run yet'}.")
    prepare()
    need_system_packages(TRIAL_NEEDS.get(f"{folder}.{name}", {}))
    go_offscreen()
    os.environ["PYTHONPATH"] = str(ROOT)
    return hand_over(["-m", f"{folder}.{name}", *arguments[1:]])


def build_installer(arguments: list[str]) -> int:
    """Run the module that builds the installer, after installing what it packs with."""
    prepare()
    need_system_packages(INSTALLER_PROGRAMS)
    os.environ["PYTHONPATH"] = str(ROOT)
    return hand_over(["-m", "installer", *arguments])


def run_module(name: str, arguments: list[str]) -> int:
    """Run one of the project's own programs, in the folder that the person is in."""
    if name not in modules():
        return complain(f"There is no command {name!r}.\n\n{USAGE}")
    prepare()
    return hand_over(["-m", name, *arguments])


def modules() -> list[str]:
    return sorted(file.parent.name for source in SOURCES for file in (ROOT / source).glob("*/__main__.py"))


# -- setting up


def prepare() -> None:
    """See to it that environment, packages and system libraries are there; at once if they were before."""
    if not is_set_up():
        with Path(__file__).open(encoding="utf-8") as file:
            if sys.platform != "win32":
                fcntl.flock(file, fcntl.LOCK_EX)  # two first runs at once: the second waits for the first
            if not is_set_up():
                set_up()


def is_set_up() -> bool:
    return PYTHON.exists() and read_stamp() == fingerprint()


def set_up() -> None:
    """Go through all steps, those that are done already in a moment; the stamp is written last."""
    anew = read_stamp() == UNFINISHED or not (PYTHON.exists() and PACKAGES.is_dir())
    maker = find_spec("venv") and (find_spec("ensurepip") or find_spec("pip"))
    needed = {"ensurepip": f"{PYTHON_3_X}-venv"} if anew and not maker else {}
    need_system_packages(needed | QT_LIBRARIES)
    if anew:
        make_environment()
    STAMP.write_text(UNFINISHED, encoding="utf-8")
    install_packages()
    lines = [os.path.relpath(ROOT / source, PACKAGES) for source in SOURCES]
    (PACKAGES / "exam.pth").write_text("\n".join(lines) + "\n", encoding="utf-8")
    step("Trying Qt", [str(PYTHON), "-c", TRY_QT])
    STAMP.write_text(fingerprint(), encoding="utf-8")


def read_stamp() -> str:
    return STAMP.read_text(encoding="utf-8") if STAMP.exists() else ""


def fingerprint() -> str:
    """What the set-up depends on: the locked packages, the version of Python, and this file itself."""
    digest = hashlib.sha256(LOCK.read_bytes())
    digest.update(Path(__file__).read_bytes())
    return f"{PYTHON_3_X} {digest.hexdigest()}"


def make_environment() -> None:
    """An empty environment, with a pip of its own where Python brings one along."""
    if ENVIRONMENT.exists():
        shutil.rmtree(ENVIRONMENT)
    ENVIRONMENT.mkdir()
    STAMP.write_text(UNFINISHED, encoding="utf-8")
    without_pip = [] if find_spec("ensurepip") else ["--without-pip"]
    step("Making the environment in .venv", [BASE_PYTHON, "-m", "venv", *without_pip, str(ENVIRONMENT)])


def install_packages() -> None:
    """The locked packages and nothing else, by the environment's pip or else by the machine's."""
    own = [str(PYTHON), "-m", "pip"]
    pip = own if (PACKAGES / "pip").is_dir() else [BASE_PYTHON, "-m", "pip", "--python", str(PYTHON)]
    options = ["--no-input", "--disable-pip-version-check", "--require-hashes", "--only-binary", ":all:"]
    command = [*pip, "install", *options, "-r", str(LOCK)]
    step("Installing the locked packages (about 300 MB the first time)", command)


def install_node_packages() -> None:
    """The locked packages of OTHER_HANDS, by their hashes; installing runs nothing of theirs."""
    locked = hashlib.sha256((OTHER_HANDS / "package-lock.json").read_bytes()).hexdigest()
    done = OTHER_HANDS / "node_modules" / "set-up"
    if done.exists() and done.read_text(encoding="utf-8") == locked:
        return
    npm = shutil.which("npm")
    if npm is None:
        sys.exit("A full test run needs Node.js 18 or later with npm.\nInstall that, then run it again.")
    options = ["--ignore-scripts", "--no-audit", "--no-fund"]
    step("Installing a JOSE library of other people", [npm, "--prefix", str(OTHER_HANDS), "ci", *options])
    done.write_text(locked, encoding="utf-8")


def need_system_packages(packages: dict[str, str]) -> None:
    """Install the Debian packages of what is not here, or say exactly what to install; Linux only."""
    missing = [name for name in packages if not is_here(name)]
    if not missing or sys.platform != "linux":
        return
    names = " ".join(packages[name] for name in missing)
    if shutil.which("apt-get") is None:
        sys.exit(f"This machine lacks {', '.join(missing)}.\nInstall that, then run the same command again.")
    if os.geteuid() != 0:
        sys.exit(f"First run\n\n  sudo apt-get install {names}\n\nand then the same command again.")
    os.environ["DEBIAN_FRONTEND"] = "noninteractive"
    step("Reading the list of system packages", ["apt-get", "update"], may_fail=True)
    install = ["apt-get", "install", "--yes", "--no-install-recommends", *names.split()]
    step(f"Installing system packages: {names}", install)
    importlib.invalidate_caches()


def is_here(name: str) -> bool:
    """Whether a shared library, a module of this Python or a program is on this machine."""
    if ".so" not in name:
        return bool(find_spec(name) or shutil.which(name) or shutil.which(name, path="/usr/sbin"))
    try:
        return bool(ctypes.CDLL(name))
    except OSError:
        return False


def step(what: str, command: list[str], *, may_fail: bool = False) -> None:
    """Run one step of the set-up under one line of text; its own output is shown only if it fails."""
    print(f"{what} ...", flush=True)
    tail: deque[str] = deque(maxlen=40)
    with Popen(command, stdin=DEVNULL, stdout=PIPE, stderr=STDOUT, text=True, errors="replace") as process:
        for line in process.stdout or ():
            tail.append(line)
            show_life(line)
    show_life("")
    if process.returncode and not may_fail:
        sys.exit(f"{''.join(tail)}\nThis did not work: {what}.\nRun the same command again once it can.")


def show_life(line: str) -> None:
    """On a terminal, show what pip or apt-get is at, in one line that the next one replaces."""
    signs = ("Collecting", "Downloading", "Installing", "Get:", "Unpacking", "Setting up")
    if sys.stdout.isatty() and (not line or line.lstrip().startswith(signs)):
        print(f"\r{'  ' + line.strip()[:70]:<72}\r", end="", flush=True)


def go_offscreen() -> None:
    if sys.platform == "linux" and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def complain(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 2


def hand_over(arguments: list[str]) -> int:
    """Become the environment's Python; on Windows, where that breaks the console, wait for it instead."""
    command = [str(PYTHON), *arguments]
    if not WINDOWS:
        os.execv(command[0], command)  # noqa: S606  (no shell is what is wanted)
    process = Popen(command)
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            continue  # the program has had the Ctrl-C as well, and ends in its own time


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        print("\nStopped. The same command goes on from here.", file=sys.stderr)
        sys.exit(130)
    except OSError as error:
        sys.exit(f"{error}\nThe set-up could not go on. When the cause is gone, run the same command again.")
