"""What goes into the installed folder, by list of what the client uses.

Rule: a pattern that finds nothing is an error: so no new version of a package outgrows its list unnoticed.
In patterns `*` stands for any letters, the slash included.
"""

PYTHON_FILES = (
    "python313.dll",
    "python3.dll",
    "python313.zip",
    "libcrypto-3.dll",
    "libffi-8.dll",
    "libssl-3.dll",
    "sqlite3.dll",
    "_ctypes.pyd",
    "_decimal.pyd",
    "_elementtree.pyd",
    "_hashlib.pyd",
    "_queue.pyd",
    "_socket.pyd",
    "_sqlite3.pyd",
    "_ssl.pyd",
    "_wmi.pyd",
    "pyexpat.pyd",
    "select.pyd",
    "unicodedata.pyd",
)
"""Left out: Python's own programs, and what nobody here imports: the modules of asyncio, multiprocessing,
time zones, sounds, bz2, lzma and uuid."""

VC_RUNTIME = (
    "vcruntime140.dll",
    "vcruntime140_1.dll",
    "msvcp140.dll",
    "msvcp140_1.dll",
    "msvcp140_2.dll",
)
"""Python and each of Qt's wheels bring copies of these: the newest goes beside the program, once."""

QT_MODULES = ("Core", "Gui", "Widgets", "Svg", "Network", "Multimedia", "PrintSupport")
QT_OF_ADDONS = "Multimedia"
QT_PLUGINS = (
    "platforms/qwindows.dll",
    "platforms/qoffscreen.dll",  # the self-check on a terminal, and trials without a screen
    "iconengines/qsvgicon.dll",
    "imageformats/qjpeg.dll",
    "imageformats/qsvg.dll",
)
"""Our style is Fusion, which is part of Widgets. Pictures are PNG, JPEG or SVG: the service makes one of the
first two of every other when a paper is imported, and Qt draws PNG by itself."""

ESSENTIALS = (
    "PySide6/__init__.py",
    "PySide6/_config.py",
    "PySide6/_git_pyside_version.py",
    "PySide6/support/__init__.py",
    "PySide6/support/deprecated.py",
    "PySide6/pyside6.abi3.dll",
    "PySide6/opengl32sw.dll",  # level 0 needs it: without it Qt takes the driver's OpenGL
    "PySide6/translations/qtbase_en.qm",
    "PySide6/translations/qtbase_zh_CN.qm",
    *(f"PySide6/Qt{name}.pyd" for name in QT_MODULES if name != QT_OF_ADDONS),
    *(f"PySide6/Qt6{name}.dll" for name in QT_MODULES if name != QT_OF_ADDONS),
    *(f"PySide6/plugins/{name}" for name in QT_PLUGINS),
)
ADDONS = (
    f"PySide6/Qt{QT_OF_ADDONS}.pyd",
    f"PySide6/Qt6{QT_OF_ADDONS}.dll",
    "PySide6/plugins/multimedia/ffmpegmediaplugin.dll",
    "PySide6/plugins/multimedia/windowsmediaplugin.dll",
    "PySide6/avcodec-*.dll",
    "PySide6/avformat-*.dll",
    "PySide6/avutil-*.dll",
    "PySide6/swresample-*.dll",
    "PySide6/swscale-*.dll",
)

TAKEN: dict[str, tuple[str, ...]] = {
    "certifi": ("certifi/*.py", "certifi/cacert.pem"),
    "cffi": ("_cffi_backend.*.pyd",),
    "charset-normalizer": ("charset_normalizer/*.py", "charset_normalizer/*.pyd"),
    "cryptography": ("cryptography/*.py", "cryptography/*.pyd"),
    "filelock": ("filelock/*.py",),
    "idna": ("idna/*.py",),
    "jwcrypto": ("jwcrypto/*.py",),
    "msgspec": ("msgspec/*.py", "msgspec/*.pyd"),
    "platformdirs": ("platformdirs/*.py",),
    "pycparser": (),  # what cffi reads C with while it is built
    "pyside6-addons": ADDONS,
    "pyside6-essentials": ESSENTIALS,
    "requests": ("requests/*.py",),
    "shiboken6": ("shiboken6/*.py", "shiboken6/Shiboken.pyd", "shiboken6/shiboken6.abi3.dll"),
    "typing-extensions": ("typing_extensions.py",),
    "urllib3": ("urllib3/*.py",),
}
"""For each wheel of the lock file the patterns of what is taken out of it."""

LEFT_OUT = ("jwcrypto/tests*", "urllib3/contrib/emscripten/*", "charset_normalizer/cli/*")
"""What the patterns would take along and nobody uses."""

LICENCES = "*.dist-info/licenses/*"
