/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-save.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "placard-error.h"

typedef struct {
  char *folder;
} Fixture;

static gboolean own_mounts; /* this process has a mount table of its own, which goes with it */

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("placard-save-XXXXXX", NULL);
}

static GPtrArray *
list (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  while (dir && (name = g_dir_read_name (dir)))
    g_ptr_array_add (names, g_strdup (name));
  return names;
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) names = NULL;

  if (data)
    umount2 (fixture->folder, MNT_DETACH);
  names = list (fixture->folder);
  for (guint i = 0; i < names->len; i++) {
    g_autofree char *path = g_build_filename (fixture->folder, g_ptr_array_index (names, i), NULL);

    if (g_remove (path) != 0)
      g_rmdir (path);
  }
  g_rmdir (fixture->folder);
  g_free (fixture->folder);
}

static PlacardSpool *
make_spool (const char *directory, const char *text, PlacardSpoolState state)
{
  g_autoptr (GError) error = NULL;
  PlacardSpool *spool = placard_spool_new (directory, &error);

  g_assert_no_error (error);
  placard_spool_append (spool, text, strlen (text), &error);
  g_assert_no_error (error);
  if (state != PLACARD_SPOOL_OPEN)
    placard_spool_seal (spool, state);
  return spool;
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **place = user_data;

  *place = g_object_ref (result);
}

/* The base name of the written file, or NULL and @error. */
static char *
save (Fixture *fixture,
      PlacardSpool *spool,
      const char *name,
      PlacardSaveMode mode,
      PlacardSaveFlags flags,
      GCancellable *cancellable,
      GError **error)
{
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GFile) written = NULL;

  placard_save_async (spool, file, mode, flags, cancellable, saved_cb, &result);
  while (!result)
    g_main_context_iteration (NULL, TRUE);
  written = placard_save_finish (result, error);
  return written ? g_file_get_basename (written) : NULL;
}

static void
assert_content (Fixture *fixture, const char *name, const char *expected)
{
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
  g_autofree char *content = NULL;

  g_assert_true (g_file_get_contents (path, &content, NULL, NULL));
  g_assert_cmpstr (content, ==, expected);
}

static void
assert_count (Fixture *fixture, guint expected)
{
  g_autoptr (GPtrArray) names = list (fixture->folder);

  g_assert_cmpuint (names->len, ==, expected);
}

static void
put (Fixture *fixture, const char *name, const char *content)
{
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);

  g_assert_true (g_file_set_contents (path, content, -1, NULL));
}

static void
test_unique (Fixture *fixture, gconstpointer data)
{
  static const char *const expected[] = {"卡.png", "卡 (1).png", "卡 (2).png"};

  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++) {
    g_autoptr (PlacardSpool) spool = make_spool (NULL, expected[i], PLACARD_SPOOL_COMPLETE);
    g_autoptr (GError) error = NULL;
    g_autofree char *name = save (fixture, spool, "卡.png", PLACARD_SAVE_UNIQUE, 0, NULL, &error);

    g_assert_no_error (error);
    g_assert_cmpstr (name, ==, expected[i]);
  }
  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++)
    assert_content (fixture, expected[i], expected[i]);
  assert_count (fixture, 3);
}

static void
test_fail (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlacardSpool) spool = make_spool (NULL, "new", PLACARD_SPOOL_COMPLETE);
  g_autoptr (GError) error = NULL;

  put (fixture, "a.png", "old");
  g_assert_null (save (fixture, spool, "a.png", PLACARD_SAVE_FAIL, 0, NULL, &error));
  g_assert_error (error, PLACARD_ERROR, PLACARD_ERROR_SAVE_EXISTS);
  g_assert_nonnull (strstr (error->message, "a.png"));
  assert_content (fixture, "a.png", "old");
  assert_count (fixture, 1);
}

