/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-mask.h"

#include <string.h>

#include "placard-field.h"

static void
append_piece (GString *out, const char *piece)
{
  gsize length = strcspn (piece, "=");
  g_autofree char *encoded = g_strndup (piece, length);
  g_autofree char *name = g_uri_unescape_string (encoded, NULL);

  if (piece[length] == '=' && placard_field_name_is_secret (name ? name : encoded))
    g_string_append_printf (out, "%s=" PLACARD_MASK, encoded);
  else
    g_string_append (out, piece);
}

char *
placard_mask_form (const char *text)
{
  GString *out = g_string_new (NULL);
  g_auto (GStrv) pieces = g_strsplit (text, "&", -1);

  for (char **piece = pieces; *piece; piece++) {
    if (piece != pieces)
      g_string_append_c (out, '&');
    append_piece (out, *piece);
  }
  return g_string_free (out, FALSE);
}

/* "//user:password@" */
static void
append_authority (GString *out, const char *text, gsize length)
{
  g_autofree char *authority = g_strndup (text, length);
  char *at = strrchr (authority, '@');
  const char *start = strstr (authority, "://");
  char *colon;

  start = start ? start + strlen ("://") : authority;
  colon = at && at > start ? memchr (start, ':', (gsize) (at - start)) : NULL;
  if (colon)
    g_string_append_printf (out, "%.*s:" PLACARD_MASK "%s", (int) (colon - authority), authority,
                            at);
  else
    g_string_append (out, authority);
}

char *
placard_mask_url (const char *url)
{
  GString *out = g_string_new (NULL);
  const char *start = strstr (url, "://");
  gsize authority = (start ? (gsize) (start - url) + strlen ("://") : 0);
  gsize path;
  gsize query;

  authority += strcspn (url + authority, "/?#");
  append_authority (out, url, authority);
  path = authority + strcspn (url + authority, "?#");
  g_string_append_len (out, url + authority, (gssize) (path - authority));
  query = path + strcspn (url + path, "#");
  if (url[path] == '?') {
    g_autofree char *text = g_strndup (url + path + 1, query - path - 1);
    g_autofree char *masked = placard_mask_form (text);

    g_string_append_printf (out, "?%s", masked);
  }
  /* Tokens travel in fragments too: "#access_token=..." (RFC 6749, section 4.2.2). */
  if (strchr (url + query, '=')) {
    g_autofree char *masked = placard_mask_form (url + query + 1);

    g_string_append_printf (out, "#%s", masked);
  } else {
    g_string_append (out, url + query);
  }
  return g_string_free (out, FALSE);
}

/* The end of a JSON string that starts at @text, behind its closing quote. */
static const char *
skip_string (const char *text)
{
  for (text++; *text && *text != '"'; text++)
    if (*text == '\\' && text[1])
      text++;
  return *text ? text + 1 : text;
}

/* The end of a scalar: a string, or what stands up to the next comma or bracket. */
static const char *
skip_scalar (const char *text)
{
  return *text == '"' ? skip_string (text) : text + strcspn (text, ",]} \t\r\n");
}

char *
placard_mask_json (const char *text)
{
  GString *out = g_string_new (NULL);

  while (*text) {
    const char *end = text + 1;
    const char *value;
    g_autofree char *name = NULL;

    if (*text != '"') {
      g_string_append_c (out, *text++);
      continue;
    }
    end = skip_string (text);
    value = end + strspn (end, " \t\r\n");
    name = g_strndup (text, (gsize) (end - text));
    g_string_append (out, name);
    text = end;
    if (*value != ':' || !placard_field_name_is_secret (name))
      continue;
    value++;
    value += strspn (value, " \t\r\n");
    if (*value == '{' || *value == '[')
      continue;
    g_string_append_len (out, text, value - text);
    g_string_append (out, "\"" PLACARD_MASK "\"");
    text = skip_scalar (value);
  }
  return g_string_free (out, FALSE);
}
