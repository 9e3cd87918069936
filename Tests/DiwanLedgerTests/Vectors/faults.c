// Makes one call of a program fail, before or after it took effect, or ends the program there. Loaded by LD_PRELOAD.
//
// LEDGER_FAULT is CALL:N:MODE:ERRNO: the Nth CALL (open that creates, load: open that only reads, write, fsync, rename, mkdir, unlink,
// link, mode: chmod, size: ftruncate, close of a file that was created, or any of those that change a file). MODE is "before", "after",
// "short" (half of a write is done), "kill" (before the call) or "count" (writes the numbers to descriptor 2 at the end).
// LEDGER_FAULT_BELOW names a folder: paths outside of it are let be, as far as a call has a path from the root.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { OPEN, LOAD, WRITE, FSYNC, RENAME, MKDIR, UNLINK, LINK, MODE, SIZE, CLOSE, ANY, KINDS };
static const char *names[KINDS] = {"open", "load",  "write", "fsync", "rename", "mkdir", "unlink", "link", "mode", "size", "close", "any"};
static char wanted[16], mode[16], below[512];
static int number, code;
static int counts[KINDS];
// Which descriptors are of files that were opened to be written.
static char written[1024];

__attribute__((constructor)) static void begin(void) {
    const char *text = getenv("LEDGER_FAULT");
    if (text) sscanf(text, "%15[^:]:%d:%15[^:]:%d", wanted, &number, mode, &code);
    text = getenv("LEDGER_FAULT_BELOW");
    if (text) snprintf(below, sizeof below, "%s", text);
    // Not for the programs that this one runs.
    unsetenv("LD_PRELOAD");
    unsetenv("LEDGER_FAULT");
    unsetenv("LEDGER_FAULT_BELOW");
}

__attribute__((destructor)) static void end(void) {
    if (strcmp(mode, "count")) return;
    for (int i = 0; i < KINDS; i++) fprintf(stderr, "%s %d\n", names[i], counts[i]);
}

// 0: go on; 1: fail before; 2: fail after; 3: do half.
static int fault(int kind) {
    int hit = 0;
    counts[kind]++;
    if (!strcmp(wanted, names[kind]) && counts[kind] == number) hit = 1;
    if (kind != LOAD) {
        counts[ANY]++;
        if (!strcmp(wanted, "any") && counts[ANY] == number) hit = 1;
    }
    if (!hit || !strcmp(mode, "count")) return 0;
    if (!strcmp(mode, "kill")) kill(getpid(), SIGKILL);
    return !strcmp(mode, "before") ? 1 : !strcmp(mode, "after") ? 2 : !strcmp(mode, "short") ? 3 : 0;
}

static int isOutside(const char *path) { return below[0] && path[0] == '/' && strncmp(path, below, strlen(below)); }

#define REAL(name, ...)                                \
    static __typeof__(&name) real;                     \
    if (!real) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name);

#define CALL(kind, type, invocation)                       \
    int what = fault(kind);                                \
    if (what == 1) { errno = code; return -1; }            \
    type result = invocation;                              \
    if (what == 2) { errno = code; return -1; }            \
    return result;

static int opened(int file, int flags) {
    if (file >= 0 && file < (int)sizeof written) written[file] = (flags & O_ACCMODE) != O_RDONLY;
    return file;
}

#define OPENING(path, invocation)                                                                       \
    va_list list;                                                                                       \
    va_start(list, flags);                                                                              \
    int bits = flags & (O_CREAT | O_TMPFILE) ? va_arg(list, int) : 0;                                   \
    va_end(list);                                                                                       \
    if (isOutside(path)) return invocation;                                                             \
    CALL(flags & O_CREAT ? OPEN : LOAD, int, opened(invocation, flags))

int openat(int folder, const char *path, int flags, ...) {
    REAL(openat)
    OPENING(path, real(folder, path, flags, bits))
}
int openat64(int folder, const char *path, int flags, ...) {
    REAL(openat64)
    OPENING(path, real(folder, path, flags, bits))
}
int open(const char *path, int flags, ...) {
    REAL(open)
    OPENING(path, real(path, flags, bits))
}
int open64(const char *path, int flags, ...) {
    REAL(open64)
    OPENING(path, real(path, flags, bits))
}

ssize_t write(int file, const void *bytes, size_t count) {
    REAL(write)
    // Answers and pipes are not what is tested.
    if (file <= 2 || file >= (int)sizeof written || !written[file]) return real(file, bytes, count);
    CALL(WRITE, ssize_t, real(file, bytes, what == 3 ? (count + 1) / 2 : count))
}
ssize_t pwrite(int file, const void *bytes, size_t count, off_t place) {
    REAL(pwrite)
    CALL(WRITE, ssize_t, real(file, bytes, what == 3 ? (count + 1) / 2 : count, place))
}
ssize_t pwrite64(int file, const void *bytes, size_t count, off64_t place) {
    REAL(pwrite64)
    CALL(WRITE, ssize_t, real(file, bytes, what == 3 ? (count + 1) / 2 : count, place))
}
int fsync(int file) {
    REAL(fsync)
    CALL(FSYNC, int, real(file))
}
int close(int file) {
    REAL(close)
    if (file < 0 || file >= (int)sizeof written || !written[file]) return real(file);
    written[file] = 0;
    // The kernel closes the file whatever it says.
    int what = fault(CLOSE);
    int result = real(file);
    if (what) { errno = code; return -1; }
    return result;
}
int rename(const char *path, const char *other) {
    REAL(rename)
    if (isOutside(other)) return real(path, other);
    CALL(RENAME, int, real(path, other))
}
int renameat(int old, const char *path, int new, const char *other) {
    REAL(renameat)
    CALL(RENAME, int, real(old, path, new, other))
}
int mkdir(const char *path, mode_t bits) {
    REAL(mkdir)
    if (isOutside(path)) return real(path, bits);
    CALL(MKDIR, int, real(path, bits))
}
int mkdirat(int folder, const char *path, mode_t bits) {
    REAL(mkdirat)
    CALL(MKDIR, int, real(folder, path, bits))
}
int unlink(const char *path) {
    REAL(unlink)
    if (isOutside(path)) return real(path);
    CALL(UNLINK, int, real(path))
}
int unlinkat(int folder, const char *path, int flags) {
    REAL(unlinkat)
    CALL(UNLINK, int, real(folder, path, flags))
}
int link(const char *path, const char *other) {
    REAL(link)
    CALL(LINK, int, real(path, other))
}
int chmod(const char *path, mode_t bits) {
    REAL(chmod)
    CALL(MODE, int, real(path, bits))
}
int fchmod(int file, mode_t bits) {
    REAL(fchmod)
    CALL(MODE, int, real(file, bits))
}
int ftruncate(int file, off_t length) {
    REAL(ftruncate)
    CALL(SIZE, int, real(file, length))
}
