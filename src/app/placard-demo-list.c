/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-demo-list.h"

#include <json-glib/json-glib.h>
#include <string.h>

void
placard_demo_entry_free (PlacardDemoEntry *entry)
{
  g_free (entry->title);
  g_free (entry->subtitle);
  g_clear_object (&entry->request);
  g_free (entry);
}

/* (nullable): the member when it is a string. */
static const char *
get_string (JsonObject *object, const char *name)
{
  JsonNode *node = json_object_get_member (object, name);

  if (!node || !JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
    return NULL;
  return json_node_get_string (node);
}

static void
add_headers (PlacardRequest *request, JsonObject *object)
{
  JsonNode *node = json_object_get_member (object, "headers");
  JsonArray *headers = node && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  guint n = headers ? json_array_get_length (headers) : 0;

  for (guint i = 0; i < n; i++) {
    JsonNode *header = json_array_get_element (headers, i);
    const char *name = NULL;
    const char *value = NULL;

    if (JSON_NODE_HOLDS_OBJECT (header)) {
      name = get_string (json_node_get_object (header), "name");
      value = get_string (json_node_get_object (header), "value");
    }
    if (name && value)
      placard_request_append_header (request, name, value);
  }
}

static const char *
content_type_of (PlacardRequest *request)
{
  GPtrArray *headers = placard_request_get_headers (request);

  for (guint i = 0; i < headers->len; i++) {
    const PlacardField *header = g_ptr_array_index (headers, i);

    if (g_ascii_strcasecmp (header->name, "Content-Type") == 0)
      return header->value;
  }
  return "application/json";
}

static PlacardDemoEntry *
parse_entry (JsonObject *object, const char *language)
{
  g_autofree char *member = g_strdup_printf ("title_%s", language ? language : "");
  const char *url = get_string (object, "url");
  const char *title = get_string (object, member);
  const char *body = get_string (object, "body");
  PlacardDemoEntry *entry;

  if (!url)
    return NULL;
  if (!title)
    title = get_string (object, "title");
  entry = g_new0 (PlacardDemoEntry, 1);
  entry->request = placard_request_new ();
  placard_request_set_url (entry->request, url);
  placard_request_set_method (entry->request, get_string (object, "method"));
  add_headers (entry->request, object);
  if (body) {
    g_autoptr (GBytes) bytes = g_bytes_new (body, strlen (body));
    g_autoptr (PlacardBody) source =
        placard_body_new_bytes (bytes, content_type_of (entry->request));

    placard_request_set_body (entry->request, source);
  }
  entry->title = g_strdup (title ? title : url);
  entry->subtitle =
      g_strdup_printf ("%s %s", placard_request_get_effective_method (entry->request), url);
  return entry;
}

GPtrArray *
placard_demo_list_parse (const char *json, gssize length, const char *language)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  GPtrArray *entries = g_ptr_array_new_with_free_func ((GDestroyNotify) placard_demo_entry_free);
  JsonNode *root = NULL;
  JsonArray *array;

  if (json_parser_load_from_data (parser, json, length, NULL))
    root = json_parser_get_root (parser);
  if (!root || !JSON_NODE_HOLDS_ARRAY (root))
    return entries;
  array = json_node_get_array (root);
  for (guint i = 0; i < json_array_get_length (array); i++) {
    JsonNode *node = json_array_get_element (array, i);
    PlacardDemoEntry *entry =
        JSON_NODE_HOLDS_OBJECT (node) ? parse_entry (json_node_get_object (node), language) : NULL;

    if (entry)
      g_ptr_array_add (entries, entry);
  }
  return entries;
}
