/* What the launcher's parts know of each other. Nothing but kernel32 is imported: see launcher.c. */

#ifndef LAUNCHER_H
#define LAUNCHER_H

#include <windows.h>

#include "names.h" /* written by installer/launcher.py: names that stand in the client */

#define COUNT(array) ((int)(sizeof(array) / sizeof((array)[0])))

/* What this start is to do. */
struct Start {
    const wchar_t *module; /* the module of the client that is run */
    wchar_t **words;       /* what is handed on to it */
    int count;
    BOOL is_client;        /* the client itself, not one of its companions */
    BOOL has_no_window;    /* a word was given with which the client answers on the terminal */
};

struct Sentence {
    const wchar_t *english, *chinese; /* %s: the part that is missing */
};

struct Start read_start(int count, wchar_t **words);
const struct Sentence *refuses_machine(void);
void clear_foreign(void);
void use_parents_console(void);
void say(const struct Start *start, const struct Sentence *sentence, const wchar_t *part);
int run_python(const struct Start *start); /* the exit code, or NOT_RUN after that was said */

#define NOT_RUN (-1)

/* text.c: what C's library would bring, and the way to Windows' own DLLs. */
BOOL is_same(const wchar_t *one, const wchar_t *other);
BOOL begins_with(const wchar_t *text, const wchar_t *start); /* upper and lower case are the same */
BOOL contains(const wchar_t *text, const wchar_t *part);
wchar_t *put(wchar_t *end, const wchar_t *last, const wchar_t *text);
BOOL is_set(const wchar_t *variable);
FARPROC of_windows(const wchar_t *dll, const char *function);

#endif
