/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-save-stream.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

gboolean
placard_save_is_stream (const char *path)
{
  struct stat info;

  return stat (path, &info) == 0 && !S_ISREG (info.st_mode) && !S_ISDIR (info.st_mode);
}

static gboolean
write_stream (const char *path, const char *text)
{
  int fd = open (path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
  gsize left = strlen (text);
  int number;

  while (fd >= 0 && left) {
    ssize_t n = write (fd, text, left);

    if (n < 0 && errno != EINTR)
      break;
    text += MAX (n, 0);
    left -= (gsize) MAX (n, 0);
  }
  number = errno;
  if (fd >= 0)
    close (fd);
  errno = number;
  return fd >= 0 && !left;
}

gboolean
placard_save_text (const char *path, const char *text, GError **error)
{
  if (!placard_save_is_stream (path))
    return g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, error);
  if (write_stream (path, text))
    return TRUE;
  g_set_error_literal (error, G_FILE_ERROR, (gint) g_file_error_from_errno (errno),
                       g_strerror (errno));
  return FALSE;
}
