/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-result.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "placard-error.h"
#include "placard-listing.h"
#include "placard-response-type.h"

static void
add_string (JsonBuilder *builder, const char *name, const char *value)
{
  json_builder_set_member_name (builder, name);
  if (value)
    json_builder_add_string_value (builder, value);
  else
    json_builder_add_null_value (builder);
}

static void
add_int (JsonBuilder *builder, const char *name, gint64 value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, value);
}

static void
add_boolean (JsonBuilder *builder, const char *name, gboolean value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_boolean_value (builder, value);
}

static void
add_pair (JsonBuilder *builder, const PlacardResponseHeader *header)
{
  json_builder_begin_array (builder);
  json_builder_add_string_value (builder, header->name);
  json_builder_add_string_value (builder, header->value);
  json_builder_end_array (builder);
}

/* Pairs: order and repetition are facts, too. */
static void
add_headers (JsonBuilder *builder, PlacardResponse *response)
{
  GPtrArray *headers = response ? placard_response_get_headers (response) : NULL;

  json_builder_set_member_name (builder, "headers");
  json_builder_begin_array (builder);
  for (guint i = 0; headers && i < headers->len; i++)
    add_pair (builder, g_ptr_array_index (headers, i));
  json_builder_end_array (builder);
}

static void
add_strings (JsonBuilder *builder, const char *name, char *const *strings)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
  for (gsize i = 0; strings && strings[i]; i++)
    json_builder_add_string_value (builder, strings[i]);
  json_builder_end_array (builder);
}

static void
add_findings (JsonBuilder *builder, GPtrArray *findings)
{
  json_builder_set_member_name (builder, "checks");
  json_builder_begin_array (builder);
  for (guint i = 0; i < findings->len; i++) {
    const PlacardCorsFinding *finding = g_ptr_array_index (findings, i);

    json_builder_begin_object (builder);
    add_boolean (builder, "preflight", finding->of_preflight);
    add_string (builder, "name", finding->name);
    add_string (builder, "value", finding->value);
    add_boolean (builder, "good", finding->good);
    add_string (builder, "sentence", finding->sentence);
    json_builder_end_object (builder);
  }
  json_builder_end_array (builder);
}

/* null when nobody asked whether a browser would get this. */
static void
add_cors (JsonBuilder *builder, const PlacardCorsVerdict *cors)
{
  json_builder_set_member_name (builder, "cors");
  if (!cors) {
    json_builder_add_null_value (builder);
    return;
  }
  json_builder_begin_object (builder);
  add_boolean (builder, "allowed", cors->allowed);
  add_boolean (builder, "crossOrigin", cors->cross_origin);
  add_boolean (builder, "preflight", cors->preflight);
  add_int (builder, "maxAge", cors->max_age);
  add_string (builder, "sentence", cors->sentence);
  add_strings (builder, "reasons", cors->reasons);
  add_strings (builder, "exposed", cors->exposed);
  add_findings (builder, cors->findings);
  json_builder_end_object (builder);
}

static const char *
get_cache_word (PlacardFetch *fetch)
{
  switch (placard_fetch_get_cache_use (fetch)) {
  case PLACARD_CACHE_USE_NONE:
    return "none";
  case PLACARD_CACHE_USE_STORED:
    return "stored";
  case PLACARD_CACHE_USE_VALIDATED:
    return "validated";
  }
  return NULL;
}

static void
add_standard_fields (JsonBuilder *builder,
                     const PlacardDownload *self,
                     const PlacardCorsVerdict *cors)
{
  PlacardResponse *response = self->response;
  GPtrArray *hops = response ? placard_response_get_hops (response) : NULL;

  add_boolean (builder, "ok", response && placard_response_is_ok (response));
  add_int (builder, "status", response ? placard_response_get_status (response) : 0);
  add_string (builder, "statusText", response ? placard_response_get_status_text (response) : "");
  add_string (builder, "type",
              placard_response_type_get (placard_fetch_get_request (self->fetch), response, cors));
  add_string (builder, "url", response ? placard_response_get_url (response) : "");
  add_boolean (builder, "redirected", hops && hops->len > 0);
  add_headers (builder, response);
  add_boolean (builder, "bodyUsed", self->saved_as || self->is_emitted);
}

