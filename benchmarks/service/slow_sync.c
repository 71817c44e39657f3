/* Makes every sync of a disk longer by SLOW_SYNC_MS milliseconds, as a disk of an exam room takes; preloaded. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <time.h>

static int slowly(const char *name, int file)
{
    int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, name);
    int result = real(file);
    long wanted = atol(getenv("SLOW_SYNC_MS"));
    struct timespec wait = {wanted / 1000, wanted % 1000 * 1000000L};
    nanosleep(&wait, NULL);
    return result;
}

int fsync(int file) { return slowly("fsync", file); }
int fdatasync(int file) { return slowly("fdatasync", file); }
