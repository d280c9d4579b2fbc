/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A form of the input's fields: as long as it said, and an own reader finds the same fields in it. Input:
 * name, file name and content between NULs, again and again. */
#include "placard-form.h"

#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *data, size_t size);

/* Up to the next NUL. (transfer full) */
static char *
take (const guint8 **at, const guint8 *end)
{
  const guint8 *nul = memchr (*at, '\0', (gsize) (end - *at));
  const guint8 *stop = nul ? nul : end;
  char *text = g_strndup ((const char *) *at, (gsize) (stop - *at));

  *at = nul ? nul + 1 : end;
  return text;
}

static GBytes *
encode (PlacardForm *form)
{
  g_autoptr (PlacardBody) body = placard_body_new_form (form);
  g_autoptr (GInputStream) stream = placard_body_open (body, NULL, NULL);
  g_autoptr (GOutputStream) out = g_memory_output_stream_new_resizable ();
  GBytes *bytes;

  g_output_stream_splice (out, stream, G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET, NULL, NULL);
  bytes = g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (out));
  g_assert_cmpint (placard_body_get_length (body), ==, (goffset) g_bytes_get_size (bytes));
  return bytes;
}

/* Each part begins with the boundary and a head of two lines at most, then an empty one. */
static guint
count_parts (const char *text, const char *boundary)
{
  g_autofree char *delimiter = g_strconcat ("--", boundary, "\r\n", NULL);
  guint n = 0;

  for (const char *at = text; (at = strstr (at, delimiter)); n++) {
    const char *head_end = strstr (at, "\r\n\r\n");
    guint lines = 0;

    g_assert_nonnull (head_end);
    for (; at < head_end; at++)
      lines += *at == '\n';
    g_assert_cmpuint (lines, <=, 2);
  }
  return n;
}

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  g_autoptr (PlacardForm) form = placard_form_new ();
  const guint8 *at = data;
  const guint8 *end = data + size;
  g_autoptr (GBytes) encoded = NULL;
  g_autofree char *text = NULL;
  guint n = 0;

  for (; at < end && n < 50; n++) {
    g_autofree char *name = take (&at, end);
    g_autofree char *file_name = take (&at, end);
    g_autofree char *content = take (&at, end);
    g_autoptr (GBytes) bytes = g_bytes_new (content, strlen (content));
    g_autoptr (PlacardBody) body = placard_body_new_bytes (bytes, NULL);

    if (*file_name)
      placard_form_append (form, name, file_name, body);
    else
      placard_form_append_text (form, name, content);
  }
  encoded = encode (form);
  text = g_strndup (g_bytes_get_data (encoded, NULL), g_bytes_get_size (encoded));
  g_assert_cmpuint (strlen (text), ==, g_bytes_get_size (encoded));
  g_assert_cmpuint (count_parts (text, placard_form_get_boundary (form)), ==, n);
  return 0;
}
