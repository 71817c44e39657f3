"""Libraries that every Windows 10 from 1809 on has, of those that Qt, Python and our packages import.

Rule: a name comes in when it is known to be in 1809, and not because a new version of a part asks for it.
Windows N and KN lack the media parts (the fourth group) until the Media Feature Pack is there: Qt's media
plugins do not load on them, and nothing else misses them.
"""

LIBRARIES = frozenset(
    """
    advapi32.dll authz.dll bcrypt.dll bcryptprimitives.dll comctl32.dll comdlg32.dll crypt32.dll dnsapi.dll
    gdi32.dll imagehlp.dll imm32.dll iphlpapi.dll kernel32.dll mpr.dll netapi32.dll ntdll.dll ole32.dll
    oleaut32.dll propsys.dll rpcrt4.dll secur32.dll setupapi.dll shell32.dll shlwapi.dll uiautomationcore.dll
    user32.dll userenv.dll version.dll winhttp.dll winmm.dll winspool.drv ws2_32.dll wtsapi32.dll

    d3d11.dll d3d12.dll d3d9.dll dwmapi.dll dwrite.dll dxgi.dll dxva2.dll uxtheme.dll

    avrt.dll

    evr.dll mf.dll mfplat.dll mfreadwrite.dll

    api-ms-win-core-com-l1-1-0.dll api-ms-win-core-debug-l1-1-0.dll api-ms-win-core-errorhandling-l1-1-0.dll
    api-ms-win-core-heap-l1-1-0.dll api-ms-win-core-heap-l2-1-0.dll api-ms-win-core-interlocked-l1-1-0.dll
    api-ms-win-core-libraryloader-l1-2-0.dll api-ms-win-core-libraryloader-l1-2-1.dll
    api-ms-win-core-localization-l1-2-0.dll api-ms-win-core-path-l1-1-0.dll
    api-ms-win-core-processthreads-l1-1-0.dll api-ms-win-core-processthreads-l1-1-1.dll
    api-ms-win-core-profile-l1-1-0.dll api-ms-win-core-rtlsupport-l1-1-0.dll api-ms-win-core-synch-l1-1-0.dll
    api-ms-win-core-synch-l1-2-0.dll api-ms-win-core-sysinfo-l1-1-0.dll api-ms-win-core-winrt-l1-1-0.dll
    api-ms-win-core-winrt-string-l1-1-0.dll api-ms-win-shcore-scaling-l1-1-1.dll

    api-ms-win-crt-conio-l1-1-0.dll api-ms-win-crt-convert-l1-1-0.dll api-ms-win-crt-environment-l1-1-0.dll
    api-ms-win-crt-filesystem-l1-1-0.dll api-ms-win-crt-heap-l1-1-0.dll api-ms-win-crt-locale-l1-1-0.dll
    api-ms-win-crt-math-l1-1-0.dll api-ms-win-crt-multibyte-l1-1-0.dll api-ms-win-crt-process-l1-1-0.dll
    api-ms-win-crt-runtime-l1-1-0.dll api-ms-win-crt-stdio-l1-1-0.dll api-ms-win-crt-string-l1-1-0.dll
    api-ms-win-crt-time-l1-1-0.dll api-ms-win-crt-utility-l1-1-0.dll
    """.split()
)
