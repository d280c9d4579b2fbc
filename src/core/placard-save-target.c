/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-save-target.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "placard-error.h"
#include "placard-filename.h"
#include "placard-save-leftovers.h"
#include "placard-save-stream.h"

/* At any moment, a loss of power included, the name is either the old file's or that of the new
 * one, whole and on the disk; that the name itself is on the disk already is not waited for. Where
 * the file system can, the new file has no name at all before that, so that even a killed process
 * leaves nothing. */

#define COPY_SLICE (16 * 1024 * 1024)
#define READ_SLICE (256 * 1024)
#define MAX_UNIQUE 9999
#define MAX_LINKS 40

struct _PlacardSaveTarget {
  char *folder;
  char *name;
  PlacardSaveMode mode;
  int folder_fd;
  int source_fd; /* borrowed */
  int fd;        /* the new file */
  gboolean may_link;
  gboolean is_source; /* `fd` is the source's own inode */
  gboolean is_stream; /* `fd` is a device or a pipe: written to, never replaced */
  char *temporary;    /* (nullable): its name for the time being, where it must have one */
};

void
placard_save_set_error (GError **error, int number, const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *name = g_filename_display_basename (path);

  switch (number) {
  case ENOSPC:
  case EDQUOT:
    g_set_error (error, PLACARD_ERROR, PLACARD_ERROR_SAVE_NO_SPACE,
                 _ ("There is not enough space left in %s for %s"), folder, name);
    break;
  case EACCES:
  case EPERM:
    g_set_error (error, PLACARD_ERROR, PLACARD_ERROR_SAVE_PERMISSION,
                 _ ("There is no permission to save %s in %s"), name, folder);
    break;
  case EROFS:
    g_set_error (error, PLACARD_ERROR, PLACARD_ERROR_SAVE_PERMISSION,
                 _ ("%s cannot be saved: %s is read-only"), name, folder);
    break;
  case EEXIST:
    g_set_error (error, PLACARD_ERROR, PLACARD_ERROR_SAVE_EXISTS, _ ("%s already exists in %s"),
                 name, folder);
    break;
  case ENOENT:
  case ENOTDIR:
    g_set_error (error, PLACARD_ERROR, PLACARD_ERROR_SAVE,
                 _ ("%s cannot be saved: there is no folder %s"), name, folder);
    break;
  case EISDIR:
    g_set_error (error, PLACARD_ERROR, PLACARD_ERROR_SAVE, _ ("%s cannot be saved: it is a folder"),
                 path);
    break;
  case ENAMETOOLONG:
    g_set_error (error, PLACARD_ERROR, PLACARD_ERROR_SAVE,
                 _ ("The name is too long to be saved in %s: %s"), folder, name);
    break;
  default:
    g_set_error (error, PLACARD_ERROR, PLACARD_ERROR_SAVE, _ ("%s cannot be saved in %s: %s"), name,
                 folder, g_strerror (number));
    break;
  }
}

static char *
dup_path (const PlacardSaveTarget *self)
{
  return g_build_filename (self->folder, self->name, NULL);
}

static gboolean
fail (const PlacardSaveTarget *self, int number, GError **error)
{
  g_autofree char *path = dup_path (self);

  placard_save_set_error (error, number, path);
  return FALSE;
}

/* The path behind symbolic links, the last of which may lead to nothing. */
static char *
resolve_links (const char *path)
{
  g_autofree char *at = g_strdup (path);

  for (int i = 0; i < MAX_LINKS; i++) {
    g_autofree char *target = g_file_read_link (at, NULL);
    g_autofree char *folder = g_path_get_dirname (at);

    if (!target)
      return g_steal_pointer (&at);
    g_free (at);
    at = g_path_is_absolute (target) ? g_strdup (target) : g_build_filename (folder, target, NULL);
  }
  errno = ELOOP;
  return NULL;
}

