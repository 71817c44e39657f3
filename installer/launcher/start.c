/* What this start is to do, by its command line.

   The client starts its companions and itself by sys.executable, which is this program, with Python's words:
   `-m MODULE ...`, or `-I -B -m examclient ...` from sys.orig_argv. These are taken, and only for the client's own
   modules: this is no Python for everybody. All other words are the client's. */

#include "launcher.h"

#define OF_THE_CLIENT CLIENT L"."

/* With these the client answers on the terminal, or somebody else has the last word. */
static const wchar_t *const NO_WINDOW[] = {
    L" --self-check", L" --support-bundle", L" --enrol", L" --help", L" --version", L" --gave-up",
};

static BOOL has_no_window(const wchar_t *line)
{
    for (int i = 0; i < COUNT(NO_WINDOW); i++)
        if (contains(line, NO_WINDOW[i]))
            return TRUE;
    return FALSE;
}

struct Start read_start(int count, wchar_t **words)
{
    struct Start start;
    int at = 1;
    while (at < count && (is_same(words[at], ISOLATED) || is_same(words[at], NO_BYTECODE)))
        at++;
    BOOL is_named = at + 1 < count && is_same(words[at], L"-m")
        && (is_same(words[at + 1], CLIENT) || begins_with(words[at + 1], OF_THE_CLIENT));
    if (!is_named)
        at = 1;
    start.module = is_named ? words[at + 1] : CLIENT;
    at = is_named ? at + 2 : at;
    start.words = words + at;
    start.count = at < count ? count - at : 0;
    start.is_client = is_same(start.module, CLIENT);
    start.has_no_window = has_no_window(GetCommandLineW());
    return start;
}

/* Typed into a console, this program has none by itself: it answers there where it opens no window. With a
   window it stays apart, else closing the console would close the exam. */
void use_parents_console(void)
{
    BOOL is_read = GetFileType(GetStdHandle(STD_OUTPUT_HANDLE)) != FILE_TYPE_UNKNOWN
        || GetFileType(GetStdHandle(STD_ERROR_HANDLE)) != FILE_TYPE_UNKNOWN;
    if (!is_read && has_no_window(GetCommandLineW()))
        AttachConsole(ATTACH_PARENT_PROCESS);
}
