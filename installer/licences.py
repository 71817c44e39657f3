"""The folder `licenses`: under which terms everything that is shipped may be passed on."""

import shutil
from pathlib import Path

from installer.sources import Sources
from installer.wheels import licences_in, project_of

OURS = Path(__file__).resolve().parent / "licenses"
"""What no part brings along: an overview, and the texts of the GNU licences that Qt and FFmpeg come under."""

OF_QT = ("pyside6-addons", "pyside6-essentials", "shiboken6")
"""Their wheels hold only a word on the commercial licence, which is not the one that is made use of."""

OF_FONTS = {
    "NotoSansSC.txt": "OFL.txt",
    "CharisSIL.txt": "OFL-CharisSIL.txt",
    "STIXTwoMath.txt": "OFL-STIXTwoMath.txt",
}
"""What a font's licence is called in the folder, and in `resources/fonts`."""


def lay_licences(folder: Path, sources: Sources, project: Path) -> None:
    """Fill `folder`; raises BuildError for a package that brings no licence and is not one of Qt's."""
    shutil.copytree(OURS, folder)
    shutil.copyfile(project / "LICENSE", folder / "ExamClient.txt")
    for name, licence in OF_FONTS.items():
        shutil.copyfile(project / "resources" / "fonts" / licence, folder / name)
    shutil.copyfile(sources.python / "LICENSE.txt", folder / "Python.txt")
    for wheel in sources.wheels:
        name = project_of(wheel)
        if name not in OF_QT:
            for file in licences_in(wheel):
                target = folder / name / file.name.partition(".dist-info/licenses/")[2]
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(file.data)