static void
test_replace (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlacardSpool) spool = make_spool (NULL, "new", PLACARD_SPOOL_COMPLETE);
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (fixture->folder, "a.png", NULL);
  g_autofree char *name = NULL;
  struct stat info;

  put (fixture, "a.png", "old and longer");
  g_assert_cmpint (chmod (path, 0640), ==, 0);
  name = save (fixture, spool, "a.png", PLACARD_SAVE_REPLACE, 0, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (name, ==, "a.png");
  assert_content (fixture, "a.png", "new");
  assert_count (fixture, 1);
  g_assert_cmpint (stat (path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0640);
}

/* In the same folder the spool's own inode gets the name; its permissions are those of any new
 * file. */
static void
test_link (Fixture *fixture, gconstpointer data)
{
  static const PlacardSaveMode modes[] = {PLACARD_SAVE_UNIQUE, PLACARD_SAVE_FAIL,
                                          PLACARD_SAVE_REPLACE};
  mode_t mask = umask (027);

  for (gsize i = 0; i < G_N_ELEMENTS (modes); i++) {
    g_autoptr (PlacardSpool) spool = make_spool (fixture->folder, "new", PLACARD_SPOOL_COMPLETE);
    g_autoptr (GError) error = NULL;
    g_autofree char *target = g_strdup_printf ("%u.png", (guint) i);
    g_autofree char *path = g_build_filename (fixture->folder, target, NULL);
    struct stat info, source;
    int fd = placard_spool_open_fd (spool, &error);
    g_autofree char *name =
        save (fixture, spool, target, modes[i], PLACARD_SAVE_MAY_LINK, NULL, &error);

    g_assert_no_error (error);
    g_assert_cmpstr (name, ==, target);
    g_assert_cmpint (stat (path, &info), ==, 0);
    g_assert_cmpint (fstat (fd, &source), ==, 0);
    g_assert_cmpuint (info.st_ino, ==, source.st_ino);
    g_assert_cmpint (info.st_mode & 0777, ==, 0640);
    close (fd);
  }
  umask (mask);
  assert_count (fixture, 3);
}

static void
test_permissions_of_a_copy (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlacardSpool) spool = make_spool (NULL, "new", PLACARD_SPOOL_COMPLETE);
  g_autofree char *path = g_build_filename (fixture->folder, "a.png", NULL);
  mode_t mask = umask (022);
  struct stat info;

  g_free (save (fixture, spool, "a.png", PLACARD_SAVE_UNIQUE, 0, NULL, NULL));
  umask (mask);
  g_assert_cmpint (stat (path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0644);
}

static void
test_symbolic_link (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlacardSpool) spool = make_spool (NULL, "new", PLACARD_SPOOL_COMPLETE);
  g_autofree char *link = g_build_filename (fixture->folder, "link.png", NULL);
  g_autofree char *dangling = g_build_filename (fixture->folder, "dangling.png", NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *replaced = NULL;
  g_autofree char *behind = NULL;
  g_autofree char *unique = NULL;

  put (fixture, "real.png", "old");
  g_assert_cmpint (symlink ("real.png", link), ==, 0);
  g_assert_cmpint (symlink ("nothing.png", dangling), ==, 0);

  unique = save (fixture, spool, "dangling.png", PLACARD_SAVE_UNIQUE, 0, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (unique, ==, "dangling (1).png");

  replaced = save (fixture, spool, "link.png", PLACARD_SAVE_REPLACE, 0, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (replaced, ==, "real.png");
  g_assert_true (g_file_test (link, G_FILE_TEST_IS_SYMLINK));
  assert_content (fixture, "real.png", "new");

  behind = save (fixture, spool, "dangling.png", PLACARD_SAVE_REPLACE, 0, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (behind, ==, "nothing.png");
  assert_content (fixture, "nothing.png", "new");
}

static void
test_circle (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlacardSpool) spool = make_spool (NULL, "new", PLACARD_SPOOL_COMPLETE);
  g_autofree char *one = g_build_filename (fixture->folder, "one", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (symlink ("one", one), ==, 0);
  g_assert_null (save (fixture, spool, "one", PLACARD_SAVE_REPLACE, 0, NULL, &error));
  g_assert_error (error, PLACARD_ERROR, PLACARD_ERROR_SAVE);
}

static void
test_folder_in_the_way (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlacardSpool) spool = make_spool (NULL, "new", PLACARD_SPOOL_COMPLETE);
  g_autofree char *path = g_build_filename (fixture->folder, "a.png", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir (path, 0755), ==, 0);
  g_assert_null (save (fixture, spool, "a.png", PLACARD_SAVE_REPLACE, 0, NULL, &error));
  g_assert_error (error, PLACARD_ERROR, PLACARD_ERROR_SAVE);
  g_assert_nonnull (strstr (error->message, path));
  assert_count (fixture, 1);
}

static void
test_vanished_folder (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlacardSpool) spool = make_spool (NULL, "new", PLACARD_SPOOL_COMPLETE);
  g_autoptr (GError) error = NULL;

  g_rmdir (fixture->folder);
  g_assert_null (save (fixture, spool, "a.png", PLACARD_SAVE_UNIQUE, 0, NULL, &error));
  g_assert_error (error, PLACARD_ERROR, PLACARD_ERROR_SAVE);
  g_assert_nonnull (strstr (error->message, fixture->folder));
}

static void
test_long_name (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlacardSpool) spool = make_spool (NULL, "new", PLACARD_SPOOL_COMPLETE);
  g_autofree char *fits = g_strnfill (255, 'a');
  g_autofree char *too_long = g_strnfill (256, 'a');
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autoptr (GError) error = NULL;

  first = save (fixture, spool, fits, PLACARD_SAVE_UNIQUE, 0, NULL, &error);
  g_assert_no_error (error);
  second = save (fixture, spool, fits, PLACARD_SAVE_UNIQUE, 0, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (strlen (second), ==, 255);
  g_assert_true (g_str_has_suffix (second, "a (1)"));
  g_assert_null (save (fixture, spool, too_long, PLACARD_SAVE_UNIQUE, 0, NULL, &error));
  g_assert_error (error, PLACARD_ERROR, PLACARD_ERROR_SAVE);
}

static void
test_partial (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlacardSpool) spool = make_spool (NULL, "half", PLACARD_SPOOL_INCOMPLETE);
  g_autoptr (GError) error = NULL;
  g_autofree char *name = NULL;

  g_assert_null (save (fixture, spool, "a.png", PLACARD_SAVE_UNIQUE, 0, NULL, &error));
  g_assert_error (error, PLACARD_ERROR, PLACARD_ERROR_TRUNCATED);
  assert_count (fixture, 0);
  g_clear_error (&error);
  name =
      save (fixture, spool, "a.png", PLACARD_SAVE_UNIQUE, PLACARD_SAVE_ALLOW_PARTIAL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (name, ==, "a (incomplete).png");
  assert_count (fixture, 1);
}

/* What libsoup's chunked reader does not notice, the picture tells. */
static void
test_judge (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path =
      g_test_build_filename (G_TEST_DIST, "data", "pictures", "plain.png", NULL);
  g_autofree char *png = NULL;
  gsize length;

  g_assert_true (g_file_get_contents (path, &png, &length, NULL));
  for (int cut = 0; cut <= 1; cut++) {
    g_autoptr (PlacardSpool) spool = placard_spool_new (NULL, NULL);
    g_autoptr (GError) error = NULL;
    g_autofree char *name = NULL;
    g_autofree char *partial = NULL;

    g_assert_true (placard_spool_append (spool, png, length - (gsize) cut, NULL));
    placard_spool_seal (spool, PLACARD_SPOOL_COMPLETE);
    name = save (fixture, spool, "a.png", PLACARD_SAVE_REPLACE, PLACARD_SAVE_JUDGE, NULL, &error);
    if (!cut) {
      g_assert_cmpstr (name, ==, "a.png");
      continue;
    }
    g_assert_error (error, PLACARD_ERROR, PLACARD_ERROR_TRUNCATED);
    partial = save (fixture, spool, "a.png", PLACARD_SAVE_REPLACE,
                    PLACARD_SAVE_JUDGE | PLACARD_SAVE_ALLOW_PARTIAL, NULL, NULL);
    g_assert_cmpstr (partial, ==, "a (incomplete).png");
  }
  assert_count (fixture, 2);
}

static gboolean
finish_spool_cb (gpointer data)
{
  PlacardSpool *spool = data;

  placard_spool_append (spool, " second", 7, NULL);
  placard_spool_seal (spool, PLACARD_SPOOL_COMPLETE);
  return G_SOURCE_REMOVE;
}

static void
test_growing (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlacardSpool) spool = make_spool (NULL, "first", PLACARD_SPOOL_OPEN);
  g_autoptr (GError) error = NULL;
  g_autofree char *name = NULL;

  g_timeout_add (20, finish_spool_cb, spool);
  name = save (fixture, spool, "a.png", PLACARD_SAVE_UNIQUE, 0, NULL, &error);
  g_assert_no_error (error);
  assert_content (fixture, "a.png", "first second");
}

static gboolean
cancel_cb (gpointer data)
{
  g_cancellable_cancel (data);
  return G_SOURCE_REMOVE;
}

static void
test_cancel (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlacardSpool) growing = make_spool (NULL, "first", PLACARD_SPOOL_OPEN);
  g_autoptr (PlacardSpool) sealed = make_spool (NULL, "first", PLACARD_SPOOL_COMPLETE);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  put (fixture, "a.png", "old");
  g_timeout_add (20, cancel_cb, cancellable);
  g_assert_null (save (fixture, growing, "a.png", PLACARD_SAVE_REPLACE, 0, cancellable, &error));
  g_assert_error (error, PLACARD_ERROR, PLACARD_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_null (save (fixture, sealed, "a.png", PLACARD_SAVE_REPLACE, 0, cancellable, &error));
  g_assert_error (error, PLACARD_ERROR, PLACARD_ERROR_CANCELLED);
  assert_content (fixture, "a.png", "old");
  assert_count (fixture, 1);
  placard_spool_seal (growing, PLACARD_SPOOL_CANCELLED);
}

/* A full disk: a file system of 64 KiB. */
static void
test_full (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = g_strnfill (1024 * 1024, 'x');
  g_autoptr (PlacardSpool) spool = NULL;
  static const PlacardSaveMode modes[] = {PLACARD_SAVE_UNIQUE, PLACARD_SAVE_REPLACE};

  if (!own_mounts || mount ("none", fixture->folder, "tmpfs", 0, "size=64k") != 0) {
    g_test_skip ("mounting a small file system needs root");
    return;
  }
  spool = make_spool (NULL, text, PLACARD_SPOOL_COMPLETE);
  put (fixture, "a.png", "old");
  for (gsize i = 0; i < G_N_ELEMENTS (modes); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_null (save (fixture, spool, "a.png", modes[i], 0, NULL, &error));
    g_assert_error (error, PLACARD_ERROR, PLACARD_ERROR_SAVE_NO_SPACE);
    g_assert_nonnull (strstr (error->message, fixture->folder));
    assert_content (fixture, "a.png", "old");
    assert_count (fixture, 1);
  }
}

static void
test_read_only (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlacardSpool) spool = make_spool (NULL, "new", PLACARD_SPOOL_COMPLETE);
  g_autoptr (GError) error = NULL;

  if (!own_mounts || mount ("none", fixture->folder, "tmpfs", MS_RDONLY, "size=64k") != 0) {
    g_test_skip ("mounting a read-only file system needs root");
    return;
  }
  g_assert_null (save (fixture, spool, "a.png", PLACARD_SAVE_UNIQUE, 0, NULL, &error));
  g_assert_error (error, PLACARD_ERROR, PLACARD_ERROR_SAVE_PERMISSION);
  g_assert_nonnull (strstr (error->message, fixture->folder));
}

