/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "placard-inspection.h"

#include "placard-certificate.h"
#include "placard-field.h"
#include "placard-format.h"
#include "placard-mask.h"
#include "placard-response-type.h"
#include "placard-treat-menu.h"

#include <glib/gi18n-lib.h>

#define MASK "••••••••"

static void
fact_free (PlacardFact *fact)
{
  g_free (fact->name);
  g_free (fact->value);
  g_free (fact->note);
  g_free (fact);
}

void
placard_fact_group_free (PlacardFactGroup *group)
{
  g_ptr_array_unref (group->facts);
  g_free (group);
}

static PlacardFactGroup *
group_new (const char *title, const char *place)
{
  PlacardFactGroup *group = g_new (PlacardFactGroup, 1);

  group->title = title;
  group->place = place;
  group->facts = g_ptr_array_new_with_free_func ((GDestroyNotify) fact_free);
  return group;
}

/* A field is a fact even with nothing in it. @value: (transfer full) */
static PlacardFact *
take_field (PlacardFactGroup *group, const char *name, char *value)
{
  PlacardFact *fact = g_new0 (PlacardFact, 1);

  fact->name = g_strdup (name);
  fact->value = value;
  g_ptr_array_add (group->facts, fact);
  return fact;
}

/* Leaves out what is not known. @value: (transfer full) (nullable) */
static void
take (PlacardFactGroup *group, const char *name, char *value)
{
  if (value && *value)
    take_field (group, name, value);
  else
    g_free (value);
}

static void
add (PlacardFactGroup *group, const char *name, const char *value)
{
  take (group, name, g_strdup (value));
}

/* @note: (transfer full) (nullable): for the fact that was added last */
static void
take_note (PlacardFactGroup *group, char *note)
{
  PlacardFact *fact = g_ptr_array_index (group->facts, group->facts->len - 1);

  g_free (fact->note);
  fact->note = note;
}

static void
add_group (GPtrArray *groups, PlacardFactGroup *group)
{
  if (group->facts->len > 0)
    g_ptr_array_add (groups, group);
  else
    placard_fact_group_free (group);
}

/* --- answer ------------------------------------------------------------------------------------ */

/* Without a phrase of the server's own, the standard's is said, and that it is that (RS3). */
static void
add_status (PlacardFactGroup *group, PlacardResponse *response)
{
  guint status = placard_response_get_status (response);
  const char *text = placard_response_get_status_text (response);
  const char *standard = placard_response_get_standard_phrase (status);

  take (group, _ ("Status"), placard_format_status (status, text));
  if ((!text || !*text) && standard)
    take_note (group, g_strdup (standard));
}

static void
add_redirected (PlacardFactGroup *group, PlacardResponse *response)
{
  guint n = placard_response_get_hops (response)->len;

  if (n > 0)
    take (group, _ ("Redirected"), g_strdup_printf (ngettext ("Once", "%u times", n), n));
}

static PlacardFactGroup *
make_answer (PlacardExchange *exchange)
{
  PlacardFactGroup *group = group_new (_ ("Answer"), "answer");
  PlacardFetch *fetch = placard_exchange_get_fetch (exchange);
  PlacardResponse *response = placard_exchange_get_response (exchange);
  const GError *error = placard_exchange_get_error (exchange);
  g_autoptr (PlacardCorsVerdict) cors = placard_fetch_dup_cors_verdict (fetch);
  PlacardTimings timings;

  if (response) {
    add_status (group, response);
    take (group, _ ("Address"), placard_mask_url (placard_response_get_url (response)));
    add_redirected (group, response);
    take (group, _ ("Protocol"),
          g_strdup_printf ("HTTP/%s", placard_response_get_http_version (response)));
  }
  add (group, _ ("Type"),
       placard_response_type_describe (
           placard_response_type_get (placard_fetch_get_request (fetch), response, cors)));
  placard_fetch_get_timings (fetch, &timings);
  if (timings.finished >= 0)
    take (group, _ ("Time"), placard_format_duration (timings.finished));
  if (error)
    add (group, _ ("Problem"), error->message);
  return group;
}

static void
add_types (PlacardFactGroup *group, PlacardVerdict *verdict, PlacardImage *image)
{
  const char *declared = placard_verdict_get_declared (verdict);

  add (group, _ ("Declared type"), declared ? declared : _ ("None"));
  add (group, _ ("Real type"), placard_media_type_to_mime (placard_verdict_get_sniffed (verdict)));
  take (group, _ ("Completeness"),
        placard_verdict_describe_wholeness (verdict, image ? placard_image_get_rows (image) : 0));
  add (group, _ ("Why"), placard_verdict_get_reason (verdict));
  add (group, _ ("The server says"), placard_verdict_get_server_message (verdict));
}

