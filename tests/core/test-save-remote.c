/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Folders that have an address and no path, as a share that GIO has opened: what they are made of here is a local
 * folder behind a GFile that does not say so. */
#include "placard-save.h"

#include <glib/gstdio.h>
#include <sched.h>
#include <string.h>
#include <sys/mount.h>

#include "placard-error.h"

static gboolean own_mounts;

/* --- a share ----------------------------------------------------------------------------------- */

typedef struct {
  GObject parent_instance;

  GFile *inner;
} Share;

typedef GObjectClass ShareClass;

static void share_iface_init (GFileIface *iface);
static GType share_get_type (void);
G_DEFINE_TYPE_WITH_CODE (Share,
                         share,
                         G_TYPE_OBJECT,
                         G_IMPLEMENT_INTERFACE (G_TYPE_FILE, share_iface_init))

/* @inner: (transfer full) (nullable) */
static GFile *
share_new (GFile *inner)
{
  Share *self;

  if (!inner)
    return NULL;
  self = g_object_new (share_get_type (), NULL);
  self->inner = inner;
  return G_FILE (self);
}

static GFile *
get_inner (GFile *file)
{
  return ((Share *) file)->inner;
}

static GFile *
share_dup (GFile *file)
{
  return share_new (g_file_dup (get_inner (file)));
}

static gboolean
share_is_native (GFile *file)
{
  return FALSE;
}

static char *
share_get_basename (GFile *file)
{
  return g_file_get_basename (get_inner (file));
}

static char *
share_get_path (GFile *file)
{
  return NULL;
}

static char *
share_get_uri (GFile *file)
{
  g_autofree char *path = g_file_get_path (get_inner (file));

  return g_strconcat ("share://host", path, NULL);
}

static GFile *
share_get_parent (GFile *file)
{
  return share_new (g_file_get_parent (get_inner (file)));
}

static GFile *
share_resolve (GFile *file, const char *name)
{
  return share_new (g_file_resolve_relative_path (get_inner (file), name));
}

static GFileOutputStream *
share_create (GFile *file, GFileCreateFlags flags, GCancellable *cancellable, GError **error)
{
  return g_file_create (get_inner (file), flags, cancellable, error);
}

static GFileOutputStream *
share_replace (GFile *file,
               const char *etag,
               gboolean make_backup,
               GFileCreateFlags flags,
               GCancellable *cancellable,
               GError **error)
{
  return g_file_replace (get_inner (file), etag, make_backup, flags, cancellable, error);
}

static gboolean
share_delete (GFile *file, GCancellable *cancellable, GError **error)
{
  return g_file_delete (get_inner (file), cancellable, error);
}

static void
share_iface_init (GFileIface *iface)
{
  iface->dup = share_dup;
  iface->is_native = share_is_native;
  iface->get_basename = share_get_basename;
  iface->get_path = share_get_path;
  iface->get_uri = share_get_uri;
  iface->get_parse_name = share_get_uri;
  iface->get_parent = share_get_parent;
  iface->resolve_relative_path = share_resolve;
  iface->create = share_create;
  iface->replace = share_replace;
  iface->delete_file = share_delete;
}

static void
share_finalize (GObject *object)
{
  g_object_unref (((Share *) object)->inner);
  G_OBJECT_CLASS (share_parent_class)->finalize (object);
}

static void
share_class_init (ShareClass *klass)
{
  klass->finalize = share_finalize;
}

static void
share_init (Share *self)
{
}

/* --- cases ------------------------------------------------------------------------------------- */

typedef struct {
  char *folder;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("placard-remote-XXXXXX", NULL);
}

static guint
count (Fixture *fixture, gboolean emptying)
{
  g_autoptr (GDir) dir = g_dir_open (fixture->folder, 0, NULL);
  const char *name;
  guint n = 0;

  while (dir && (name = g_dir_read_name (dir))) {
    g_autofree char *path = g_build_filename (fixture->folder, name, NULL);

    n++;
    if (emptying)
      g_remove (path);
  }
  return n;
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  if (data)
    umount2 (fixture->folder, MNT_DETACH);
  count (fixture, TRUE);
  g_rmdir (fixture->folder);
  g_free (fixture->folder);
}

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static char *
save (Fixture *fixture,
      const char *text,
      const char *name,
      PlacardSaveMode mode,
      GCancellable *cancellable,
      GError **error)
{
  g_autoptr (PlacardSpool) spool = placard_spool_new (NULL, NULL);
  g_autoptr (GFile) file = share_new (g_file_new_build_filename (fixture->folder, name, NULL));
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GFile) written = NULL;

  g_assert_true (placard_spool_append (spool, text, strlen (text), NULL));
  placard_spool_seal (spool, PLACARD_SPOOL_COMPLETE);
  placard_save_async (spool, file, mode, PLACARD_SAVE_FLAGS_NONE, cancellable, saved_cb, &result);
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