/* Another file system than the spool's: neither a link nor, in places, the kernel's own copy. */
static void
test_other_file_system (Fixture *fixture, gconstpointer data)
{
  g_autofree char *text = g_strnfill (3 * 1024 * 1024 + 17, 'y');
  g_autoptr (PlacardSpool) spool = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = NULL;

  if (!own_mounts || mount ("none", fixture->folder, "tmpfs", 0, "size=16m") != 0) {
    g_test_skip ("mounting a file system needs root");
    return;
  }
  spool = make_spool (NULL, text, PLACARD_SPOOL_COMPLETE);
  name = save (fixture, spool, "a.png", PLACARD_SAVE_FAIL, PLACARD_SAVE_MAY_LINK, NULL, &error);
  g_assert_no_error (error);
  assert_content (fixture, "a.png", text);
  assert_count (fixture, 1);
}

#define KILLS 200

/* The process that is killed: saves one text or the other over and over, as the window does, from a spool in
 * the folder and from one elsewhere. */
static void
save_often (Fixture *fixture, PlacardSaveMode mode, const char *const *texts, int n_times)
{
  for (int i = 0; i < n_times; i++) {
    g_autoptr (PlacardSpool) spool =
        make_spool (i & 2 ? fixture->folder : NULL, texts[i & 1], PLACARD_SPOOL_COMPLETE);

    g_free (save (fixture, spool, "a.png", mode, i & 2 ? PLACARD_SAVE_MAY_LINK : 0, NULL, NULL));
  }
}

