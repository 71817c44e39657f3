/* ExamClient.exe: runs the client in this process, by the Python that lies beside it.

   Rule: nothing but kernel32 is imported, and no C library. So it starts on any Windows, old ones included, and
   can say there why the client does not; and the C library that Python brings finds the environment and the
   console as they are left here. */

#include "launcher.h"

#define COULD_NOT_START 1
#define RED 2 /* what a self-check ends with that found the worst; 1 would be amber */

typedef wchar_t **(WINAPI *Split)(const wchar_t *line, int *count);

static int run(const struct Start *start)
{
    const struct Sentence *refusal = refuses_machine();
    if (refusal)
        say(start, refusal, NULL);
    else if (start->is_client)
        clear_foreign();
    int code = refusal ? NOT_RUN : run_python(start);
    return code != NOT_RUN ? code : start->has_no_window ? RED : COULD_NOT_START;
}

void begin(void)
{
    use_parents_console();
    int count = 0;
    Split split = (Split)of_windows(L"shell32.dll", "CommandLineToArgvW");
    wchar_t **words = split ? split(GetCommandLineW(), &count) : NULL;
    struct Start start = read_start(count, words);
    ExitProcess((UINT)run(&start));
}
