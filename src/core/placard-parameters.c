/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-parameters.h"

#include <string.h>

static const char *
skip_space (const char *at)
{
  return at + strspn (at, " \t\r\n");
}

/* What a quoted-string or a token stands for; @at ends behind it. */
static char *
read_value (const char **at)
{
  GString *value = g_string_new (NULL);
  const char *next = skip_space (*at);

  if (*next == '"') {
    for (next++; *next && *next != '"'; next++) {
      if (*next == '\\' && next[1])
        next++;
      g_string_append_c (value, *next);
    }
  } else {
    gsize length = strcspn (next, ";");

    g_string_append_len (value, next, length);
    next += length;
    g_strchomp (value->str);
    value->len = strlen (value->str);
  }
  *at = next + strcspn (next, ";");
  return g_string_free (value, FALSE);
}

static char *
strip_single_quotes (char *value)
{
  gsize length = strlen (value);

  if (length >= 2 && value[0] == '\'' && value[length - 1] == '\'') {
    memmove (value, value + 1, length - 2);
    value[length - 2] = '\0';
  }
  return value;
}

char *
placard_parameters_get (const char *value, const char *name)
{
  const char *at = value ? strchr (value, ';') : NULL;

  while (at && *at == ';') {
    const char *start = skip_space (at + 1);
    gsize length = strcspn (start, "=; \t\r\n");
    const char *equals = skip_space (start + length);

    if (*equals != '=') {
      at = strchr (start, ';');
      continue;
    }
    at = equals + 1;
    if (length == strlen (name) && g_ascii_strncasecmp (start, name, length) == 0)
      return strip_single_quotes (read_value (&at));
    g_free (read_value (&at));
  }
  return NULL;
}
