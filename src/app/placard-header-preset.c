/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-header-preset.h"

#include "placard-sent-field.h"

#include <glib/gi18n-lib.h>

/* As these programs say it of themselves on Linux. */
#define FIREFOX "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
#define CHROME                                                                                     \
  "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 "       \
  "Safari/537.36"
#define CURL "curl/8.5.0"

static const PlacardHeaderPreset presets[] = {
    {"accept-images", N_ ("_Pictures"), N_ ("Accept")},
    {"accept-json", N_ ("_JSON"), N_ ("Accept")},
    {"accept-any", N_ ("_Anything"), N_ ("Accept")},
    {"image-element", N_ ("As a Page Loads a P_icture"), N_ ("Accept")},
    {"agent-own", N_ ("P_lacard"), N_ ("User Agent")},
    {"agent-firefox", N_ ("_Firefox"), N_ ("User Agent")},
    {"agent-chrome", N_ ("_Chrome"), N_ ("User Agent")},
    {"agent-curl", N_ ("c_url"), N_ ("User Agent")},
    {"agent-none", N_ ("_None"), N_ ("User Agent")},
    {NULL, NULL, NULL},
};

const PlacardHeaderPreset *
placard_header_preset_list (void)
{
  return presets;
}

void
placard_header_preset_unset (PlacardRequest *request, const char *name)
{
  GPtrArray *headers = placard_request_get_headers (request);
  g_autoptr (GPtrArray) kept = placard_field_list_new ();

  for (guint i = 0; i < headers->len; i++) {
    const PlacardField *field = g_ptr_array_index (headers, i);

    if (g_ascii_strcasecmp (field->name, name) != 0)
      g_ptr_array_add (kept, placard_field_copy (field));
  }
  if (kept->len < headers->len)
    placard_request_set_headers (request, kept);
}

/* The first of that name keeps its place. */
void
placard_header_preset_set (PlacardRequest *request, const char *name, const char *value)
{
  GPtrArray *headers = placard_request_get_headers (request);
  g_autoptr (GPtrArray) changed = placard_field_list_new ();
  gboolean found = FALSE;

  for (guint i = 0; i < headers->len; i++) {
    const PlacardField *field = g_ptr_array_index (headers, i);

    if (g_ascii_strcasecmp (field->name, name) != 0)
      g_ptr_array_add (changed, placard_field_copy (field));
    else if (!found)
      g_ptr_array_add (changed, placard_field_new (name, value));
    found |= g_ascii_strcasecmp (field->name, name) == 0;
  }
  if (!found)
    g_ptr_array_add (changed, placard_field_new (name, value));
  placard_request_set_headers (request, changed);
}

void
placard_header_preset_apply (PlacardRequest *request, const char *id)
{
  static const struct {
    const char *id;
    const char *name;
    const char *value; /* %NULL: left out */
  } rows[] = {
      {"accept-json", "Accept", "application/json"},
      {"accept-any", "Accept", "*/*"},
      {"image-element", "Sec-Fetch-Dest", "image"},
      {"agent-firefox", "User-Agent", FIREFOX},
      {"agent-chrome", "User-Agent", CHROME},
      {"agent-curl", "User-Agent", CURL},
      {"agent-none", "User-Agent", NULL},
  };

  if (g_str_equal (id, "accept-images") || g_str_equal (id, "image-element"))
    placard_header_preset_set (request, "Accept", placard_sent_field_accept_image ());
  if (g_str_has_prefix (id, "accept-"))
    placard_header_preset_unset (request, "Sec-Fetch-Dest");
  if (g_str_equal (id, "agent-own"))
    placard_header_preset_unset (request, "User-Agent");
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    if (g_str_equal (id, rows[i].id))
      placard_header_preset_set (request, rows[i].name, rows[i].value);
}
