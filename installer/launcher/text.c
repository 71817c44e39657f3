/* What C's library would bring, and the way to Windows' own DLLs. */

#include "launcher.h"

static wchar_t upper(wchar_t sign)
{
    return sign >= L'a' && sign <= L'z' ? sign - L'a' + L'A' : sign;
}

BOOL is_same(const wchar_t *one, const wchar_t *other)
{
    while (*one && *one == *other)
        one++, other++;
    return *one == *other;
}

BOOL begins_with(const wchar_t *text, const wchar_t *start)
{
    while (*start && upper(*text) == upper(*start))
        text++, start++;
    return !*start;
}

BOOL contains(const wchar_t *text, const wchar_t *part)
{
    for (; *text; text++)
        if (begins_with(text, part))
            return TRUE;
    return FALSE;
}

/* Append to a text whose end is known, as far as there is room; returns the new end. */
wchar_t *put(wchar_t *end, const wchar_t *last, const wchar_t *text)
{
    while (*text && end < last)
        *end++ = *text++;
    *end = 0;
    return end;
}

BOOL is_set(const wchar_t *variable)
{
    return GetEnvironmentVariableW(variable, NULL, 0) > 0;
}

FARPROC of_windows(const wchar_t *dll, const char *function)
{
    HMODULE module = GetModuleHandleW(dll);
    if (!module)
        module = LoadLibraryExW(dll, NULL, LOAD_LIBRARY_SEARCH_SYSTEM32);
    return module ? GetProcAddress(module, function) : NULL;
}