static const char *
get_kind (const PlacardVerdict *verdict)
{
  switch (placard_verdict_get_action (verdict)) {
  case PLACARD_ACTION_SHOW_PICTURE:
    return "picture";
  case PLACARD_ACTION_SHOW_TEXT:
    return "text";
  case PLACARD_ACTION_OFFER_FILE:
    return "file";
  case PLACARD_ACTION_EXPLAIN:
    return "nothing";
  }
  return NULL;
}

static const char *
get_completeness (const PlacardVerdict *verdict)
{
  switch (placard_verdict_get_completeness (verdict)) {
  case PLACARD_COMPLETENESS_COMPLETE:
    return "complete";
  case PLACARD_COMPLETENESS_INCOMPLETE:
    return "incomplete";
  case PLACARD_COMPLETENESS_BROKEN:
    return "broken";
  case PLACARD_COMPLETENESS_UNKNOWN:
    return "unknown";
  }
  return NULL;
}

static void
add_verdict (JsonBuilder *builder, const PlacardVerdict *verdict)
{
  PlacardMediaType sniffed =
      verdict ? placard_verdict_get_sniffed (verdict) : PLACARD_MEDIA_UNKNOWN;
  gboolean has_body = sniffed != PLACARD_MEDIA_UNKNOWN && sniffed != PLACARD_MEDIA_EMPTY;

  add_string (builder, "kind", verdict ? get_kind (verdict) : NULL);
  add_string (builder, "declared", verdict ? placard_verdict_get_declared (verdict) : NULL);
  add_string (builder, "sniffed", has_body ? placard_media_type_to_mime (sniffed) : NULL);
  add_boolean (builder, "mislabelled", verdict && placard_verdict_is_mislabelled (verdict));
  add_string (builder, "completeness", verdict ? get_completeness (verdict) : NULL);
  add_string (builder, "wholeness", verdict ? placard_verdict_get_wholeness (verdict) : NULL);
  add_int (builder, "width", verdict ? placard_verdict_get_width (verdict) : 0);
  add_int (builder, "height", verdict ? placard_verdict_get_height (verdict) : 0);
  add_string (builder, "serverMessage",
              verdict ? placard_verdict_get_server_message (verdict) : NULL);
  add_string (builder, "reason", verdict ? placard_verdict_get_reason (verdict) : NULL);
}

static void
add_hop (JsonBuilder *builder, const PlacardHop *hop)
{
  json_builder_begin_object (builder);
  add_string (builder, "method", hop->method);
  add_string (builder, "url", hop->url);
  add_int (builder, "status", hop->status);
  add_string (builder, "location", hop->location);
  json_builder_set_member_name (builder, "withheld");
  json_builder_begin_array (builder);
  for (guint i = 0; hop->withheld && i < hop->withheld->len; i++)
    json_builder_add_string_value (builder, g_ptr_array_index (hop->withheld, i));
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static void
add_hops (JsonBuilder *builder, PlacardResponse *response)
{
  GPtrArray *hops = response ? placard_response_get_hops (response) : NULL;

  json_builder_set_member_name (builder, "hops");
  json_builder_begin_array (builder);
  for (guint i = 0; hops && i < hops->len; i++)
    add_hop (builder, g_ptr_array_index (hops, i));
  json_builder_end_array (builder);
}

/* Milliseconds, to the microsecond: json-glib would print what a double makes of them. */
static void
append_time (GString *text, const char *name, double milliseconds)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (number, sizeof number, "%.3f", milliseconds);
  g_string_append_printf (text, "%s\"%s\":%s", text->len ? "," : "", name,
                          milliseconds < 0 ? "null" : number);
}

