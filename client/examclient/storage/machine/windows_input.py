"""Which languages can be typed on a Windows machine.

Source: GetKeyboardLayoutList (winuser.h): the low word of each is a language, whose low ten bits are 4 for
Chinese (winnt.h). Microsoft Pinyin and other input methods stand behind the language's entry.
"""

import ctypes
import sys

from examclient.domain.machine_facts import InputMethods

CHINESE, PRIMARY = 0x04, 0x3FF
LONGEST = 85
"""LOCALE_NAME_MAX_LENGTH."""


def input_methods() -> InputMethods:
    """The languages; raises OSError where this is no Windows."""
    if sys.platform != "win32":
        raise OSError("this is no Windows")
    user, kernel = ctypes.WinDLL("user32"), ctypes.WinDLL("kernel32")
    count = user.GetKeyboardLayoutList(0, None)
    layouts = (ctypes.c_void_p * max(count, 1))()
    count = user.GetKeyboardLayoutList(count, layouts)
    languages = [(layout or 0) & 0xFFFF for layout in layouts[:count]]
    names = []
    for language in dict.fromkeys(languages):
        name = ctypes.create_unicode_buffer(LONGEST)
        kernel.LCIDToLocaleName(language, name, LONGEST, 0)
        names.append(name.value or f"{language:04x}")
    return InputMethods(tuple(names), has_chinese(languages))


def has_chinese(languages: list[int]) -> bool:
    """Whether one of these is a kind of Chinese."""
    return any(language & PRIMARY == CHINESE for language in languages)
