/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "placard-local.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "placard-error.h"
#include "placard-inline.h"
#include "placard-printable.h"

#define SLICE_BYTES 262144

static gboolean
is_data (const char *url)
{
  return g_ascii_strncasecmp (url, "data:", 5) == 0;
}

gboolean
placard_local_is_local (const char *url)
{
  if (!url)
    return FALSE;
  url += strspn (url, " \t\r\n");
  return is_data (url) || g_ascii_strncasecmp (url, "file:", 5) == 0;
}

static void
tell_head (const char *url, const char *content_type, PlacardLocalHead head, gpointer user_data)
{
  g_autoptr (GPtrArray) headers =
      g_ptr_array_new_with_free_func ((GDestroyNotify) placard_response_header_free);
  const PlacardResponseFacts facts = {
      .status = 200, .status_text = "OK", .url = url, .headers = headers};
  g_autoptr (PlacardResponse) response = NULL;

  if (content_type)
    g_ptr_array_add (headers, placard_response_header_new ("Content-Type", content_type));
  response = placard_response_new (&facts);
  head (response, user_data);
}

static gboolean
read_data (
    const char *url, PlacardSpool *into, PlacardLocalHead head, gpointer user_data, GError **error)
{
  g_autoptr (PlacardInlineDecoder) decoder = placard_inline_decoder_new (into);
  g_autoptr (GError) reason = NULL;
  gsize length = strcspn (url, "#");

  if (!placard_inline_decoder_feed (decoder, url, length, &reason) ||
      !placard_inline_decoder_end (decoder, &reason)) {
    if (!g_error_matches (reason, PLACARD_ERROR, PLACARD_ERROR_UNDECODABLE)) {
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }
    g_set_error (error, PLACARD_ERROR, PLACARD_ERROR_INVALID_URL,
                 _ ("The data: address cannot be read: %s"), reason->message);
    return FALSE;
  }
  /* All of the address is the body: it is not said twice. */
  tell_head ("data:", placard_inline_decoder_get_content_type (decoder), head, user_data);
  return TRUE;
}

static gboolean
append_slice (PlacardSpool *into, GBytes *slice, goffset max_bytes, GError **error)
{
  gsize length;
  const void *bytes = g_bytes_get_data (slice, &length);

  if (max_bytes && placard_spool_get_size (into) + (goffset) length > max_bytes) {
    g_autofree char *limit = g_format_size (max_bytes);

    g_set_error (error, PLACARD_ERROR, PLACARD_ERROR_TOO_LARGE,
                 _ ("The file is larger than the limit of %s"), limit);
    return FALSE;
  }
  return placard_spool_append (into, bytes, length, error);
}

static gboolean
copy_file (GFile *file,
           PlacardSpool *into,
           goffset max_bytes,
           PlacardLocalHead head,
           gpointer user_data,
           GCancellable *cancellable,
           GError **error)
{
  g_autoptr (GFileInputStream) stream = g_file_read (file, cancellable, error);
  g_autofree char *url = g_file_get_uri (file);
  gsize length;

  if (!stream)
    return FALSE;
  tell_head (url, NULL, head, user_data);
  do {
    g_autoptr (GBytes) slice =
        g_input_stream_read_bytes (G_INPUT_STREAM (stream), SLICE_BYTES, cancellable, error);

    if (!slice || !append_slice (into, slice, max_bytes, error))
      return FALSE;
    length = g_bytes_get_size (slice);
  } while (length);
  return TRUE;
}

static void
explain (const GError *reason, GFile *file, GError **error)
{
  g_autofree char *path = g_file_get_parse_name (file);
  g_autofree char *shown = placard_printable (path);

  if (reason->domain == PLACARD_ERROR)
    g_propagate_error (error, g_error_copy (reason));
  else if (g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_set_error_literal (error, PLACARD_ERROR, PLACARD_ERROR_CANCELLED, _ ("Stopped"));
  else if (g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    g_set_error (error, PLACARD_ERROR, PLACARD_ERROR_INVALID_URL, _ ("There is no file “%s”"),
                 shown);
  else
    g_set_error (error, PLACARD_ERROR, PLACARD_ERROR_INVALID_URL,
                 _ ("The file “%s” cannot be read: %s"), shown, reason->message);
}

gboolean
placard_local_read (const char *url,
                    PlacardSpool *into,
                    goffset max_bytes,
                    PlacardLocalHead head,
                    gpointer user_data,
                    GCancellable *cancellable,
                    GError **error)
{
  g_autofree char *trimmed = g_strstrip (g_strdup (url));
  g_autoptr (GFile) file = NULL;
  g_autoptr (GError) reason = NULL;

  if (is_data (trimmed))
    return read_data (trimmed, into, head, user_data, error);

  file = g_file_new_for_uri (trimmed);
  /* "file://host/share" is another machine's. */
  if (!g_file_is_native (file)) {
    g_set_error_literal (error, PLACARD_ERROR, PLACARD_ERROR_INVALID_URL,
                         _ ("Only files of this computer can be opened"));
    return FALSE;
  }
  if (copy_file (file, into, max_bytes, head, user_data, cancellable, &reason))
    return TRUE;
  explain (reason, file, error);
  return FALSE;
}
