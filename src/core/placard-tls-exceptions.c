/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The file has a line for each: "host port fingerprint". */
#include "placard-tls-exceptions.h"

#include "placard-error.h"
#include "placard-printable.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* "AB:CD:...": 32 bytes */
#define FINGERPRINT_LENGTH 95

struct _PlacardTlsExceptions {
  GObject parent_instance;

  char *path; /* (nullable) */
  GMutex lock;
  GTree *entries; /* "host port" -> fingerprint */
};

static guint changed_signal;

G_DEFINE_FINAL_TYPE (PlacardTlsExceptions, placard_tls_exceptions, G_TYPE_OBJECT)

void
placard_tls_exception_free (PlacardTlsException *self)
{
  g_free (self->host);
  g_free (self->fingerprint);
  g_free (self);
}

static char *
make_key (const char *host, guint port)
{
  g_autofree char *lower = g_ascii_strdown (host, -1);

  return g_strdup_printf ("%s %u", lower, port);
}

static gboolean
is_fingerprint (const char *text)
{
  for (gsize i = 0; i < FINGERPRINT_LENGTH; i++)
    if (!text[i] || !strchr (i % 3 == 2 ? ":" : "0123456789ABCDEF", text[i]))
      return FALSE;
  return text[FINGERPRINT_LENGTH] == '\0';
}

/* As a host of an address is; people are shown it. */
static gboolean
is_host (const char *text)
{
  for (const char *at = text; *at; at++)
    if (!g_ascii_isgraph (*at))
      return FALSE;
  return *text != '\0';
}

static void
read_file (PlacardTlsExceptions *self)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  if (!self->path || !g_file_get_contents (self->path, &text, NULL, NULL))
    return;
  lines = g_strsplit (text, "\n", -1);
  for (char **line = lines; *line; line++) {
    g_auto (GStrv) words = g_strsplit (*line, " ", 3);
    guint64 port;

    if (g_strv_length (words) == 3 && is_host (words[0]) && is_fingerprint (words[2]) &&
        g_ascii_string_to_unsigned (words[1], 10, 1, 65535, &port, NULL))
      g_tree_replace (self->entries, make_key (words[0], (guint) port), g_strdup (words[2]));
  }
}

PlacardTlsExceptions *
placard_tls_exceptions_new (const char *path)
{
  PlacardTlsExceptions *self = g_object_new (PLACARD_TYPE_TLS_EXCEPTIONS, NULL);

  self->path = g_strdup (path);
  read_file (self);
  return self;
}

PlacardTlsExceptions *
placard_tls_exceptions_new_default (void)
{
  g_autofree char *path =
      g_build_filename (g_get_user_state_dir (), "placard", "certificate-exceptions", NULL);

  return placard_tls_exceptions_new (path);
}

static gboolean
append_line (gpointer key, gpointer value, gpointer text)
{
  g_string_append_printf (text, "%s %s\n", (char *) key, (char *) value);
  return FALSE;
}

static gboolean
save (PlacardTlsExceptions *self, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *folder = NULL;
  g_autofree char *shown = NULL;
  g_autoptr (GError) cause = NULL;

  g_signal_emit (self, changed_signal, 0);
  if (!self->path)
    return TRUE;
  g_tree_foreach (self->entries, append_line, text);
  folder = g_path_get_dirname (self->path);
  g_mkdir_with_parents (folder, 0700);
  if (g_file_set_contents_full (self->path, text->str, (gssize) text->len,
                                G_FILE_SET_CONTENTS_CONSISTENT, 0600, &cause))
    return TRUE;
  shown = placard_printable (self->path);
  g_set_error (error, PLACARD_ERROR, PLACARD_ERROR_SAVE,
               _ ("The exceptions cannot be written to “%s”: %s"), shown, cause->message);
  return FALSE;
}

char *
placard_tls_exceptions_lookup (PlacardTlsExceptions *self, const char *host, guint port)
{
  g_autofree char *key = make_key (host, port);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return g_strdup (g_tree_lookup (self->entries, key));
}

gboolean
placard_tls_exceptions_put (PlacardTlsExceptions *self,
                            const char *host,
                            guint port,
                            const char *fingerprint,
                            GError **error)
{
  g_return_val_if_fail (is_fingerprint (fingerprint), FALSE);

  g_mutex_lock (&self->lock);
  g_tree_replace (self->entries, make_key (host, port), g_strdup (fingerprint));
  g_mutex_unlock (&self->lock);
  return save (self, error);
}

gboolean
placard_tls_exceptions_remove (PlacardTlsExceptions *self,
                               const char *host,
                               guint port,
                               GError **error)
{
  g_autofree char *key = make_key (host, port);

  g_mutex_lock (&self->lock);
  g_tree_remove (self->entries, key);
  g_mutex_unlock (&self->lock);
  return save (self, error);
}

static gboolean
add_to_list (gpointer key, gpointer value, gpointer list)
{
  PlacardTlsException *exception = g_new0 (PlacardTlsException, 1);
  const char *space = strchr (key, ' ');

  exception->host = g_strndup (key, (gsize) (space - (char *) key));
  exception->port = (guint) g_ascii_strtoull (space + 1, NULL, 10);
  exception->fingerprint = g_strdup (value);
  g_ptr_array_add (list, exception);
  return FALSE;
}

GPtrArray *
placard_tls_exceptions_list (PlacardTlsExceptions *self)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) placard_tls_exception_free);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  g_tree_foreach (self->entries, add_to_list, list);
  return list;
}

static void
placard_tls_exceptions_finalize (GObject *object)
{
  PlacardTlsExceptions *self = PLACARD_TLS_EXCEPTIONS (object);

  g_tree_unref (self->entries);
  g_mutex_clear (&self->lock);
  g_free (self->path);
  G_OBJECT_CLASS (placard_tls_exceptions_parent_class)->finalize (object);
}

static void
placard_tls_exceptions_class_init (PlacardTlsExceptionsClass *class)
{
  G_OBJECT_CLASS (class)->finalize = placard_tls_exceptions_finalize;
  changed_signal = g_signal_new ("changed", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
}

static int
compare_keys (gconstpointer a, gconstpointer b, gpointer user_data)
{
  return strcmp (a, b);
}

static void
placard_tls_exceptions_init (PlacardTlsExceptions *self)
{
  g_mutex_init (&self->lock);
  self->entries = g_tree_new_full (compare_keys, NULL, g_free, g_free);
}

PlacardRefusedCertificate *
placard_refused_certificate_copy (const PlacardRefusedCertificate *self)
{
  PlacardRefusedCertificate *copy = g_memdup2 (self, sizeof *self);

  copy->host = g_strdup (self->host);
  copy->certificate = g_object_ref (self->certificate);
  return copy;
}

void
placard_refused_certificate_free (PlacardRefusedCertificate *self)
{
  g_free (self->host);
  g_object_unref (self->certificate);
  g_free (self);
}