static char *
format_timings (PlacardFetch *fetch)
{
  g_autoptr (GString) text = g_string_new (NULL);
  PlacardTimings timings;

  placard_fetch_get_timings (fetch, &timings);
  append_time (text, "resolved", timings.resolved);
  append_time (text, "connected", timings.connected);
  append_time (text, "secured", timings.secured);
  append_time (text, "sent", timings.sent);
  append_time (text, "firstByte", timings.first_byte);
  append_time (text, "finished", timings.finished);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* The place of the times, which are put in when the rest is text. A string of the answer's cannot look like
 * it: its quotation marks are escaped. */
#define TIMINGS_PLACE "\"timings\":null"

static void
add_timings (JsonBuilder *builder)
{
  json_builder_set_member_name (builder, "timings");
  json_builder_add_null_value (builder);
}

static char *
put_timings (const char *json, PlacardFetch *fetch)
{
  const char *place = strstr (json, TIMINGS_PLACE);
  g_autofree char *timings = format_timings (fetch);

  return g_strdup_printf ("%.*s\"timings\":{%s}%s", (int) (place - json), json, timings,
                          place + strlen (TIMINGS_PLACE));
}

/* Where it stopped; "done" when it did not. */
static const char *
get_phase_word (PlacardFetch *fetch)
{
  PlacardPhase phase = placard_fetch_get_phase (fetch);

  return placard_phase_to_string (
      phase == PLACARD_PHASE_DONE ? phase : placard_fetch_get_last_phase (fetch));
}

static void
add_part (JsonBuilder *builder, const PlacardListingItem *item)
{
  gboolean known = item->sniffed != PLACARD_MEDIA_UNKNOWN && item->sniffed != PLACARD_MEDIA_EMPTY;

  json_builder_begin_object (builder);
  add_string (builder, "name", item->name);
  add_string (builder, "fileName", item->file_name);
  add_string (builder, "type", item->type);
  add_string (builder, "sniffed", known ? placard_media_type_to_mime (item->sniffed) : NULL);
  add_int (builder, "size", item->size);
  json_builder_end_object (builder);
}

/* null for an answer that holds one thing. */
static void
add_parts (JsonBuilder *builder, const PlacardDownload *self)
{
  const PlacardDownload *whole = self->outer ? self->outer : self;
  PlacardSpool *spool = placard_fetch_get_spool (whole->fetch);
  g_autoptr (PlacardListing) listing =
      whole->response && spool ? placard_listing_read (whole->response, spool, NULL) : NULL;

  json_builder_set_member_name (builder, "parts");
  if (!listing) {
    json_builder_add_null_value (builder);
    return;
  }
  json_builder_begin_array (builder);
  for (guint i = 0; i < placard_listing_get_n_items (listing); i++)
    add_part (builder, placard_listing_get_item (listing, i));
  json_builder_end_array (builder);
}

char *
placard_result_to_json (const PlacardDownload *self)
{
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();
  g_autoptr (PlacardCorsVerdict) cors = placard_fetch_dup_cors_verdict (self->fetch);
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *json = NULL;
  g_autofree char *path = self->saved_as ? g_file_get_path (self->saved_as) : NULL;

  json_builder_begin_object (builder);
  add_standard_fields (builder, self, cors);
  add_verdict (builder, self->verdict);
  add_string (builder, "sha256", self->sha256);
  add_int (builder, "wireBytes", placard_fetch_get_wire_received (self->fetch));
  add_int (builder, "bodyBytes", placard_fetch_get_body_received (self->fetch));
  add_hops (builder, self->response);
  add_timings (builder);
  add_boolean (builder, "aborted",
               g_error_matches (self->error, PLACARD_ERROR, PLACARD_ERROR_CANCELLED));
  add_string (builder, "phase", get_phase_word (self->fetch));
  add_string (builder, "savedAs", path);
  add_string (builder, "cache", get_cache_word (self->fetch));
  add_cors (builder, cors);
  add_string (builder, "imageAt", self->answer ? placard_answer_get_place (self->answer) : NULL);
  add_string (builder, "outerUrl",
              self->outer ? placard_response_get_url (self->outer->response) : NULL);
  add_parts (builder, self);
  add_string (builder, "error", self->error ? self->error->message : NULL);
  add_int (builder, "exitCode", placard_error_exit_code (self->error));
  json_builder_end_object (builder);

  root = json_builder_get_root (builder);
  json = json_to_string (root, FALSE);
  return put_timings (json, self->fetch);
}

static JsonObject *
gather_headers (PlacardResponse *response)
{
  GPtrArray *headers = response ? placard_response_get_headers (response) : NULL;
  JsonObject *object = json_object_new ();

  for (guint i = 0; headers && i < headers->len; i++) {
    const PlacardResponseHeader *header = g_ptr_array_index (headers, i);
    g_autofree char *name = g_ascii_strdown (header->name, -1);

    if (!json_object_has_member (object, name))
      json_object_set_array_member (object, name, json_array_new ());
    json_array_add_string_element (json_object_get_array_member (object, name), header->value);
  }
  return object;
}

char *
placard_result_headers_to_json (const PlacardDownload *self)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);

  json_node_take_object (node, gather_headers (self->response));
  return json_to_string (node, FALSE);
}