/* Translators: %s is a number with its thousands grouped */
static char *
format_bytes (goffset bytes)
{
  g_autofree char *number = g_strdup_printf ("%'lld", (long long) bytes);

  return g_strdup_printf (ngettext ("%s byte", "%s bytes", (gulong) bytes), number);
}

static void
add_description (PlacardFactGroup *group, PlacardImage *image)
{
  g_autoptr (PlacardImageDescription) said = placard_image_dup_description (image);

  if (!said)
    return;
  if (said->colour && said->depth > 0)
    /* Translators: "colour, 8 bits a channel" */
    take (group, _ ("Colour"),
          g_strdup_printf (
              ngettext ("%s, %d bit a channel", "%s, %d bits a channel", (gulong) said->depth),
              said->colour, said->depth));
  else
    add (group, _ ("Colour"), said->colour);
  if (said->profile)
    add (group, _ ("Colour profile"), said->profile);
  else if (said->has_profile)
    add (group, _ ("Colour profile"), _ ("There is one, without a name"));
  add (group, _ ("Camera"), said->camera);
  add (group, _ ("Taken"), said->taken);
  if (said->has_location)
    add (group, _ ("Place"), _ ("The file says where it was taken; that is not read here"));
  add (group, _ ("Decoder"), said->sandbox);
}

/* EXIF's words about which side is up. */
static void
add_orientation (PlacardFactGroup *group, PlacardImage *image)
{
  int orientation = placard_image_get_orientation (image);

  if (orientation > 1)
    /* Translators: the number that a camera writes about which side is up, 2 to 8. */
    take (group, _ ("Orientation"), g_strdup_printf (_ ("%d, turned for the eye"), orientation));
}

static PlacardFactGroup *
make_body (PlacardExchange *exchange, const char *sha256)
{
  PlacardFactGroup *group = group_new (_ ("Body"), "body");
  PlacardFetch *fetch = placard_exchange_get_fetch (exchange);
  PlacardImage *image = placard_exchange_get_image (exchange);
  PlacardVerdict *verdict = placard_exchange_get_verdict (exchange);
  PlacardResponse *response = placard_exchange_get_response (exchange);

  if (!response)
    return group;
  if (verdict) {
    take (group, _ ("Types"), placard_treat_menu_describe (exchange));
    add_types (group, verdict, image);
  }
  if (image && placard_image_get_width (image) > 0)
    take (group, _ ("Pixels"),
          placard_format_size (placard_image_get_width (image), placard_image_get_height (image)));
  if (image && placard_image_get_width (image) > 0) {
    add_orientation (group, image);
    add_description (group, image);
  }
  if (placard_response_get_expected_length (response) >= 0)
    take (group, _ ("Announced"), format_bytes (placard_response_get_expected_length (response)));
  take (group, _ ("Received"), format_bytes (placard_fetch_get_wire_received (fetch)));
  if (placard_fetch_get_body_received (fetch) != placard_fetch_get_wire_received (fetch))
    take (group, _ ("Decoded"), format_bytes (placard_fetch_get_body_received (fetch)));
  add (group, "SHA-256", sha256);
  return group;
}

static PlacardFactGroup *
make_redirects (PlacardResponse *response)
{
  PlacardFactGroup *group = group_new (_ ("Redirects"), "redirects");
  GPtrArray *hops = placard_response_get_hops (response);

  for (guint i = 0; i < hops->len; i++) {
    const PlacardHop *hop = g_ptr_array_index (hops, i);
    g_autofree char *url = placard_mask_url (hop->url);
    g_autofree char *location = placard_mask_url (hop->location);
    GString *value = g_string_new (location);
    g_autofree char *name = g_strdup_printf ("%u %s %s", hop->status, hop->method, url);

    for (guint k = 0; hop->withheld && k < hop->withheld->len; k++)
      g_string_append_printf (value, "%s%s", k ? ", " : _ ("\nNot sent on: "),
                              (const char *) g_ptr_array_index (hop->withheld, k));
    take (group, name, g_string_free (value, FALSE));
  }
  return group;
}

/* The answer that the picture was found in: a hop of another kind (US5). */
static PlacardFactGroup *
make_outer (PlacardExchange *exchange)
{
  PlacardFactGroup *group = group_new (_ ("Found in Another Answer"), "outer");
  PlacardFetch *outer = placard_exchange_get_outer_fetch (exchange);
  PlacardAnswer *answer = placard_exchange_get_answer (exchange);
  g_autoptr (PlacardResponse) response = outer ? placard_fetch_dup_response (outer) : NULL;
  PlacardTimings timings;

  if (!response)
    return group;
  add_status (group, response);
  take (group, _ ("Address"), placard_mask_url (placard_response_get_url (response)));
  if (answer && placard_answer_get_kind (answer) == PLACARD_ANSWER_BYTES)
    add (group, _ ("Found at"), placard_answer_get_place (answer));
  placard_fetch_get_timings (outer, &timings);
  if (timings.finished >= 0)
    take (group, _ ("Time"), placard_format_duration (timings.finished));
  return group;
}

