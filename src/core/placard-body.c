/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-body.h"

#include <glib/gi18n-lib.h>

#include "placard-error.h"
#include "placard-form.h"
#include "placard-sequence-stream.h"

/* Exactly one of the five sources is set. Nothing is read before the body is opened. */
struct _PlacardBody {
  GObject parent_instance;

  char *content_type;
  GBytes *bytes;
  GFile *file;
  PlacardSpool *spool;
  GInputStream *stream; /* given away by the first open */
  PlacardForm *form;
  GPtrArray *layout; /* of PlacardBody: the encoded form */
  gboolean one_shot;
};

G_DEFINE_FINAL_TYPE (PlacardBody, placard_body, G_TYPE_OBJECT)

static void
placard_body_finalize (GObject *object)
{
  PlacardBody *self = PLACARD_BODY (object);

  g_free (self->content_type);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_clear_object (&self->file);
  g_clear_object (&self->spool);
  g_clear_object (&self->stream);
  g_clear_pointer (&self->form, placard_form_unref);
  g_clear_pointer (&self->layout, g_ptr_array_unref);
  G_OBJECT_CLASS (placard_body_parent_class)->finalize (object);
}

static void
placard_body_class_init (PlacardBodyClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = placard_body_finalize;
}

static void
placard_body_init (PlacardBody *self)
{
}

static PlacardBody *
body_new (const char *content_type)
{
  PlacardBody *self = g_object_new (PLACARD_TYPE_BODY, NULL);

  self->content_type = g_strdup (content_type);
  return self;
}

PlacardBody *
placard_body_new_bytes (GBytes *bytes, const char *content_type)
{
  PlacardBody *self = body_new (content_type);

  self->bytes = g_bytes_ref (bytes);
  return self;
}

PlacardBody *
placard_body_new_file (GFile *file, const char *content_type)
{
  PlacardBody *self = body_new (content_type);

  self->file = g_object_ref (file);
  return self;
}

PlacardBody *
placard_body_new_spool (PlacardSpool *spool, const char *content_type)
{
  PlacardBody *self = body_new (content_type);

  self->spool = g_object_ref (spool);
  return self;
}

PlacardBody *
placard_body_new_stream (GInputStream *stream, const char *content_type)
{
  PlacardBody *self = body_new (content_type);

  self->stream = g_object_ref (stream);
  self->one_shot = TRUE;
  return self;
}

PlacardBody *
placard_body_new_form (PlacardForm *form)
{
  g_autofree char *type =
      g_strconcat ("multipart/form-data; boundary=", placard_form_get_boundary (form), NULL);
  PlacardBody *self = body_new (type);

  self->form = placard_form_ref (form);
  self->layout = placard_form_layout (form);
  for (guint i = 0; i < self->layout->len; i++)
    if (placard_body_is_one_shot (g_ptr_array_index (self->layout, i)))
      self->one_shot = TRUE;
  return self;
}

const char *
placard_body_get_content_type (PlacardBody *self)
{
  g_return_val_if_fail (PLACARD_IS_BODY (self), NULL);
  return self->content_type;
}

GBytes *
placard_body_get_bytes (PlacardBody *self)
{
  g_return_val_if_fail (PLACARD_IS_BODY (self), NULL);
  return self->bytes;
}

GFile *
placard_body_get_file (PlacardBody *self)
{
  g_return_val_if_fail (PLACARD_IS_BODY (self), NULL);
  return self->file;
}

PlacardForm *
placard_body_get_form (PlacardBody *self)
{
  g_return_val_if_fail (PLACARD_IS_BODY (self), NULL);
  return self->form;
}

gboolean
placard_body_is_one_shot (PlacardBody *self)
{
  g_return_val_if_fail (PLACARD_IS_BODY (self), FALSE);
  return self->one_shot;
}

/* A pipe or a device has a size of zero that means nothing. */
static goffset
file_length (GFile *file)
{
  g_autoptr (GFileInfo) info =
      g_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_TYPE "," G_FILE_ATTRIBUTE_STANDARD_SIZE,
                         G_FILE_QUERY_INFO_NONE, NULL, NULL);

  if (!info || g_file_info_get_file_type (info) != G_FILE_TYPE_REGULAR)
    return -1;
  return g_file_info_get_size (info);
}

/* One that still grows has no length yet. */
static goffset
spool_length (PlacardSpool *spool)
{
  return placard_spool_get_state (spool) == PLACARD_SPOOL_OPEN ? -1
                                                               : placard_spool_get_size (spool);
}

static goffset
layout_length (GPtrArray *layout)
{
  goffset sum = 0;

  for (guint i = 0; i < layout->len; i++) {
    goffset length = placard_body_get_length (g_ptr_array_index (layout, i));

    if (length < 0)
      return -1;
    sum += length;
  }
  return sum;
}

goffset
placard_body_get_length (PlacardBody *self)
{
  g_return_val_if_fail (PLACARD_IS_BODY (self), -1);

  if (self->bytes)
    return (goffset) g_bytes_get_size (self->bytes);
  if (self->layout)
    return layout_length (self->layout);
  if (self->spool)
    return spool_length (self->spool);
  return self->file ? file_length (self->file) : -1;
}

static GInputStream *
open_file (GFile *file, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) cause = NULL;
  GFileInputStream *stream = g_file_read (file, cancellable, &cause);
  g_autofree char *name = NULL;

  if (stream)
    return G_INPUT_STREAM (stream);

  name = g_file_get_parse_name (file);
  g_set_error (error, PLACARD_ERROR,
               g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED)
                   ? PLACARD_ERROR_CANCELLED
                   : PLACARD_ERROR_INVALID_BODY,
               /* Translators: a path, then the system's reason */
               _ ("The file “%s” cannot be sent: %s"), name, cause->message);
  return NULL;
}

GInputStream *
placard_body_open (PlacardBody *self, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (PLACARD_IS_BODY (self), NULL);

  if (self->bytes)
    return g_memory_input_stream_new_from_bytes (self->bytes);
  if (self->file)
    return open_file (self->file, cancellable, error);
  if (self->spool)
    return placard_spool_read (self->spool);
  if (self->layout)
    return placard_sequence_stream_new (self->layout);
  if (self->stream)
    return g_steal_pointer (&self->stream);

  g_set_error_literal (
      error, PLACARD_ERROR, PLACARD_ERROR_INVALID_BODY,
      _ ("The body came from standard input and was already sent: it cannot be sent again"));
  return NULL;
}
