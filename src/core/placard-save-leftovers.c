/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Invariant: a file goes only when its name is one of ours, nobody holds its lock, and it is no longer young. The
 * lock is of the kernel's: it ends with the process, on every machine that shares the folder. */
#include "placard-save-leftovers.h"

#include <dirent.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define PREFIX ".placard-"
#define DIGITS 16
#define YOUNG 60 /* seconds */

static GHashTable *swept; /* of "device:inode" */
G_LOCK_DEFINE_STATIC (swept);

char *
placard_save_leftovers_make_name (void)
{
  return g_strdup_printf (PREFIX "%08x%08x", g_random_int (), g_random_int ());
}

void
placard_save_leftovers_guard (int fd)
{
  /* Where there are no locks nothing is swept either. */
  (void) !flock (fd, LOCK_EX | LOCK_NB);
}

static gboolean
is_ours (const char *name)
{
  return g_str_has_prefix (name, PREFIX) && strlen (name) == strlen (PREFIX) + DIGITS &&
         strspn (name + strlen (PREFIX), "0123456789abcdef") == DIGITS;
}

static void
remove_if_left (int folder_fd, const char *name)
{
  int fd = openat (folder_fd, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  struct stat info;

  if (fd < 0)
    return;
  if (fstat (fd, &info) == 0 && S_ISREG (info.st_mode) && time (NULL) - info.st_mtime >= YOUNG &&
      flock (fd, LOCK_EX | LOCK_NB) == 0)
    unlinkat (folder_fd, name, 0);
  close (fd);
}

static gboolean
is_first_visit (int folder_fd)
{
  struct stat info;
  char *key;
  gboolean first;

  if (fstat (folder_fd, &info) != 0)
    return FALSE;
  key = g_strdup_printf ("%" G_GUINT64_FORMAT ":%" G_GUINT64_FORMAT, (guint64) info.st_dev,
                         (guint64) info.st_ino);
  G_LOCK (swept);
  if (!swept)
    swept = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  first = g_hash_table_add (swept, key);
  G_UNLOCK (swept);
  return first;
}

void
placard_save_leftovers_sweep (int folder_fd)
{
  int fd = is_first_visit (folder_fd) ? openat (folder_fd, ".", O_RDONLY | O_CLOEXEC) : -1;
  DIR *dir = fd >= 0 ? fdopendir (fd) : NULL;
  struct dirent *entry;

  if (!dir) {
    if (fd >= 0)
      close (fd);
    return;
  }
  while ((entry = readdir (dir)))
    if (is_ours (entry->d_name))
      remove_if_left (folder_fd, entry->d_name);
  closedir (dir);
}
