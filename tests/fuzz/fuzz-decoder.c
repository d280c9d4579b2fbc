/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The decoder's own side over any bytes: the format by the first byte, the slices by the second. The
 * socket is played here: a child decodes, this process answers and looks at what is said. The child is
 * forked for each input, since a decoder ends with its picture; what it finds is told by its end. */
#include "codec.h"
#include "control.h"
#include "first-frame.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define MAX_PIXELS (4 * 1000 * 1000)
#define CHILD_SECONDS 20

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);
int LLVMFuzzerInitialize (int *argc, char ***argv);

int
LLVMFuzzerInitialize (int *argc, char ***argv)
{
  for (int i = PLACARD_FORMAT_PNG; i <= PLACARD_FORMAT_ICO; i++)
    codec_preload (i);
  return 0;
}

static void
decode (PlacardFormat format, gsize slice, const uint8_t *data, size_t size)
{
  Picture *picture = picture_new (MAX_PIXELS);
  Codec *codec = codec_new (format, picture, MAX_PIXELS);

  for (size_t at = 0; at < size; at += slice)
    codec_feed (codec, data + at, MIN (slice, size - at));
  codec_end (codec);
  control_exit (0);
}

static void
answer_size (int socket, const PlacardSizeMessage *size)
{
  PlacardMessage message = {.pixels = {.kind = PLACARD_MESSAGE_PIXELS}};
  union {
    struct cmsghdr header;
    char space[CMSG_SPACE (sizeof (int))];
  } control = {0};
  struct iovec vector = {&message, sizeof (PlacardPixelsMessage)};
  struct msghdr header = {.msg_iov = &vector,
                          .msg_iovlen = 1,
                          .msg_control = &control,
                          .msg_controllen = sizeof control};
  PlacardLayout layout;
  int fd = memfd_create ("fuzz", MFD_CLOEXEC);

  if (!placard_layout_init (&layout, size, MAX_PIXELS, (guint32) sysconf (_SC_PAGESIZE)))
    abort ();
  /* A write beyond it would be SIGBUS in the child. */
  if (ftruncate (fd, (off_t) layout.size) != 0)
    abort ();
  control.header.cmsg_level = SOL_SOCKET;
  control.header.cmsg_type = SCM_RIGHTS;
  control.header.cmsg_len = CMSG_LEN (sizeof fd);
  memcpy (CMSG_DATA (&control.header), &fd, sizeof fd);
  sendmsg (socket, &header, MSG_NOSIGNAL);
  close (fd);
}

static void
listen_to (int socket)
{
  PlacardMessage message;

  while (recv (socket, &message, sizeof message, 0) > 0)
    if (message.kind == PLACARD_MESSAGE_SIZE)
      answer_size (socket, &message.size);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  int sockets[2], status;
  pid_t child;

  if (size < 2 || socketpair (AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, sockets) != 0)
    return 0;
  child = fork ();
  if (child == 0) {
    dup2 (sockets[1], PLACARD_PROTOCOL_FD);
    alarm (CHILD_SECONDS);
    decode (PLACARD_FORMAT_PNG + data[0] % 10, 1 + data[1] * 16, data + 2, size - 2);
  }
  close (sockets[1]);
  listen_to (sockets[0]);
  close (sockets[0]);
  waitpid (child, &status, 0);
  if (WIFSIGNALED (status) || (WEXITSTATUS (status) != 0 && WEXITSTATUS (status) != 3))
    abort ();
  return 0;
}