static void
make_old (const char *path)
{
  const struct timespec times[2] = {{.tv_sec = time (NULL) - 3600}, {.tv_sec = time (NULL) - 3600}};

  g_assert_cmpint (utimensat (AT_FDCWD, path, times, 0), ==, 0);
}

/* Every file is one text or the other, whole. Returns how many hidden ones were left: killed between the link
 * and the rename. */
static guint
check_after_kill (Fixture *fixture, const char *const *texts)
{
  g_autoptr (GPtrArray) names = list (fixture->folder);
  guint left = 0;

  for (guint i = 0; i < names->len; i++) {
    const char *name = g_ptr_array_index (names, i);
    g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
    g_autofree char *content = NULL;

    g_assert_true (g_file_get_contents (path, &content, NULL, NULL));
    g_assert_true (strcmp (content, texts[0]) == 0 || strcmp (content, texts[1]) == 0);
    if (g_str_has_prefix (name, ".placard-")) {
      make_old (path);
      left++;
    } else if (strcmp (name, "a.png") != 0) {
      g_assert_true (g_str_has_prefix (name, "a (") && g_str_has_suffix (name, ").png"));
      g_assert_cmpint (g_remove (path), ==, 0);
    }
  }
  return left;
}

static GPid
start_saving (Fixture *fixture, const char *mode, const char *n_times)
{
  const char *argv[] = {"/proc/self/exe", "--save-often", fixture->folder, mode, n_times, NULL};
  g_autoptr (GError) error = NULL;
  GPid pid;

  g_spawn_async (NULL, (char **) argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL, &pid, &error);
  g_assert_no_error (error);
  return pid;
}