/* --- certificate ------------------------------------------------------------------------------- */

static char *
format_date (GDateTime *date)
{
  return date ? g_date_time_format (date, "%x %X %Z") : NULL;
}

static PlacardFactGroup *
make_certificate (GTlsCertificate *certificate)
{
  PlacardFactGroup *group = group_new (_ ("Certificate"), "certificate");
  g_autoptr (GDateTime) from = NULL;
  g_autoptr (GDateTime) until = NULL;

  if (!certificate)
    return group;
  from = g_tls_certificate_get_not_valid_before (certificate);
  until = g_tls_certificate_get_not_valid_after (certificate);
  take (group, _ ("Subject"), g_tls_certificate_get_subject_name (certificate));
  take (group, _ ("Issuer"), g_tls_certificate_get_issuer_name (certificate));
  take (group, _ ("Valid from"), format_date (from));
  take (group, _ ("Valid until"), format_date (until));
  take (group, _ ("SHA-256 fingerprint"), placard_certificate_format_fingerprint (certificate));
  return group;
}

/* --- fields ------------------------------------------------------------------------------------ */

/* "Bearer ••••••••": which scheme it was is worth knowing and no secret. */
static char *
mask (const char *name, const char *value)
{
  const char *space = strchr (value, ' ');

  if (g_ascii_strcasecmp (name, "Authorization") == 0 && space)
    return g_strdup_printf ("%.*s " MASK, (int) (space - value), value);
  return g_strdup (MASK);
}

static PlacardFactGroup *
make_sent_fields (GPtrArray *headers)
{
  PlacardFactGroup *group = group_new (_ ("Request as Sent"), "request");

  for (guint i = 0; headers && i < headers->len; i++) {
    const PlacardResponseHeader *header = g_ptr_array_index (headers, i);
    gboolean secret = placard_field_name_is_secret (header->name);

    take_field (group, header->name,
                secret ? mask (header->name, header->value) : g_strdup (header->value));
  }
  return group;
}

/* --- cookies ----------------------------------------------------------------------------------- */

static void
add_sent_cookies (PlacardFactGroup *group, GPtrArray *headers)
{
  for (guint i = 0; headers && i < headers->len; i++) {
    const PlacardResponseHeader *header = g_ptr_array_index (headers, i);
    g_auto (GStrv) pairs = NULL;

    if (g_ascii_strcasecmp (header->name, "Cookie") != 0)
      continue;
    pairs = g_strsplit (header->value, ";", -1);
    for (char **pair = pairs; *pair; pair++) {
      g_autofree char *name = g_strstrip (g_strndup (*pair, strcspn (*pair, "=")));

      if (!*name)
        continue;
      add (group, name, MASK);
      take_note (group, g_strdup (_ ("sent")));
    }
  }
}

/* A page cannot read Set-Cookie at all, and never a cookie that is HttpOnly (RS23). */
static void
add_received_cookies (PlacardFactGroup *group, PlacardResponse *response)
{
  GPtrArray *headers = placard_response_get_headers (response);

  for (guint i = 0; i < headers->len; i++) {
    const PlacardResponseHeader *header = g_ptr_array_index (headers, i);
    g_autofree char *name = NULL;

    if (g_ascii_strcasecmp (header->name, "Set-Cookie") != 0)
      continue;
    name = g_strstrip (g_strndup (header->value, strcspn (header->value, "=;")));
    if (!*name || !*header->value)
      continue;
    add (group, name, header->value);
    take_note (group, g_strdup (_ ("received, not visible to a web page")));
    ((PlacardFact *) g_ptr_array_index (group->facts, group->facts->len - 1))->secret = TRUE;
  }
}

static PlacardFactGroup *
make_cookies (GPtrArray *sent, PlacardResponse *response)
{
  PlacardFactGroup *group = group_new (_ ("Cookies"), "cookies");

  add_sent_cookies (group, sent);
  if (response)
    add_received_cookies (group, response);
  return group;
}

/* A challenge asks for a credential and is none. */
static gboolean
is_server_secret (const char *name)
{
  return placard_field_name_is_secret (name) &&
         g_ascii_strcasecmp (name, "WWW-Authenticate") != 0 &&
         g_ascii_strcasecmp (name, "Proxy-Authenticate") != 0;
}

