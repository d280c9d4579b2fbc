/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The measures, from the outside in: resource limits; no new privileges; Landlock, where the kernel has
 * it: no file, no port; seccomp: a list of system calls that decoding needs, anything else kills the
 * process. Any measure that does not take hold ends the process before it has seen a byte. */
#include "config.h"

#include "sandbox.h"

#include "control.h"
#include "trap.h"

#include <errno.h>
#include <fcntl.h>
#include <fontconfig/fontconfig.h>
#include <linux/landlock.h>
#include <malloc.h>
#include <sched.h>
#include <seccomp.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#define CPU_SECONDS 60
#define FILES_MAX 32
#define OWN_MEMORY ((rlim_t) 512 << 20)

static void
fail (const char *what)
{
  control_fail (PLACARD_FAULT_NO_SANDBOX, 0, 0, 0, what);
}

void
sandbox_prepare (void)
{
  if (prctl (PR_SET_PDEATHSIG, SIGKILL) != 0 || prctl (PR_SET_DUMPABLE, 0) != 0 ||
      prctl (PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
    fail ("prctl");
  /* Older kernels lack it; then close-on-exec has to be enough. */
  syscall (SYS_close_range, PLACARD_PROTOCOL_FD + 1, ~0u, 0);

  /* A buffer that is shared later must be a mapping of its own, and threads' arenas would eat up the
   * limit of the address space. */
  mallopt (M_MMAP_THRESHOLD, 128 << 10);
  mallopt (M_ARENA_MAX, 2);
}

static void
limit (__rlimit_resource_t resource, rlim_t value)
{
  struct rlimit both = {value, value};

  if (setrlimit (resource, &both) != 0)
    fail ("setrlimit");
}

void
sandbox_limit (guint64 max_pixels, gboolean alone)
{
  limit (RLIMIT_CORE, 0);
  limit (RLIMIT_CPU, CPU_SECONDS);
  if (alone) {
    limit (RLIMIT_FSIZE, 0);
    limit (RLIMIT_NOFILE, FILES_MAX);
  }
#if !PLACARD_SANITIZED
  /* The shadow of AddressSanitizer is larger than any limit. */
  limit (RLIMIT_AS, OWN_MEMORY + (rlim_t) (3 * 4 * max_pixels));
#endif
}

/* Every right that the running kernel's Landlock knows; those of files. */
static guint64
all_file_rights (int abi)
{
  guint64 rights = (1ULL << 13) - 1; /* EXECUTE to MAKE_SYM */

  if (abi >= 2)
    rights |= 1ULL << 13; /* REFER */
  if (abi >= 3)
    rights |= 1ULL << 14; /* TRUNCATE */
  if (abi >= 5)
    rights |= 1ULL << 15; /* IOCTL_DEV */
  return rights;
}

static void
allow_reading (int ruleset, const char *directory)
{
  struct landlock_path_beneath_attr rule = {
      .allowed_access = LANDLOCK_ACCESS_FS_READ_FILE,
      .parent_fd = open (directory, O_PATH | O_DIRECTORY | O_CLOEXEC),
  };

  /* Folders that are configured and not there. */
  if (rule.parent_fd < 0)
    return;
  if (syscall (SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &rule, 0) != 0)
    fail ("landlock_add_rule");
  close (rule.parent_fd);
}

static void
allow_fonts (int ruleset)
{
  FcStrList *directories = FcConfigGetFontDirs (NULL);

  for (FcChar8 *next; directories && (next = FcStrListNext (directories));)
    allow_reading (ruleset, (const char *) next);
  if (directories)
    FcStrListDone (directories);
}

/* Returns whether the kernel has Landlock. */
static gboolean
lock_files (SandboxProfile profile)
{
  /* The second field, ports, is known from ABI 4 on; the header of an older system lacks it. */
  struct {
    guint64 files;
    guint64 ports;
  } handled = {0, 0};
  int abi = (int) syscall (SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
  int ruleset;

  if (abi < 1) {
    if (errno != ENOSYS && errno != EOPNOTSUPP)
      fail ("landlock");
    return FALSE;
  }
  handled.files = all_file_rights (abi);
  handled.ports = abi >= 4 ? 3 : 0; /* BIND_TCP, CONNECT_TCP */
  ruleset = (int) syscall (SYS_landlock_create_ruleset, &handled, abi >= 4 ? 16 : 8, 0);
  if (ruleset < 0)
    fail ("landlock_create_ruleset");
  if (profile == SANDBOX_FONTS)
    allow_fonts (ruleset);
  if (syscall (SYS_landlock_restrict_self, ruleset, 0) != 0)
    fail ("landlock_restrict_self");
  close (ruleset);
  return TRUE;
}

static const char *const allowed_calls[] = {
    "brk",
    "clock_gettime",
    "clock_nanosleep",
    "close",
    "eventfd2",
    "exit",
    "exit_group",
    "fstat",
    "fstat64",
    "futex",
    "futex_time64",
    "getcpu",
    "getpid",
    "getrandom",
    "gettid",
    "gettimeofday",
    "lseek",
    "madvise",
    "membarrier",
    "mremap",
    "munmap",
    "nanosleep",
    "newfstatat",
    "poll",
    "ppoll",
    "pread64",
    "read",
    "readv",
    "recvfrom",
    "recvmsg",
    "rseq",
    "rt_sigaction",
    "rt_sigprocmask",
    "rt_sigreturn",
    "restart_syscall",
    "sched_getaffinity",
    "sched_yield",
    "sendmsg",
    "sendto",
    "set_robust_list",
    "sysinfo",
    "write",
    "writev",
#if PLACARD_SANITIZED
    "sigaltstack",
#endif
};

/* What libraries try and can do without: it fails, and they go on. */
static const char *const refused_calls[] = {
    "access",
    "faccessat",
    "faccessat2",
    "fcntl",
    "fstatfs",
    "getcwd",
    "get_mempolicy",
    "getpeername",
    "ioctl",
    "lstat",
    "mbind",
    "prlimit64",
    "readlink",
    "readlinkat",
    "sched_getattr",
    "sched_getparam",
    "sched_getscheduler",
    "sched_setattr",
    "sched_setscheduler",
    "set_mempolicy",
    "stat",
    "statfs",
    "statx",
    "uname",
};

/* Calls that name a file to open. */
static const char *const trapped_calls[] = {"open", "openat"};

static void
add (int result)
{
  if (result != 0)
    fail ("seccomp rule");
}

/* A name that libseccomp does not know on this machine stays out: it is killed for, or not there. */
static void
add_names (scmp_filter_ctx filter, uint32_t action, const char *const *names, gsize n_names)
{
  for (gsize i = 0; i < n_names; i++) {
    int number = seccomp_syscall_resolve_name (names[i]);
    if (number != __NR_SCMP_ERROR)
      add (seccomp_rule_add (filter, action, number, 0));
  }
}

static void
add_conditions (scmp_filter_ctx filter)
{
  const unsigned thread = CLONE_THREAD | CLONE_VM | CLONE_SIGHAND;

  /* Memory that is data stays data. */
  add (seccomp_rule_add (filter, SCMP_ACT_ALLOW, SCMP_SYS (mmap), 1,
                         SCMP_A2 (SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)));
  add (seccomp_rule_add (filter, SCMP_ACT_ALLOW, SCMP_SYS (mprotect), 1,
                         SCMP_A2 (SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)));
  /* Threads, not processes. clone3 hides its flags from a filter: libraries fall back to clone. */
  add (seccomp_rule_add (filter, SCMP_ACT_ALLOW, SCMP_SYS (clone), 1,
                         SCMP_A0 (SCMP_CMP_MASKED_EQ, thread, thread)));
  add (seccomp_rule_add (filter, SCMP_ACT_ERRNO (ENOSYS), SCMP_SYS (clone3), 0));
  add (seccomp_rule_add (filter, SCMP_ACT_ALLOW, SCMP_SYS (prctl), 1,
                         SCMP_A0 (SCMP_CMP_EQ, PR_SET_NAME)));
  /* abort() sends its signal to a thread of its own process. */
  add (seccomp_rule_add (filter, SCMP_ACT_ALLOW, SCMP_SYS (tgkill), 1,
                         SCMP_A0 (SCMP_CMP_EQ, (scmp_datum_t) getpid ())));
}

/* Reading only; Landlock says where. */
static void
add_file_conditions (scmp_filter_ctx filter)
{
  const unsigned writing = O_ACCMODE | O_CREAT | O_TRUNC | O_TMPFILE;

  add (seccomp_rule_add (filter, SCMP_ACT_ALLOW, SCMP_SYS (openat), 1,
                         SCMP_A2 (SCMP_CMP_MASKED_EQ, writing & ~(unsigned) O_DIRECTORY, 0)));
}

static void
lock_calls (gboolean may_read_files)
{
  scmp_filter_ctx filter = seccomp_init (SCMP_ACT_KILL_PROCESS);

  if (!filter)
    fail ("seccomp");
  add_names (filter, SCMP_ACT_ALLOW, allowed_calls, G_N_ELEMENTS (allowed_calls));
  add_names (filter, SCMP_ACT_ERRNO (EACCES), refused_calls, G_N_ELEMENTS (refused_calls));
  if (may_read_files)
    add_file_conditions (filter);
  else
    add_names (filter, SCMP_ACT_TRAP, trapped_calls, G_N_ELEMENTS (trapped_calls));
  add_conditions (filter);
  add (seccomp_load (filter));
  seccomp_release (filter);
}

void
sandbox_lock (SandboxProfile profile)
{
  gboolean has_landlock;

  if (profile == SANDBOX_LIMITS)
    return;
  trap_install ();
  has_landlock = lock_files (profile);
  lock_calls (profile == SANDBOX_FONTS && has_landlock);
}