static void
kill_one (Fixture *fixture, const char *mode)
{
  GPid pid = start_saving (fixture, mode, "1000000");

  g_usleep ((gulong) g_test_rand_int_range (4000, 30000));
  g_assert_cmpint (kill (pid, SIGKILL), ==, 0);
  g_assert_cmpint (waitpid (pid, NULL, 0), ==, pid);
}

/* S3: 200 moments, half of them replacing a file, half taking new names. The next one that saves there removes
 * what was left. */
static void
test_kill (Fixture *fixture, gconstpointer data)
{
  g_autofree char *one = g_strnfill (700 * 1024, '1');
  g_autofree char *two = g_strnfill (900 * 1024, '2');
  const char *texts[] = {one, two};
  guint left = 0;

  put (fixture, "a.png", one);
  for (int i = 0; i < KILLS; i++) {
    kill_one (fixture, i % 2 ? "unique" : "replace");
    left = check_after_kill (fixture, texts);
  }
  g_test_message ("left of the last: %u", left);
  put (fixture, ".placard-0123456789abcdef", one);
  put (fixture, ".placard-of-somebody-else", one);
  {
    g_autofree char *path = g_build_filename (fixture->folder, ".placard-0123456789abcdef", NULL);
    g_autofree char *other = g_build_filename (fixture->folder, ".placard-of-somebody-else", NULL);
    GPid pid;

    make_old (path);
    make_old (other);
    pid = start_saving (fixture, "replace", "2");
    g_assert_cmpint (waitpid (pid, NULL, 0), ==, pid);
    g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
    g_assert_true (g_file_test (other, G_FILE_TEST_EXISTS));
  }
  assert_content (fixture, "a.png", two);
  assert_count (fixture, 2);
}

