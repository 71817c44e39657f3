"""The real parts of the installed folder, fetched once, and the folder that is made of them."""

import shutil
from pathlib import Path

import pytest

from installer.bytecode import compiler
from installer.errors import BuildError
from installer.sources import Sources, gather
from installer.tree import ROOT, build_tree

DOWNLOADS = ROOT / "build" / "msi"


@pytest.fixture(scope="session")
def sources(request: pytest.FixtureRequest) -> Sources:
    """The parts; only a full run fetches what is not there."""
    is_full = request.config.pluginmanager.has_plugin("tests.plugins.no_skips")
    if not is_full and not (DOWNLOADS / "wheels").is_dir():
        pytest.skip("the parts (260 MB) are fetched by `run.py msi` and `run.py test --full`")
    if shutil.which("osslsigncode") is None:
        pytest.skip("osslsigncode is installed by `run.py msi`")
    return gather(DOWNLOADS)


@pytest.fixture(scope="session")
def tree(sources: Sources, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder as it is installed, without the launcher."""
    try:
        compiler()
    except BuildError as error:
        pytest.skip(str(error))
    folder = tmp_path_factory.mktemp("installed") / "ExamClient"
    build_tree(folder, sources)
    return folder
