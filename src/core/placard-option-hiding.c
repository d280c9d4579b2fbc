/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Secrets of a command line, taken out of the process list. */
#include "placard-option.h"

#include <string.h>

#include "placard-mask.h"

/* Rows whose whole value is nobody else's business. */
static const char *const secret[] = {
    "user",   "proxy-user", "oauth2-bearer", "api-key", "api-key-query",
    "cookie", "pass",       "cert",          NULL,
};

/* Rows with fields in them, which their names call secret or not. */
static const char *const fields[] = {
    "data",      "data-raw",    "data-ascii", "data-binary", "data-urlencode", "json", "form",
    "url-query", "form-string", "variable",   NULL,
};

static void
hide (char *text)
{
  memset (text, '*', strlen (text));
}

static void
hide_header (char *value)
{
  char *colon = strchr (value, ':');
  g_autofree char *name = colon ? g_strndup (value, (gsize) (colon - value)) : NULL;

  if (name && placard_field_name_is_secret (g_strstrip (name)))
    hide (colon + 1);
}

static void
hide_fields (char *value)
{
  g_autofree char *form = placard_mask_form (value);
  g_autofree char *json = placard_mask_json (value);

  if (strcmp (form, value) != 0 || strcmp (json, value) != 0)
    hide (value);
}

static void
hide_span (char *start, char *end)
{
  if (start && start < end)
    memset (start, '*', (gsize) (end - start));
}

/* The userinfo, and a query with a secret in it. */
static void
hide_url (char *url)
{
  g_autofree char *masked = placard_mask_url (url);
  char *scheme = strstr (url, "://");
  char *authority = scheme ? scheme + strlen ("://") : url;
  char *end = authority + strcspn (authority, "/?#");
  char *query = strchr (url, '?');

  if (strcmp (masked, url) == 0)
    return;
  hide_span (authority, memrchr (authority, '@', (gsize) (end - authority)));
  hide_span (query ? query + 1 : NULL, url + strlen (url));
}

static void
hide_value (const PlacardOption *option, char *value)
{
  if (g_strv_contains (secret, option->name))
    hide (value);
  else if (g_strv_contains (fields, option->name))
    hide_fields (value);
  else if (strcmp (option->name, "header") == 0)
    hide_header (value);
  else if (strcmp (option->name, "url") == 0 || strcmp (option->name, "proxy") == 0)
    hide_url (value);
}

/* The option that @argument is, or ends with, and the value that is written together with it. */
static const PlacardOption *
find_option (char *argument, char **attached)
{
  const PlacardOption *option = NULL;
  gsize length = strcspn (argument, "=");

  *attached = NULL;
  if (argument[1] == '-') {
    g_autofree char *name = g_strndup (argument + 2, length - 2);

    *attached = argument[length] ? argument + length + 1 : NULL;
    return placard_option_find (name);
  }
  for (char *letter = argument + 1; *letter; letter++) {
    option = placard_option_find_short (*letter);
    if (!option)
      return NULL;
    if (!option->argument)
      continue;
    *attached = letter[1] ? letter + 1 : NULL;
    return option;
  }
  return option;
}

void
placard_options_hide_secrets (char **argv)
{
  for (char **at = argv; *at; at++) {
    const PlacardOption *option;
    char *attached;

    if ((*at)[0] != '-' || !(*at)[1]) {
      hide_url (*at);
      continue;
    }
    option = find_option (*at, &attached);
    if (!option || !option->argument)
      continue;
    if (attached)
      hide_value (option, attached);
    else if (at[1])
      hide_value (option, *++at);
  }
}
