"""The demo: an exam site on this machine, a cable that can be pulled, and the client.

python3 run.py demo              the client in a window; one key in the terminal pulls the cable
python3 run.py demo --auto       a candidate who plays by himself, without a screen
python3 run.py demo --auto --fail-submit     the same, and the network does not come back
"""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from examclient.__main__ import prepare_environment, print_everything
from examclient.environment import keep_platform
from examdemo.cable import Cable
from examdemo.site import SAMPLE_PAPER, DemoError, DemoSite, Plan
from examdemo.station import Look, has_a_screen


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the demo; returns 0 if it went well."""
    print_everything()
    options = _parse(arguments)
    if not options.auto and not has_a_screen():
        print("There is no display here, so a candidate plays by himself (--auto).\n")
        options.auto = True
    try:
        with ExitStack() as stack:
            return _run(options, stack)
    except DemoError as error:
        print(f"\nThe demo cannot go on.\n{error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped.")
        return 130


def _run(options: argparse.Namespace, stack: ExitStack) -> int:
    out = _folder(options, stack)
    plan = Plan(paper=options.paper, seconds_to_start=options.seconds_to_start, outside=options.outside)
    print(f"Setting up an exam site in {out} ...")
    site = DemoSite(out / "site")
    said = site.set_up(plan)
    print("\n".join(f"  {line}" for line in said.splitlines()[:12]))
    site.begin(plan)
    stack.callback(site.stop)
    cable = Cable(site.port)
    cable.start()
    stack.callback(cable.stop)
    keep_platform()
    prepare_environment(0)
    look = Look(options.lang, *options.size)
    if options.auto:
        from examdemo.auto import Scene, play  # noqa: PLC0415 - Qt only after its environment is set

        return play(Scene(site, cable, out), look, fails=options.fail_submit)
    from examdemo.by_hand import sit  # noqa: PLC0415 - see above

    return sit(site, cable, out, look)


def _folder(options: argparse.Namespace, stack: ExitStack) -> Path:
    if options.out is not None:
        out = Path(options.out).resolve()
        out.mkdir(parents=True, exist_ok=True)
        return out
    return Path(stack.enter_context(_temporary_folder()))


def _temporary_folder() -> "tempfile.TemporaryDirectory[str]":
    """Windows keeps the files of a process that was ended for a moment longer, so some may have to stay."""
    return tempfile.TemporaryDirectory(prefix="examclient-demo-", ignore_cleanup_errors=True)


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="run.py demo", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--auto", action="store_true", help="a candidate plays by himself, without a screen")
    parser.add_argument(
        "--outside",
        action="store_true",
        help="begin where the site has not registered this machine's address",
    )
    parser.add_argument(
        "--fail-submit",
        action="store_true",
        help="with --auto: handing in fails, and the answers are carried to the site on a stick",
    )
    parser.add_argument("--paper", type=_paper, default=SAMPLE_PAPER, metavar="FILE", help="another paper")
    parser.add_argument("--out", metavar="DIR", help="keep report.json, screenshots and the site here")
    parser.add_argument("--lang", choices=("zh_CN", "en"), default="zh_CN", help="the client's language")
    parser.add_argument("--size", type=_size, default=(1366, 768), metavar="WxH", help="the window's size")
    parser.add_argument("--seconds-to-start", type=int, default=15, metavar="N", help="until the exam begins")
    return parser.parse_args(arguments)


def _paper(text: str) -> Path:
    path = Path(text).resolve()
    if not path.exists():
        raise argparse.ArgumentTypeError(f"there is no file or folder {text}")
    return path


def _size(text: str) -> tuple[int, int]:
    try:
        width, height = (int(number) for number in text.lower().split("x"))
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text} is not a size such as 1366x768") from None
    return width, height


if __name__ == "__main__":
    sys.exit(main())
