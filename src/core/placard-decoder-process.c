/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Invariant: `pid` is positive exactly as long as the process was not waited for, so that a kill never
 * reaches a stranger that got the same number. */
#include "config.h"

#include "placard-decoder-process.h"

#include "placard-error.h"
#include "placard-installation.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

struct _PlacardDecoderProcess {
  int socket;
  GMutex lock;
  pid_t pid;
  gboolean killed; /* by us */
};

/* What the loader's own libraries may need to be found in unusual places; nothing of the person's. */
static const char *const kept_variables[] = {
    "LD_LIBRARY_PATH", "GDK_PIXBUF_MODULE_FILE", "FONTCONFIG_FILE", "FONTCONFIG_PATH",
#if PLACARD_SANITIZED
    "ASAN_OPTIONS",    "UBSAN_OPTIONS",
#endif
};

static char **
make_environment (void)
{
  g_auto (GStrv) environment = g_new0 (char *, 1);

  for (gsize i = 0; i < G_N_ELEMENTS (kept_variables); i++) {
    const char *value = g_getenv (kept_variables[i]);
    if (value)
      environment = g_environ_setenv (environment, kept_variables[i], value, TRUE);
  }
  return g_steal_pointer (&environment);
}

/* The socket becomes the protocol's descriptor; everything else is closed or nothing. */
static void
add_file_actions (posix_spawn_file_actions_t *actions, int socket)
{
  posix_spawn_file_actions_adddup2 (actions, socket, PLACARD_PROTOCOL_FD);
  posix_spawn_file_actions_addopen (actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen (actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
#if !PLACARD_SANITIZED
  /* Loaders print what a server made them print. */
  posix_spawn_file_actions_addopen (actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
#endif
#if defined(__GLIBC__) && __GLIBC_PREREQ(2, 34)
  posix_spawn_file_actions_addclosefrom_np (actions, PLACARD_PROTOCOL_FD + 1);
#endif
}

static int
spawn (const char *program, guint64 max_pixels, int socket, pid_t *pid)
{
  g_auto (GStrv) environment = make_environment ();
  g_autofree char *pixels = g_strdup_printf ("%" G_GUINT64_FORMAT, max_pixels);
  char *arguments[] = {(char *) program, pixels, NULL};
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  sigset_t none, all;
  int result;

  sigemptyset (&none);
  sigfillset (&all);
  posix_spawnattr_init (&attributes);
  posix_spawnattr_setflags (&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  posix_spawnattr_setsigmask (&attributes, &none);
  posix_spawnattr_setsigdefault (&attributes, &all);
  posix_spawn_file_actions_init (&actions);
  add_file_actions (&actions, socket);

  result = posix_spawn (pid, program, &actions, &attributes, arguments, environment);
  posix_spawn_file_actions_destroy (&actions);
  posix_spawnattr_destroy (&attributes);
  return result;
}

PlacardDecoderProcess *
placard_decoder_process_new (guint64 max_pixels, GError **error)
{
  g_autofree char *program = placard_installation_find_program ("placard-decoder");
  PlacardDecoderProcess *self;
  int sockets[2], result;
  pid_t pid = 0;

  if (socketpair (AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, sockets) != 0) {
    g_set_error (error, PLACARD_ERROR, PLACARD_ERROR_DECODER,
                 _ ("The decoder could not be started: %s"), g_strerror (errno));
    return NULL;
  }
  result = spawn (program, max_pixels, sockets[1], &pid);
  close (sockets[1]);
  if (result != 0) {
    close (sockets[0]);
    g_set_error (error, PLACARD_ERROR, PLACARD_ERROR_DECODER,
                 _ ("The decoder %s could not be started: %s"), program, g_strerror (result));
    return NULL;
  }

  self = g_new0 (PlacardDecoderProcess, 1);
  g_mutex_init (&self->lock);
  self->socket = sockets[0];
  self->pid = pid;
  return self;
}

void
placard_decoder_process_free (PlacardDecoderProcess *self)
{
  g_free (placard_decoder_process_end (self));
  g_mutex_clear (&self->lock);
  g_free (self);
}

int
placard_decoder_process_get_fd (PlacardDecoderProcess *self)
{
  return self->socket;
}

gboolean
placard_decoder_process_send (PlacardDecoderProcess *self,
                              const void *message,
                              gsize n_bytes,
                              int fd)
{
  union {
    struct cmsghdr header;
    char space[CMSG_SPACE (sizeof (int))];
  } control = {0};
  struct iovec vector = {(void *) message, n_bytes};
  struct msghdr header = {.msg_iov = &vector, .msg_iovlen = 1};
  gssize n_sent;

  if (fd >= 0) {
    control.header.cmsg_level = SOL_SOCKET;
    control.header.cmsg_type = SCM_RIGHTS;
    control.header.cmsg_len = CMSG_LEN (sizeof fd);
    memcpy (CMSG_DATA (&control.header), &fd, sizeof fd);
    header.msg_control = &control;
    header.msg_controllen = sizeof control;
  }
  do
    n_sent = sendmsg (self->socket, &header, MSG_NOSIGNAL | MSG_DONTWAIT);
  while (n_sent < 0 && errno == EINTR);
  return n_sent == (gssize) n_bytes;
}

gssize
placard_decoder_process_receive (PlacardDecoderProcess *self, PlacardMessage *message)
{
  gssize n_received;

  memset (message, 0, sizeof *message);
  /* With MSG_TRUNC the size is the packet's own: one that is too long shows. */
  do
    n_received = recv (self->socket, message, sizeof *message, MSG_DONTWAIT | MSG_TRUNC);
  while (n_received < 0 && errno == EINTR);

  if (n_received < 0)
    return errno == EAGAIN || errno == EWOULDBLOCK ? -1 : 0;
  return n_received;
}

void
placard_decoder_process_kill (PlacardDecoderProcess *self)
{
  g_mutex_lock (&self->lock);
  if (self->pid > 0) {
    self->killed = TRUE;
    kill (self->pid, SIGKILL);
  }
  g_mutex_unlock (&self->lock);
}

static char *
describe_end (int status)
{
  if (WIFSIGNALED (status) && WTERMSIG (status) == SIGSYS)
    return g_strdup (_ ("it tried to do what it may not do"));
  if (WIFSIGNALED (status) && WTERMSIG (status) == SIGXCPU)
    return g_strdup (_ ("it took too much processor time"));
  if (WIFSIGNALED (status))
    return g_strdup (g_strsignal (WTERMSIG (status)));
  /* Translators: %d is the exit status of a program */
  return g_strdup_printf (_ ("it ended with status %d"), WEXITSTATUS (status));
}

char *
placard_decoder_process_end (PlacardDecoderProcess *self)
{
  siginfo_t info = {0};
  int status = 0;
  pid_t pid = self->pid;

  if (self->socket >= 0)
    close (self->socket);
  self->socket = -1;
  if (pid <= 0)
    return NULL;

  /* One that closed its socket is dying, as a rule: give it the time to say of what. It stays a zombie
   * meanwhile, so that its number cannot become another's. */
  for (int i = 0; i < 20 && !self->killed && info.si_pid == 0; i++) {
    if (waitid (P_PID, (id_t) pid, &info, WEXITED | WNOHANG | WNOWAIT) != 0)
      break;
    if (info.si_pid == 0)
      g_usleep (1000);
  }
  if (info.si_pid == 0)
    placard_decoder_process_kill (self);

  while (waitpid (pid, &status, 0) < 0 && errno == EINTR)
    ;
  g_mutex_lock (&self->lock);
  self->pid = 0;
  g_mutex_unlock (&self->lock);
  return self->killed ? NULL : describe_end (status);
}
