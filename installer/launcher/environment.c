/* Takes away what other programs have left in the environment, by the names and the exception of the client's
   own environment.py. The client's companions keep what the client has set for itself: they read it. */

#include "launcher.h"

static const wchar_t *const FOREIGN[] = {FOREIGN_STARTS};

static BOOL is_foreign(const wchar_t *name)
{
    for (int i = 0; i < COUNT(FOREIGN); i++)
        if (begins_with(name, FOREIGN[i]))
            return TRUE;
    return FALSE;
}

/* Whether the variable KEEP, with commas between its names, has this one. */
static BOOL is_kept(const wchar_t *name, wchar_t *kept)
{
    for (wchar_t *at = kept; *at;) {
        wchar_t *end = at;
        while (*end && *end != L',' && *end != L' ')
            end++;
        wchar_t after = *end;
        *end = 0;
        BOOL is_here = begins_with(name, at) && begins_with(at, name);
        *end = after;
        if (is_here)
            return TRUE;
        at = after ? end + 1 : end;
    }
    return FALSE;
}

void clear_foreign(void)
{
    static wchar_t kept[4096];
    DWORD length = GetEnvironmentVariableW(KEEP, kept, COUNT(kept));
    if (length >= COUNT(kept))
        kept[0] = 0;
    wchar_t *all = GetEnvironmentStringsW(); /* a copy */
    for (wchar_t *name = all; name && *name;) {
        wchar_t *value = name + 1; /* names of the system's own begin with = */
        while (*value && *value != L'=')
            value++;
        wchar_t *end = value;
        while (*end)
            end++;
        *value = 0;
        if (is_foreign(name) && !is_kept(name, kept))
            SetEnvironmentVariableW(name, NULL);
        name = end + 1;
    }
}
