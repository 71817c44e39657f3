"""The steps of the drawing levels: a start at level 2 that fails is not tried again."""

import json

from installer.verify.desktop import until
from installer.verify.scene import Scene, require
from installer.verify.table import Table

TRIALS = "drawing.json"


def draw(table: Table, scene: Scene) -> None:
    """Level 0 as it was installed; then an admin sets 2, and the first start with it ends in a power cut."""
    table.step("level 0", "drawn by software", lambda: _as_installed(scene))
    table.step("level 2, start cut short", "the mark of the start is on the disk", lambda: _cut_short(scene))
    table.step("start after it", "level 2 asked for, 0 used, and it says so", lambda: _falls_back(scene))
    table.step("level 0 again", "forgotten", lambda: _forgotten(scene))


def _as_installed(scene: Scene) -> str:
    words = "drawing level 0 requested, 0 used"
    return require(words in scene.program.logged(), words)


def _cut_short(scene: Scene) -> str:
    scene.power_off()
    scene.program.set("OpenGL", "Level", "2")
    mark = scene.program.data / TRIALS
    mark.unlink(missing_ok=True)
    scene.start_client()
    until(mark.exists, f"{TRIALS} in the data folder")
    scene.power_off()
    return mark.read_text(encoding="utf-8")


def _falls_back(scene: Scene) -> str:
    scene.start_client()
    until(lambda: "drawing level 2 requested, 0 used" in scene.program.logged(), "the fall-back in the log")
    scene.candidate.wait_for_a_page()
    scene.desk.take("level-2-fell-back")
    done = scene.program.run("--self-check", "--json")
    found = json.loads(done.out)
    (row,) = [one for one in found["results"] if one["check"] == "drawing"]
    scene.power_off()
    return require(row["facts"]["requested"] == 2 and row["facts"]["effective"] == 0, row["said"])


def _forgotten(scene: Scene) -> str:
    scene.program.set("OpenGL", "Level", "0")
    found = json.loads(scene.program.run("--self-check", "--json").out)
    return require(found["level_requested"] == 0 == found["level_effective"], "level 0 asked for and used")
