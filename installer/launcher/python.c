/* Runs a module by Python's DLL in this process, isolated, and says it where a part of the installation fails.

   Sources: the C API's Py_Main (stable ABI) and PySys_AddAuditHook; the audit event sys.excepthook, raised for
   what nobody caught. SystemExit is no such thing: a client that says itself why it ends is not doubted. */

#include "launcher.h"

static const struct Sentence BROKEN = {
    L"Answers that were shown as saved are kept on this machine, but ExamClient cannot start: %s is missing or "
    L"damaged. Call the staff: ExamClient must be installed again.",
    L"已显示为保存的答案都保存在本机，但考试程序无法启动：%s 缺失或已损坏。请联系工作人员重新安装考试程序。",
};
static const struct Sentence BROKEN_SOMEWHERE = {
    L"Answers that were shown as saved are kept on this machine, but ExamClient cannot start: a part of it is "
    L"missing or damaged. Call the staff: ExamClient must be installed again.",
    L"已显示为保存的答案都保存在本机，但考试程序无法启动：程序的一部分缺失或已损坏。请联系工作人员重新安装考试程序。",
};

typedef int (*Hook)(const char *event, void *arguments, void *of_ours);
typedef int (*AddHook)(Hook hook, void *of_ours);
typedef int (*Main)(int count, wchar_t **words);
typedef void *(*GetItem)(void *tuple, SSIZE_T at);
typedef void *(*TypeOf)(void *object);

#define PYTHON_WORDS 5

static HMODULE python;
static BOOL is_broken;

/* Nobody caught an exception, and the client has not come so far as to say how it takes them: Python's own hook
   is still there. Faults of a running client are in its log, and it goes on. Ctrl+C is no fault. */
static int heed(const char *event, void *arguments, void *of_ours)
{
    static const char uncaught[] = "sys.excepthook";
    (void)of_ours;
    for (int i = 0; i < COUNT(uncaught); i++)
        if (event[i] != uncaught[i])
            return 0;
    GetItem item = (GetItem)GetProcAddress(python, "PyTuple_GetItem");
    TypeOf type_of = (TypeOf)GetProcAddress(python, "PyObject_Type");
    void *type_of_pythons_own = (void *)GetProcAddress(python, "PyCFunction_Type");
    void **by_hand = (void **)GetProcAddress(python, "PyExc_KeyboardInterrupt");
    void *hook = item && type_of ? item(arguments, 0) : NULL;
    if (hook && type_of(hook) == type_of_pythons_own && !(by_hand && item(arguments, 1) == *by_hand))
        is_broken = TRUE;
    return 0;
}

/* The path of a file beside this program. */
static const wchar_t *beside(const wchar_t *name)
{
    static wchar_t path[32768];
    DWORD length = GetModuleFileNameW(NULL, path, COUNT(path));
    while (length > 0 && path[length - 1] != L'\\')
        length--;
    put(path + length, path + COUNT(path) - 1, name);
    return path;
}

/* What Python says of these missing reaches nobody: it would look for its parts in the registry, end this process
   before anything can be said, or take it for a wrong argument. */
static const wchar_t *missing_part(void)
{
    static const wchar_t *const files[] = {PYTHON_PATHS, PYTHON_LIBRARY, CLIENT_FOLDER};
    for (int i = 0; i < COUNT(files); i++)
        if (GetFileAttributesW(beside(files[i])) == INVALID_FILE_ATTRIBUTES)
            return files[i];
    UINT before = SetErrorMode(SEM_FAILCRITICALERRORS); /* no box of Windows' own about a DLL that is not there */
    python = LoadLibraryExW(beside(PYTHON_DLL), NULL, LOAD_WITH_ALTERED_SEARCH_PATH);
    SetErrorMode(before);
    return python ? NULL : PYTHON_DLL;
}

static wchar_t **with_python_words(const struct Start *start)
{
    static wchar_t program[] = L"ExamClient.exe", isolated[] = ISOLATED, no_bytecode[] = NO_BYTECODE, m[] = L"-m";
    wchar_t *fixed[PYTHON_WORDS] = {program, isolated, no_bytecode, m, (wchar_t *)start->module};
    wchar_t **words = HeapAlloc(GetProcessHeap(), HEAP_ZERO_MEMORY,
                                sizeof(wchar_t *) * (SIZE_T)(start->count + COUNT(fixed) + 1));
    for (int i = 0; words && i < COUNT(fixed); i++)
        words[i] = fixed[i];
    for (int i = 0; words && i < start->count; i++)
        words[COUNT(fixed) + i] = start->words[i];
    return words;
}

int run_python(const struct Start *start)
{
    SetDllDirectoryW(L""); /* the folder that somebody happens to be in brings no DLLs */
    const wchar_t *missing = missing_part();
    Main run = missing ? NULL : (Main)GetProcAddress(python, "Py_Main");
    wchar_t **words = run ? with_python_words(start) : NULL;
    if (!words) {
        say(start, &BROKEN, missing ? missing : PYTHON_DLL);
        return NOT_RUN;
    }
    AddHook add = (AddHook)GetProcAddress(python, "PySys_AddAuditHook");
    if (add && start->is_client)
        add(heed, NULL);
    int code = run(start->count + PYTHON_WORDS, words);
    if (code == 0 || !is_broken)
        return code;
    say(start, &BROKEN_SOMEWHERE, NULL);
    return NOT_RUN;
}
