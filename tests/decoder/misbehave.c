/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stands in for placard-decoder and does what a decoder in the hands of an attacker would do: the first
 * word of the comment in a PNM picture says what. What is forbidden is tried from inside of the same
 * sandbox; nonsense is spoken without one. */
#include "control.h"
#include "sandbox.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#define MAX_PIXELS 1000000

static void
open_file (void)
{
  open ("/etc/passwd", O_RDONLY);
}

static void
open_climbing (void)
{
  open ("/proc/cpuinfo/../../etc/passwd", O_RDONLY);
}

static void
write_file (void)
{
  open ("/tmp/placard-must-not-exist", O_WRONLY | O_CREAT, 0600);
}

static void
open_socket (void)
{
  socket (AF_INET, SOCK_STREAM, 0);
}

static void
start_program (void)
{
  execl ("/bin/true", "true", (char *) NULL);
}

static void
start_process (void)
{
  syscall (SYS_clone, SIGCHLD, NULL, NULL, NULL, 0);
}

static void
kill_parent (void)
{
  syscall (SYS_kill, getppid (), SIGTERM);
}

static void
make_code (void)
{
  mmap (NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
}

static void
unlock (void)
{
  syscall (SYS_setuid, 0);
}

static void
take_memory (void)
{
  for (;;) {
    char *block = mmap (NULL, 64 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    *block = 1;
  }
}

static const struct {
  const char *word;
  void (*try) (void);
} forbidden[] = {
    {"open-file", open_file},
    {"open-climbing", open_climbing},
    {"write-file", write_file},
    {"open-socket", open_socket},
    {"start-program", start_program},
    {"start-process", start_process},
    {"kill-parent", kill_parent},
    {"make-code", make_code},
    {"unlock", unlock},
    {"take-memory", take_memory},
};

static void
receive (PlacardMessage *message, PlacardMessageKind kind, int *fd)
{
  control_receive (message, fd, -1);
  if (message->kind != kind)
    control_exit (9);
}

static void
read_word (char *word, gsize n_bytes)
{
  PlacardMessage message;
  char start[64] = "";
  int spool, none;

  receive (&message, PLACARD_MESSAGE_START, &spool);
  receive (&message, PLACARD_MESSAGE_FEED, &none);
  if (pread (spool, start, sizeof start - 1, 0) < 0 || sscanf (start, "P6\n# %31s", word) != 1)
    control_exit (9);
}

static void
send_size (int width, int height, int channels, guint32 lead, int orientation)
{
  PlacardMessage message = {
      .size = {PLACARD_MESSAGE_SIZE, width, height, channels, lead, orientation}};

  control_send (&message);
}

static void
send_good_size (void)
{
  PlacardMessage message;
  int fd;

  send_size (100, 100, 3, 0, 1);
  receive (&message, PLACARD_MESSAGE_PIXELS, &fd);
  /* Sealed: it can be made neither shorter nor longer under the reader. */
  if (ftruncate (fd, 0) == 0 || ftruncate (fd, 1 << 20) == 0)
    control_exit (9);
}

static void
send_damage (int frame, int y, int height, int rows)
{
  PlacardMessage message = {.damage = {PLACARD_MESSAGE_DAMAGE, frame, y, height, rows}};

  control_send (&message);
}

static void
send_done (int rows)
{
  PlacardMessage message = {.done = {PLACARD_MESSAGE_DONE, 1, rows}};

  control_send (&message);
}

static void
send_idle (guint64 seen)
{
  PlacardMessage message = {.idle = {PLACARD_MESSAGE_IDLE, 0, seen}};

  control_send (&message);
}

static void
send_raw (gsize n_bytes, guint32 kind)
{
  char packet[4096] = "";

  memcpy (packet, &kind, sizeof kind);
  send (PLACARD_PROTOCOL_FD, packet, n_bytes, MSG_NOSIGNAL);
}

static void
speak (const char *word)
{
  if (g_str_has_prefix (word, "good-size"))
    send_good_size ();

  if (!strcmp (word, "size-zero"))
    send_size (0, 10, 3, 0, 1);
  else if (!strcmp (word, "size-negative"))
    send_size (-5, -5, 3, 0, 1);
  else if (!strcmp (word, "size-huge"))
    send_size (G_MAXINT, G_MAXINT, 4, 0, 1);
  else if (!strcmp (word, "size-lead"))
    send_size (10, 10, 3, 1 << 20, 1);
  else if (!strcmp (word, "size-channels"))
    send_size (10, 10, 5, 0, 1);
  else if (!strcmp (word, "size-orientation"))
    send_size (10, 10, 3, 0, 9);
  else if (!strcmp (word, "good-size-twice"))
    send_size (100, 100, 3, 0, 1);
  else if (!strcmp (word, "damage-before-size"))
    send_damage (0, 0, 1, 1);
  else if (!strcmp (word, "good-size-damage-outside"))
    send_damage (0, 90, 11, 10);
  else if (!strcmp (word, "good-size-damage-overflow"))
    send_damage (0, 1, G_MAXINT, 10);
  else if (!strcmp (word, "good-size-damage-frame"))
    send_damage (7, 0, 1, 1);
  else if (!strcmp (word, "good-size-rows"))
    send_damage (0, 0, 1, 101);
  else if (!strcmp (word, "good-size-done"))
    send_done (100);
  else if (!strcmp (word, "done-before-size"))
    send_done (0);
  else if (!strcmp (word, "idle-twice"))
    send_idle (1);
  else if (!strcmp (word, "packet-empty"))
    send_raw (0, 0);
  else if (!strcmp (word, "packet-short"))
    send_raw (6, PLACARD_MESSAGE_SIZE);
  else if (!strcmp (word, "packet-long"))
    send_raw (4096, PLACARD_MESSAGE_SIZE);
  else if (!strcmp (word, "packet-unknown"))
    send_raw (8, 77);
  else if (!strcmp (word, "packet-echo"))
    send_raw (sizeof (PlacardFeedMessage), PLACARD_MESSAGE_FEED);
  else if (!strcmp (word, "crash"))
    raise (SIGSEGV);
  else if (!strcmp (word, "end"))
    control_exit (3);
  else if (!strcmp (word, "close"))
    close (PLACARD_PROTOCOL_FD);
  /* Whatever was said, it does not go by itself. */
  for (;;)
    pause ();
}

int
main (void)
{
  char word[32] = "";

  sandbox_prepare ();
  read_word (word, sizeof word);
  for (gsize i = 0; i < G_N_ELEMENTS (forbidden); i++)
    if (!strcmp (word, forbidden[i].word)) {
      sandbox_limit (MAX_PIXELS, TRUE);
      sandbox_lock (SANDBOX_PLAIN);
      forbidden[i].try ();
      /* Got away with it. */
      control_exit (42);
    }
  speak (word);
}
