/* Says why the client does not start, in the language of Windows: into the error output where somebody reads
   that, else in a box. Where neither a person nor a terminal is there, nothing waits for a click. */

#include "launcher.h"

typedef int(WINAPI *Box)(HWND owner, const wchar_t *words, const wchar_t *title, UINT kind);

static BOOL is_chinese(void)
{
    return PRIMARYLANGID(GetUserDefaultUILanguage()) == LANG_CHINESE;
}

/* The sentence with the part in the place of its %s. */
static void fill(wchar_t *words, const wchar_t *last, const wchar_t *sentence, const wchar_t *part)
{
    wchar_t one[2] = {0, 0};
    *words = 0;
    for (; *sentence; sentence++) {
        one[0] = *sentence;
        if (part && sentence[0] == L'%' && sentence[1] == L's')
            sentence++, words = put(words, last, part);
        else
            words = put(words, last, one);
    }
}

static BOOL print(const wchar_t *words)
{
    static char line[4096];
    HANDLE output = GetStdHandle(STD_ERROR_HANDLE);
    DWORD written, kind = GetFileType(output), mode;
    if (kind == FILE_TYPE_UNKNOWN)
        return FALSE;
    int length = WideCharToMultiByte(CP_UTF8, 0, words, -1, line, sizeof(line) - 2, NULL, NULL);
    if (kind == FILE_TYPE_CHAR && GetConsoleMode(output, &mode))
        return WriteConsoleW(output, words, lstrlenW(words), &written, NULL)
            && WriteConsoleW(output, L"\r\n", 2, &written, NULL);
    line[length > 0 ? length - 1 : 0] = '\n';
    return WriteFile(output, line, (DWORD)(length > 0 ? length : 1), &written, NULL);
}

/* `part` may be NULL. After a crash the watchdog has the last word, and a box of ours would hold it up. */
void say(const struct Start *start, const struct Sentence *sentence, const wchar_t *part)
{
    static wchar_t words[1024];
    fill(words, words + COUNT(words) - 1, is_chinese() ? sentence->chinese : sentence->english, part);
    if (print(words) || !start->is_client || start->has_no_window || is_set(CRASHES))
        return;
    Box box = (Box)of_windows(L"user32.dll", "MessageBoxW");
    if (box)
        box(NULL, words, L"ExamClient", MB_ICONERROR | MB_SETFOREGROUND);
}
