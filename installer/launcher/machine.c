/* Whether the client can run on this Windows, seen before any DLL of Qt is loaded.

   Sources: RtlGetVersion (wdm.h), which no compatibility setting deceives; IsWow64Process2 (wow64apiset.h). */

#include "launcher.h"

static const struct Sentence TOO_OLD = {
    L"ExamClient needs Windows 10 version 1809 or later. Update Windows on this machine, or use another machine.",
    L"考试程序需要 Windows 10 版本 1809 或更高版本。请更新本机的 Windows，或换一台机器。",
};
static const struct Sentence NOT_X64 = {
    L"ExamClient needs a machine with a 64-bit x86 processor (x64). Use another machine.",
    L"考试程序需要 64 位 x86 处理器（x64）的机器。请换一台机器。",
};

typedef LONG(WINAPI *GetVersionOf)(OSVERSIONINFOW *version);
typedef BOOL(WINAPI *IsWow64)(HANDLE process, USHORT *emulated, USHORT *native);

const struct Sentence *refuses_machine(void)
{
    OSVERSIONINFOW version;
    USHORT emulated, native;
    version.dwOSVersionInfoSize = sizeof(version);
    GetVersionOf get_version = (GetVersionOf)of_windows(L"ntdll.dll", "RtlGetVersion");
    if (!get_version || get_version(&version) != 0 || version.dwBuildNumber < OLDEST_BUILD)
        return &TOO_OLD;
    IsWow64 is_wow64 = (IsWow64)of_windows(L"kernel32.dll", "IsWow64Process2");
    if (is_wow64 && is_wow64(GetCurrentProcess(), &emulated, &native) && native != IMAGE_FILE_MACHINE_AMD64)
        return &NOT_X64;
    return NULL;
}
