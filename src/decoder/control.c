/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "control.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

void
control_exit (int status)
{
  _exit (status);
}

static int
take_descriptor (struct msghdr *header)
{
  struct cmsghdr *control = CMSG_FIRSTHDR (header);
  int fd = -1;

  if (control && control->cmsg_level == SOL_SOCKET && control->cmsg_type == SCM_RIGHTS)
    memcpy (&fd, CMSG_DATA (control), sizeof fd);
  return fd;
}

gboolean
control_receive (PlacardMessage *message, int *fd, int timeout_ms)
{
  struct pollfd waiting = {.fd = PLACARD_PROTOCOL_FD, .events = POLLIN};
  union {
    struct cmsghdr header;
    char space[CMSG_SPACE (sizeof (int))];
  } control;
  struct iovec vector = {message, sizeof *message};
  struct msghdr header = {
      .msg_iov = &vector,
      .msg_iovlen = 1,
      .msg_control = &control,
      .msg_controllen = sizeof control,
  };
  gssize n_received;

  if (timeout_ms >= 0 && poll (&waiting, 1, timeout_ms) == 0)
    return FALSE;
  do
    n_received = recvmsg (PLACARD_PROTOCOL_FD, &header, MSG_CMSG_CLOEXEC);
  while (n_received < 0 && errno == EINTR);

  if (n_received < (gssize) sizeof message->kind)
    control_exit (0);
  if ((gsize) n_received != placard_message_size (message->kind))
    control_exit (2);
  *fd = take_descriptor (&header);
  return TRUE;
}

void
control_send (const PlacardMessage *message)
{
  gssize n_sent;

  do
    n_sent = send (PLACARD_PROTOCOL_FD, message, placard_message_size (message->kind),
                   MSG_NOSIGNAL | MSG_EOR);
  while (n_sent < 0 && errno == EINTR);
  if (n_sent < 0)
    control_exit (0);
}

void
control_fail (PlacardFault fault, int width, int height, int rows, const char *text)
{
  PlacardMessage message = {.error = {
                                .kind = PLACARD_MESSAGE_ERROR,
                                .fault = fault,
                                .width = width,
                                .height = height,
                                .rows = rows,
                            }};

  if (text)
    g_strlcpy (message.error.text, text, sizeof message.error.text);
  control_send (&message);
  control_exit (0);
}
