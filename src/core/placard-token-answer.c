/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-token-answer.h"

#include "placard-error.h"
#include "placard-json-pointer.h"
#include "placard-redirect.h"
#include "placard-verdict.h"

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>

#define DEFAULT_AT "json:/access_token"
#define DEFAULT_LIFETIME "json:/expires_in"
/* A token goes into a header field: nobody's is larger. */
#define MAX_VALUE_BYTES (64 * 1024)
/* It is not used up to its last moment: the clock there may be another. */
#define MARGIN_SECONDS 10

static char *
format_host (PlacardResponse *response)
{
  g_autoptr (GUri) uri =
      g_uri_parse (placard_response_get_url (response), G_URI_FLAGS_ENCODED, NULL);

  return uri ? placard_redirect_format_host (uri) : g_strdup ("?");
}

static gboolean
check_status (PlacardFetch *fetch, PlacardResponse *response, GError **error)
{
  guint status = placard_response_get_status (response);
  g_autoptr (PlacardVerdict) verdict = NULL;
  g_autofree char *host = NULL;
  const char *message;

  if (status >= 200 && status < 400)
    return TRUE;
  host = format_host (response);
  verdict = placard_verdict_judge (response, placard_fetch_get_spool (fetch));
  message = placard_verdict_get_server_message (verdict);
  if (message)
    g_set_error (error, PLACARD_ERROR, PLACARD_ERROR_HTTP_STATUS,
                 _ ("The request for a token was answered %u by %s: %s"), status, host, message);
  else
    g_set_error (error, PLACARD_ERROR, PLACARD_ERROR_HTTP_STATUS,
                 _ ("The request for a token was answered %u by %s"), status, host);
  return FALSE;
}

/* (transfer full) (nullable): a string or a number as text */
static char *
read_value (PlacardSpool *spool, const char *pointer)
{
  PlacardJsonValue value;
  g_autofree char *raw = NULL;
  g_autoptr (JsonNode) node = NULL;
  gsize length;

  if (!placard_json_pointer_find (spool, pointer, &value, NULL) ||
      (value.type != PLACARD_JSON_STRING && value.type != PLACARD_JSON_NUMBER))
    return NULL;
  length = (gsize) (value.end - value.start);
  if (length > MAX_VALUE_BYTES)
    return NULL;
  raw = g_malloc0 (length + 1);
  if (placard_spool_read_at (spool, value.start, raw, length, NULL) != (gssize) length)
    return NULL;
  if (value.type == PLACARD_JSON_NUMBER)
    return g_steal_pointer (&raw);
  node = json_from_string (raw, NULL);
  return node ? json_node_dup_string (node) : NULL;
}

static gint64
find_lifetime (PlacardSpool *spool, const char *lifetime)
{
  const char *pointer = placard_token_step_parse_pointer (lifetime ? lifetime : DEFAULT_LIFETIME);
  g_autofree char *text = pointer ? read_value (spool, pointer) : g_strdup (lifetime);
  double seconds = text ? g_ascii_strtod (text, NULL) : -1;

  if (seconds <= 0 || seconds > G_MAXINT32)
    return -1;
  /* What a person says is meant as it is said. */
  return pointer && seconds > 10 * MARGIN_SECONDS ? (gint64) seconds - MARGIN_SECONDS
                                                  : (gint64) seconds;
}

/* A field's value: nothing that could end the line, or say something else. */
static gboolean
is_token (const char *text)
{
  for (const char *at = text; *at; at++)
    if ((guchar) *at < 0x20 || (guchar) *at == 0x7f)
      return FALSE;
  return *text != '\0';
}

char *
placard_token_answer_read (PlacardFetch *fetch,
                           const PlacardTokenStep *step,
                           gint64 *lifetime,
                           GError **error)
{
  PlacardSpool *spool = placard_fetch_get_spool (fetch);
  g_autoptr (PlacardResponse) response = placard_fetch_dup_response (fetch);
  const char *pointer;
  g_autofree char *text = NULL;
  g_autofree char *host = NULL;

  *lifetime = -1;
  if (!check_status (fetch, response, error))
    return NULL;
  *lifetime = find_lifetime (spool, step->lifetime);
  if (placard_token_step_wants_cookies (step))
    return NULL;
  pointer = placard_token_step_parse_pointer (step->at ? step->at : DEFAULT_AT);
  text = read_value (spool, pointer);
  if (text && is_token (text))
    return g_steal_pointer (&text);
  host = format_host (response);
  g_set_error (error, PLACARD_ERROR, PLACARD_ERROR_PROTOCOL,
               _ ("The answer of %s to the request for a token has none at %s"), host, pointer);
  return NULL;
}