/* A pipe is waited for until somebody reads from it. */
static gboolean
open_stream (PlacardSaveTarget *self, const char *path, GError **error)
{
  self->is_stream = TRUE;
  self->folder = g_path_get_dirname (path);
  self->name = g_path_get_basename (path);
  self->fd = open (path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
  return self->fd >= 0 || fail (self, errno, error);
}

PlacardSaveTarget *
placard_save_target_new (
    const char *path, PlacardSaveMode mode, int source_fd, gboolean may_link, GError **error)
{
  g_autoptr (PlacardSaveTarget) self = g_new0 (PlacardSaveTarget, 1);
  g_autofree char *real = mode == PLACARD_SAVE_REPLACE ? resolve_links (path) : g_strdup (path);

  self->folder_fd = self->fd = -1;
  self->mode = mode;
  self->source_fd = source_fd;
  self->may_link = may_link;
  if (mode == PLACARD_SAVE_REPLACE && placard_save_is_stream (path))
    return open_stream (self, path, error) ? g_steal_pointer (&self) : NULL;
  if (!real) {
    placard_save_set_error (error, errno, path);
    return NULL;
  }
  self->folder = g_path_get_dirname (real);
  self->name = g_path_get_basename (real);
  self->folder_fd = open (self->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (self->folder_fd < 0) {
    fail (self, errno, error);
    return NULL;
  }
  return g_steal_pointer (&self);
}

void
placard_save_target_free (PlacardSaveTarget *self)
{
  if (self->temporary)
    unlinkat (self->folder_fd, self->temporary, 0);
  if (self->fd >= 0)
    close (self->fd);
  if (self->folder_fd >= 0)
    close (self->folder_fd);
  g_free (self->folder);
  g_free (self->name);
  g_free (self->temporary);
  g_free (self);
}

/* umask() can only be read by setting it, which other threads would notice. */
static mode_t
read_default_mode (void)
{
  g_autofree char *status = NULL;
  const char *line;

  if (!g_file_get_contents ("/proc/self/status", &status, NULL, NULL))
    return 0644;
  line = strstr (status, "\nUmask:");
  return line ? (mode_t) (0666 & ~g_ascii_strtoull (line + 7 + strspn (line + 7, "\t "), NULL, 8))
              : 0644;
}

/* Nothing here changes it. */
static mode_t
get_default_mode (void)
{
  static gsize mode;

  if (g_once_init_enter (&mode))
    g_once_init_leave (&mode, (gsize) read_default_mode () | S_IFREG);
  return (mode_t) (mode & 0777);
}

/* An old file that is replaced hands on its permissions. */
static mode_t
get_mode (const PlacardSaveTarget *self)
{
  struct stat info;

  if (self->mode == PLACARD_SAVE_REPLACE &&
      fstatat (self->folder_fd, self->name, &info, AT_SYMLINK_NOFOLLOW) == 0 &&
      S_ISREG (info.st_mode))
    return info.st_mode & 0777;
  return get_default_mode ();
}

static gboolean
is_folder (const PlacardSaveTarget *self)
{
  struct stat info;

  return fstatat (self->folder_fd, self->name, &info, AT_SYMLINK_NOFOLLOW) == 0 &&
         S_ISDIR (info.st_mode);
}

/* Without a name where the file system can (not FAT, not some network ones). */
static gboolean
open_new_file (PlacardSaveTarget *self)
{
  self->fd = openat (self->folder_fd, ".", O_TMPFILE | O_WRONLY | O_CLOEXEC, 0666);
  if (self->fd >= 0 ||
      (errno != EOPNOTSUPP && errno != EISDIR && errno != EINVAL && errno != ENOENT))
    return self->fd >= 0;
  for (int i = 0; i < 100; i++) {
    g_autofree char *name = placard_save_leftovers_make_name ();

    self->fd = openat (self->folder_fd, name, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0666);
    if (self->fd >= 0) {
      placard_save_leftovers_guard (self->fd);
      self->temporary = g_steal_pointer (&name);
    }
    if (self->fd >= 0 || errno != EEXIST)
      break;
  }
  return self->fd >= 0;
}

static gboolean
write_all (int fd, const guint8 *bytes, gsize n_bytes)
{
  while (n_bytes) {
    ssize_t n = write (fd, bytes, n_bytes);

    if (n < 0 && errno == EINTR)
      continue;
    if (n <= 0)
      return FALSE;
    bytes += n;
    n_bytes -= (gsize) n;
  }
  return TRUE;
}

/* 1: some bytes; 0: the end; -1: errno. */
static int
copy_by_hand (int from, int to, off_t *offset, guint8 *buffer)
{
  ssize_t n = pread (from, buffer, READ_SLICE, *offset);

  if (n <= 0)
    return (int) n;
  *offset += n;
  return write_all (to, buffer, (gsize) n) ? 1 : -1;
}

/* In the kernel, as a reflink where that is possible. */
static int
copy_slice (int from, int to, off_t *offset, guint8 **buffer)
{
  ssize_t n = *buffer ? -1 : copy_file_range (from, offset, to, NULL, COPY_SLICE, 0);

  if (n >= 0 && !(n == 0 && *offset == 0))
    return n > 0;
  /* Zero at once is what some file systems say instead of "cannot". */
  if (!*buffer && n < 0 && errno != EXDEV && errno != EINVAL && errno != ENOSYS &&
      errno != EOPNOTSUPP && errno != EPERM && errno != EBADF)
    return -1;
  if (!*buffer)
    *buffer = g_malloc (READ_SLICE);
  return copy_by_hand (from, to, offset, *buffer);
}

static gboolean
set_stopped (PlacardSaveTarget *self, GError **error)
{
  g_set_error (error, PLACARD_ERROR, PLACARD_ERROR_CANCELLED, _ ("Saving %s was stopped"),
               self->name);
  return FALSE;
}

static gboolean
copy_bytes (PlacardSaveTarget *self, GCancellable *cancellable, GError **error)
{
  g_autofree guint8 *buffer = NULL;
  off_t offset = 0;
  int more = 1;

  while (more > 0) {
    if (g_cancellable_is_cancelled (cancellable))
      return set_stopped (self, error);
    more = copy_slice (self->source_fd, self->fd, &offset, &buffer);
    if (more < 0 && errno == EINTR)
      more = 1;
  }
  return more == 0 || fail (self, errno, error);
}

/* A hard link to a file that has no name. */
static int
link_descriptor (const PlacardSaveTarget *self, int fd, const char *name)
{
  g_autofree char *path = g_strdup_printf ("/proc/self/fd/%d", fd);

  return linkat (AT_FDCWD, path, self->folder_fd, name, AT_SYMLINK_FOLLOW);
}

/* Everything on the disk, or FALSE and errno; ECANCELED. fsync() alone cannot be stopped: of a large file it
 * is left only what the slices before it did not write. */
static gboolean
sync_bytes (int fd, GCancellable *cancellable)
{
  const unsigned flags =
      SYNC_FILE_RANGE_WAIT_BEFORE | SYNC_FILE_RANGE_WRITE | SYNC_FILE_RANGE_WAIT_AFTER;
  struct stat info;

  if (fstat (fd, &info) != 0)
    return FALSE;
  for (off_t at = 0; info.st_size > COPY_SLICE && at < info.st_size; at += COPY_SLICE) {
    if (g_cancellable_is_cancelled (cancellable)) {
      errno = ECANCELED;
      return FALSE;
    }
    if (sync_file_range (fd, at, COPY_SLICE, flags) != 0)
      break;
  }
  return fsync (fd) == 0;
}

/* The source itself is the new file, if it is on the same file system; whether it may get a name
 * only the link will show. */
static gboolean
take_source (PlacardSaveTarget *self, GCancellable *cancellable)
{
  struct stat source, folder;

  if (fstat (self->source_fd, &source) != 0 || fstat (self->folder_fd, &folder) != 0 ||
      source.st_dev != folder.st_dev || fchmod (self->source_fd, get_mode (self)) != 0 ||
      !sync_bytes (self->source_fd, cancellable))
    return FALSE;
  self->fd = fcntl (self->source_fd, F_DUPFD_CLOEXEC, 0);
  return self->fd >= 0;
}

static gboolean
write_copy (PlacardSaveTarget *self, GCancellable *cancellable, GError **error)
{
  if (!open_new_file (self))
    return fail (self, errno, error);
  if (!copy_bytes (self, cancellable, error))
    return FALSE;
  if (self->mode == PLACARD_SAVE_REPLACE)
    fchmod (self->fd, get_mode (self));
  if (sync_bytes (self->fd, cancellable) || errno == EINVAL)
    return TRUE;
  return errno == ECANCELED ? set_stopped (self, error) : fail (self, errno, error);
}

gboolean
placard_save_target_write (PlacardSaveTarget *self, GCancellable *cancellable, GError **error)
{
  if (self->is_stream)
    return copy_bytes (self, cancellable, error);
  if (is_folder (self) && self->mode == PLACARD_SAVE_REPLACE)
    return fail (self, EISDIR, error);
  placard_save_leftovers_sweep (self->folder_fd);
  if (strlen (self->name) > 255)
    return fail (self, ENAMETOOLONG, error);
  self->is_source = self->may_link && take_source (self, cancellable);
  return self->is_source || write_copy (self, cancellable, error);
}

/* For file systems that know neither links nor RENAME_NOREPLACE: the name is taken first, then
 * filled. */
static int
rename_over_placeholder (const PlacardSaveTarget *self, const char *name)
{
  int fd = openat (self->folder_fd, name, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0666);

  if (fd < 0)
    return -1;
  close (fd);
  return renameat (self->folder_fd, self->temporary, self->folder_fd, name);
}

/* Gives the file @name unless that is taken: EEXIST. */
static gboolean
take_name (PlacardSaveTarget *self, const char *name)
{
  int result;

  if (!self->temporary)
    return link_descriptor (self, self->fd, name) == 0;
  result = renameat2 (self->folder_fd, self->temporary, self->folder_fd, name, RENAME_NOREPLACE);
  if (result != 0 && (errno == EINVAL || errno == ENOSYS))
    result = rename_over_placeholder (self, name);
  if (result == 0)
    g_clear_pointer (&self->temporary, g_free);
  return result == 0;
}

static gboolean
replace (PlacardSaveTarget *self)
{
  if (!self->temporary) {
    g_autofree char *name = placard_save_leftovers_make_name ();

    placard_save_leftovers_guard (self->fd);
    if (link_descriptor (self, self->fd, name) != 0)
      return FALSE;
    self->temporary = g_steal_pointer (&name);
  }
  if (renameat (self->folder_fd, self->temporary, self->folder_fd, self->name) != 0)
    return FALSE;
  g_clear_pointer (&self->temporary, g_free);
  return TRUE;
}

static gboolean
take_unique_name (PlacardSaveTarget *self)
{
  g_autofree char *wanted = g_strdup (self->name);

  for (int i = 1; i <= MAX_UNIQUE; i++) {
    g_autofree char *suffix = g_strdup_printf (" (%d)", i);

    if (take_name (self, self->name))
      return TRUE;
    if (errno != EEXIST)
      return FALSE;
    g_free (self->name);
    self->name = placard_filename_with_suffix (wanted, suffix);
  }
  errno = EEXIST;
  return FALSE;
}

static gboolean
name_file (PlacardSaveTarget *self)
{
  switch (self->mode) {
  case PLACARD_SAVE_UNIQUE:
    return take_unique_name (self);
  case PLACARD_SAVE_FAIL:
    return take_name (self, self->name);
  case PLACARD_SAVE_REPLACE:
    return replace (self);
  }
  return FALSE;
}

char *
placard_save_target_commit (PlacardSaveTarget *self, GError **error)
{
  gboolean done = self->is_stream || name_file (self);

  /* An inode that had a name once and lost it gets none again. */
  if (!done && self->is_source && errno != EEXIST) {
    self->is_source = FALSE;
    close (self->fd);
    self->fd = -1;
    if (!write_copy (self, NULL, error))
      return NULL;
    done = name_file (self);
  }
  if (!done) {
    fail (self, errno, error);
    return NULL;
  }
  return dup_path (self);
}