/* SV4: nothing is overwritten unless that was asked for. */
static void
test_names (Fixture *fixture, gconstpointer data)
{
  g_autofree char *first = save (fixture, "one", "a.png", PLACARD_SAVE_UNIQUE, NULL, NULL);
  g_autofree char *second = save (fixture, "two", "a.png", PLACARD_SAVE_UNIQUE, NULL, NULL);
  g_autofree char *third = save (fixture, "three", "a.png", PLACARD_SAVE_REPLACE, NULL, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (first, ==, "a.png");
  g_assert_cmpstr (second, ==, "a (1).png");
  g_assert_cmpstr (third, ==, "a.png");
  g_assert_null (save (fixture, "four", "a.png", PLACARD_SAVE_FAIL, NULL, &error));
  g_assert_error (error, PLACARD_ERROR, PLACARD_ERROR_SAVE_EXISTS);
  assert_content (fixture, "a.png", "three");
  assert_content (fixture, "a (1).png", "two");
  g_assert_cmpuint (count (fixture, FALSE), ==, 2);
}

/* S3, fault row 25: whatever goes wrong, the old file is whole and nothing is beside it. */
static void
test_full (Fixture *fixture, gconstpointer data)
{
  static const PlacardSaveMode modes[] = {PLACARD_SAVE_REPLACE, PLACARD_SAVE_UNIQUE};
  g_autofree char *text = g_strnfill (1024 * 1024, 'x');

  if (!own_mounts || mount ("none", fixture->folder, "tmpfs", 0, "size=64k") != 0) {
    g_test_skip ("mounting a small file system needs root");
    return;
  }
  g_free (save (fixture, "old", "a.png", PLACARD_SAVE_UNIQUE, NULL, NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (modes); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_null (save (fixture, text, "a.png", modes[i], NULL, &error));
    g_assert_error (error, PLACARD_ERROR, PLACARD_ERROR_SAVE_NO_SPACE);
    g_assert_nonnull (strstr (error->message, fixture->folder));
    assert_content (fixture, "a.png", "old");
    g_assert_cmpuint (count (fixture, FALSE), ==, 1);
  }
}

static void
test_cancelled (Fixture *fixture, gconstpointer data)
{
  static const PlacardSaveMode modes[] = {PLACARD_SAVE_REPLACE, PLACARD_SAVE_UNIQUE};
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  g_free (save (fixture, "old", "a.png", PLACARD_SAVE_UNIQUE, NULL, NULL));
  g_cancellable_cancel (cancellable);
  for (gsize i = 0; i < G_N_ELEMENTS (modes); i++) {
    g_autoptr (GError) error = NULL;

    g_assert_null (save (fixture, "new", "a.png", modes[i], cancellable, &error));
    g_assert_error (error, PLACARD_ERROR, PLACARD_ERROR_CANCELLED);
    assert_content (fixture, "a.png", "old");
    g_assert_cmpuint (count (fixture, FALSE), ==, 1);
  }
}

static void
test_vanished (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_assert_null (save (fixture, "new", "a.png", PLACARD_SAVE_UNIQUE, NULL, &error));
  g_assert_error (error, PLACARD_ERROR, PLACARD_ERROR_SAVE);
  g_assert_nonnull (strstr (error->message, fixture->folder));
}

int
main (int argc, char **argv)
{
  /* Before any thread is there. */
  own_mounts =
      unshare (CLONE_NEWNS) == 0 && mount (NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0;
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/save-remote/names", Fixture, NULL, set_up, test_names, tear_down);
  g_test_add ("/save-remote/full", Fixture, "mounts", set_up, test_full, tear_down);
  g_test_add ("/save-remote/cancelled", Fixture, NULL, set_up, test_cancelled, tear_down);
  g_test_add ("/save-remote/vanished", Fixture, NULL, set_up, test_vanished, tear_down);
  return g_test_run ();
}
