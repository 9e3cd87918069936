// Makes one call of a program fail, before or after it took effect, or ends the program there. Loaded by LD_PRELOAD.
//
// LEDGER_FAULT is CALL:N:MODE:ERRNO: the Nth CALL (open that creates, write, fsync, rename, mkdir, unlink, or any of them). MODE is
// "before", "after", "short" (half of a write is done), "kill" (before the call) or "count" (writes the numbers to descriptor 2 at the end).
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char wanted[16], mode[16];
static int number, code;
static int counts[7];
static const char *names[7] = {"open", "write", "fsync", "rename", "mkdir", "unlink", "any"};

__attribute__((constructor)) static void begin(void) {
    const char *text = getenv("LEDGER_FAULT");
    if (text) sscanf(text, "%15[^:]:%d:%15[^:]:%d", wanted, &number, mode, &code);
    // Not for the programs that this one runs.
    unsetenv("LD_PRELOAD");
    unsetenv("LEDGER_FAULT");
}

__attribute__((destructor)) static void end(void) {
    if (strcmp(mode, "count")) return;
    for (int i = 0; i < 7; i++) fprintf(stderr, "%s %d\n", names[i], counts[i]);
}

// 0: go on; 1: fail before; 2: fail after; 3: do half.
static int fault(int kind) {
    int hit = 0;
    counts[kind]++;
    counts[6]++;
    if (!strcmp(wanted, names[kind]) && counts[kind] == number) hit = 1;
    if (!strcmp(wanted, "any") && counts[6] == number) hit = 1;
    if (!hit || !strcmp(mode, "count")) return 0;
    if (!strcmp(mode, "kill")) kill(getpid(), SIGKILL);
    return !strcmp(mode, "before") ? 1 : !strcmp(mode, "after") ? 2 : !strcmp(mode, "short") ? 3 : 0;
}

#define CALL(kind, type, invocation)                       \
    int what = fault(kind);                                \
    if (what == 1) { errno = code; return -1; }            \
    type result = invocation;                              \
    if (what == 2) { errno = code; return -1; }            \
    return result;

int openat(int folder, const char *path, int flags, ...) {
    static int (*real)(int, const char *, int, ...);
    if (!real) real = dlsym(RTLD_NEXT, "openat");
    va_list list;
    va_start(list, flags);
    int bits = flags & O_CREAT ? va_arg(list, int) : 0;
    va_end(list);
    if (!(flags & O_CREAT)) return real(folder, path, flags);
    CALL(0, int, real(folder, path, flags, bits))
}

ssize_t write(int file, const void *bytes, size_t count) {
    static ssize_t (*real)(int, const void *, size_t);
    if (!real) real = dlsym(RTLD_NEXT, "write");
    // Answers are not what is tested.
    if (file <= 2) return real(file, bytes, count);
    CALL(1, ssize_t, real(file, bytes, what == 3 ? (count + 1) / 2 : count))
}

int fsync(int file) {
    static int (*real)(int);
    if (!real) real = dlsym(RTLD_NEXT, "fsync");
    CALL(2, int, real(file))
}

int renameat(int old, const char *oldPath, int new, const char *newPath) {
    static int (*real)(int, const char *, int, const char *);
    if (!real) real = dlsym(RTLD_NEXT, "renameat");
    CALL(3, int, real(old, oldPath, new, newPath))
}

int mkdirat(int folder, const char *path, mode_t bits) {
    static int (*real)(int, const char *, mode_t);
    if (!real) real = dlsym(RTLD_NEXT, "mkdirat");
    CALL(4, int, real(folder, path, bits))
}

int unlinkat(int folder, const char *path, int flags) {
    static int (*real)(int, const char *, int);
    if (!real) real = dlsym(RTLD_NEXT, "unlinkat");
    CALL(5, int, real(folder, path, flags))
}