/* A cookie that the server gave is there to be looked at (SPEC RS23), and is a credential all the same. */
static PlacardFactGroup *
make_received_fields (GPtrArray *headers)
{
  PlacardFactGroup *group = group_new (_ ("Header Fields"), "headers");

  for (guint i = 0; i < headers->len; i++) {
    const PlacardResponseHeader *header = g_ptr_array_index (headers, i);

    take_field (group, header->name, g_strdup (header->value))->secret =
        is_server_secret (header->name);
  }
  return group;
}

GPtrArray *
placard_inspection_list (PlacardExchange *exchange, const char *sha256)
{
  GPtrArray *groups = g_ptr_array_new_with_free_func ((GDestroyNotify) placard_fact_group_free);
  PlacardResponse *response = placard_exchange_get_response (exchange);
  g_autoptr (GPtrArray) sent =
      placard_fetch_dup_sent_headers (placard_exchange_get_fetch (exchange));

  add_group (groups, make_answer (exchange));
  add_group (groups, make_body (exchange, sha256));
  if (response) {
    add_group (groups, make_redirects (response));
    add_group (groups, make_outer (exchange));
    add_group (groups, make_certificate (placard_response_get_certificate (response)));
  }
  add_group (groups, make_cookies (sent, response));
  add_group (groups, make_sent_fields (sent));
  if (response)
    add_group (groups, make_received_fields (placard_response_get_headers (response)));
  return groups;
}

static PlacardFact *
find_fact (PlacardFactGroup *group, const char *name)
{
  for (guint i = 0; i < group->facts->len; i++) {
    PlacardFact *fact = g_ptr_array_index (group->facts, i);

    if (g_ascii_strcasecmp (fact->name, name) == 0)
      return fact;
  }
  return NULL;
}

PlacardFactGroup *
placard_inspection_join (const PlacardFactGroup *group)
{
  PlacardFactGroup *joined = group_new (group->title, group->place);

  for (guint i = 0; i < group->facts->len; i++) {
    const PlacardFact *fact = g_ptr_array_index (group->facts, i);
    PlacardFact *before = find_fact (joined, fact->name);

    if (before && g_ascii_strcasecmp (fact->name, "Set-Cookie") != 0) {
      g_autofree char *value = g_steal_pointer (&before->value);

      before->value = g_strconcat (value, ", ", fact->value, NULL);
      before->secret |= fact->secret;
      continue;
    }
    before = take_field (joined, fact->name, g_strdup (fact->value));
    before->note = g_strdup (fact->note);
    before->secret = fact->secret;
  }
  return joined;
}

gboolean
placard_inspection_matches (const PlacardFact *fact, const char *filter)
{
  g_autofree char *wanted = filter && *filter ? g_utf8_casefold (filter, -1) : NULL;
  g_autofree char *name = wanted ? g_utf8_casefold (fact->name, -1) : NULL;
  g_autofree char *value = wanted ? g_utf8_casefold (fact->value, -1) : NULL;

  return !wanted || strstr (name, wanted) || strstr (value, wanted);
}

char *
placard_inspection_to_text (GPtrArray *groups)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < groups->len; i++) {
    const PlacardFactGroup *group = g_ptr_array_index (groups, i);

    g_string_append_printf (text, "%s%s\n", i ? "\n" : "", group->title);
    for (guint k = 0; k < group->facts->len; k++) {
      const PlacardFact *fact = g_ptr_array_index (group->facts, k);

      g_string_append_printf (text, "%s: %s", fact->name, fact->secret ? MASK : fact->value);
      if (fact->note)
        g_string_append_printf (text, " (%s)", fact->note);
      g_string_append_c (text, '\n');
    }
  }
  return g_string_free (text, FALSE);
}

guint
placard_inspection_list_stretches (const PlacardTimings *timings,
                                   PlacardStretch stretches[PLACARD_STRETCHES_MAX])
{
  const struct {
    const char *name;
    double to;
  } ends[PLACARD_STRETCHES_MAX] = {
      {_ ("Resolving"), timings->resolved}, {_ ("Connecting"), timings->connected},
      {_ ("Securing"), timings->secured},   {_ ("Sending"), timings->sent},
      {_ ("Waiting"), timings->first_byte}, {_ ("Receiving"), timings->finished},
  };
  double from = 0;
  guint n = 0;

  for (guint i = 0; i < PLACARD_STRETCHES_MAX; i++) {
    if (ends[i].to < from || ends[i].to < 0)
      continue;
    stretches[n++] = (PlacardStretch){ends[i].name, from, ends[i].to};
    from = ends[i].to;
  }
  return n;
}
