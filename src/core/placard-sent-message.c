/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-sent-message.h"

#include <string.h>

#include "placard-mask.h"
#include "placard-response.h"

PlacardSentMessage *
placard_sent_message_new (const char *line, GPtrArray *headers)
{
  PlacardSentMessage *self = g_new0 (PlacardSentMessage, 1);

  self->line = g_strdup (line);
  self->headers = g_ptr_array_ref (headers);
  return self;
}

void
placard_sent_message_free (PlacardSentMessage *self)
{
  g_free (self->line);
  g_ptr_array_unref (self->headers);
  g_free (self);
}

static gboolean
is_marked (GPtrArray *fields, const char *name)
{
  const PlacardField *field = placard_field_list_find (fields, name);

  return field && field->secret;
}

/* By its name, by the person's word, or for being the key. */
static gboolean
is_secret (PlacardRequest *request, const char *name, GPtrArray *fields, PlacardAuth key)
{
  return placard_field_name_is_secret (name) || is_marked (fields, name) ||
         (placard_request_get_auth (request) == key &&
          g_ascii_strcasecmp (placard_request_get_auth_user (request), name) == 0);
}

static void
append_parameter (GString *text, PlacardRequest *request, const char *piece)
{
  gsize length = strcspn (piece, "=");
  g_autofree char *encoded = g_strndup (piece, length);
  g_autofree char *name = g_uri_unescape_string (encoded, NULL);

  if (piece[length] && is_secret (request, name ? name : encoded,
                                  placard_request_get_query (request), PLACARD_AUTH_API_KEY_QUERY))
    g_string_append_printf (text, "%s=" PLACARD_MASK, encoded);
  else
    g_string_append (text, piece);
}

/* "GET /a?token=*** HTTP/1.1" */
static void
append_line (GString *text, PlacardRequest *request, const char *line)
{
  const char *query = strchr (line, '?');
  gsize length = query ? strcspn (query, " ") : 0;
  g_autofree char *inner = query ? g_strndup (query + 1, length - 1) : NULL;
  g_auto (GStrv) pieces = query ? g_strsplit (inner, "&", -1) : NULL;

  if (!query) {
    g_string_append (text, line);
    return;
  }
  g_string_append_len (text, line, query + 1 - line);
  for (char **piece = pieces; *piece; piece++) {
    if (piece != pieces)
      g_string_append_c (text, '&');
    append_parameter (text, request, *piece);
  }
  g_string_append (text, query + length);
}

/* "Bearer ***": which scheme it is is no secret. */
static void
append_secret (GString *text, const char *name, const char *value)
{
  gsize scheme = g_str_has_suffix (name, "uthorization") ? strcspn (value, " ") : strlen (value);

  if (value[scheme])
    g_string_append_len (text, value, (gssize) scheme + 1);
  g_string_append (text, PLACARD_MASK);
}

char *
placard_sent_message_format (const PlacardSentMessage *self,
                             PlacardRequest *request,
                             gboolean with_secrets)
{
  GString *text = g_string_new (NULL);

  if (with_secrets)
    g_string_append (text, self->line);
  else
    append_line (text, request, self->line);
  g_string_append_c (text, '\n');
  for (guint i = 0; i < self->headers->len; i++) {
    const PlacardResponseHeader *header = g_ptr_array_index (self->headers, i);

    g_string_append_printf (text, "%s: ", header->name);
    if (!with_secrets && is_secret (request, header->name, placard_request_get_headers (request),
                                    PLACARD_AUTH_API_KEY_HEADER))
      append_secret (text, header->name, header->value);
    else
      g_string_append (text, header->value);
    g_string_append_c (text, '\n');
  }
  return g_string_free (text, FALSE);
}