/* A hidden file that somebody still writes, on this machine or another, is left alone. */
static void
test_leftover_in_use (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, ".placard-fedcba9876543210", NULL);
  g_autoptr (PlacardSpool) spool = make_spool (NULL, "new", PLACARD_SPOOL_COMPLETE);
  int fd;

  put (fixture, ".placard-fedcba9876543210", "half");
  make_old (path);
  fd = open (path, O_WRONLY | O_CLOEXEC);
  g_assert_cmpint (flock (fd, LOCK_EX | LOCK_NB), ==, 0);
  g_free (save (fixture, spool, "a.png", PLACARD_SAVE_UNIQUE, 0, NULL, NULL));
  assert_content (fixture, ".placard-fedcba9876543210", "half");
  close (fd);
}

/* A file under a name of the person's own that leads elsewhere, or to a folder. */
static void
test_link_to_folder (Fixture *fixture, gconstpointer data)
{
  g_autoptr (PlacardSpool) spool = make_spool (NULL, "new", PLACARD_SPOOL_COMPLETE);
  g_autofree char *link = g_build_filename (fixture->folder, "link", NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *unique = NULL;

  g_assert_cmpint (symlink ("/", link), ==, 0);
  g_assert_null (save (fixture, spool, "link", PLACARD_SAVE_REPLACE, 0, NULL, &error));
  g_assert_error (error, PLACARD_ERROR, PLACARD_ERROR_SAVE);
  unique = save (fixture, spool, "link", PLACARD_SAVE_UNIQUE, 0, NULL, NULL);
  g_assert_cmpstr (unique, ==, "link (1)");
  g_assert_true (g_file_test (link, G_FILE_TEST_IS_SYMLINK));
}

static int
run_saver (char **argv)
{
  g_autofree char *one = g_strnfill (700 * 1024, '1');
  g_autofree char *two = g_strnfill (900 * 1024, '2');
  const char *texts[] = {one, two};
  Fixture fixture = {.folder = argv[2]};
  gboolean unique = strcmp (argv[3], "unique") == 0;

  save_often (&fixture, unique ? PLACARD_SAVE_UNIQUE : PLACARD_SAVE_REPLACE, texts,
              (int) g_ascii_strtoll (argv[4], NULL, 10));
  return 0;
}

int
main (int argc, char **argv)
{
  if (argc == 5 && strcmp (argv[1], "--save-often") == 0)
    return run_saver (argv);
  /* Before any thread is there. */
  own_mounts =
      unshare (CLONE_NEWNS) == 0 && mount (NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0;
  g_test_init (&argc, &argv, NULL);

#define ADD(path, mounts, function)                                                                \
  g_test_add ("/save/" path, Fixture, mounts ? "" : NULL, set_up, function, tear_down)
  ADD ("unique", FALSE, test_unique);
  ADD ("fail", FALSE, test_fail);
  ADD ("replace", FALSE, test_replace);
  ADD ("link", FALSE, test_link);
  ADD ("permissions", FALSE, test_permissions_of_a_copy);
  ADD ("symbolic-link", FALSE, test_symbolic_link);
  ADD ("circle", FALSE, test_circle);
  ADD ("folder-in-the-way", FALSE, test_folder_in_the_way);
  ADD ("vanished-folder", FALSE, test_vanished_folder);
  ADD ("long-name", FALSE, test_long_name);
  ADD ("partial", FALSE, test_partial);
  ADD ("judge", FALSE, test_judge);
  ADD ("growing", FALSE, test_growing);
  ADD ("cancel", FALSE, test_cancel);
  ADD ("full", TRUE, test_full);
  ADD ("read-only", TRUE, test_read_only);
  ADD ("other-file-system", TRUE, test_other_file_system);
  ADD ("kill", FALSE, test_kill);
  ADD ("leftover-in-use", FALSE, test_leftover_in_use);
  ADD ("link-to-folder", FALSE, test_link_to_folder);
  return g_test_run ();
}
