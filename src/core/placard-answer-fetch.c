/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-answer-fetch.h"

#include <string.h>

#include "placard-origin.h"
#include "placard-url.h"

/* --- the second request ------------------------------------------------------------------------ */

static gboolean
is_at_origin (const char *url, GUri *origin)
{
  g_autoptr (GUri) uri = url ? placard_url_parse (url, NULL, NULL, NULL) : NULL;

  return uri && placard_origin_equal (uri, origin);
}

/* What was withheld once does not come back, even when the way leads home. */
static gboolean
stayed_at_origin (PlacardResponse *outer, GUri *origin)
{
  GPtrArray *hops = placard_response_get_hops (outer);

  for (guint i = 0; i < hops->len; i++)
    if (!is_at_origin (((PlacardHop *) g_ptr_array_index (hops, i))->url, origin))
      return FALSE;
  return is_at_origin (placard_response_get_url (outer), origin);
}

static gboolean
may_go_everywhere (const PlacardField *field)
{
  static const char *const everywhere[] = {"accept", "accept-encoding", "accept-language",
                                           "user-agent", NULL};
  g_autofree char *name = g_ascii_strdown (field->name, -1);

  return field->other_hosts || (!field->secret && g_strv_contains (everywhere, name));
}

static gboolean
is_about_body (const PlacardField *field)
{
  return g_ascii_strncasecmp (field->name, "Content-", 8) == 0;
}

static GPtrArray *
select_headers (GPtrArray *headers, gboolean same_origin)
{
  GPtrArray *selected = g_ptr_array_new_with_free_func ((GDestroyNotify) placard_field_free);

  for (guint i = 0; i < headers->len; i++) {
    const PlacardField *field = g_ptr_array_index (headers, i);

    if (!is_about_body (field) && (same_origin || may_go_everywhere (field)))
      g_ptr_array_add (selected, placard_field_copy (field));
  }
  return selected;
}

static void
adapt_transport (PlacardRequest *request, gboolean same_origin)
{
  g_autoptr (PlacardTransport) transport =
      placard_transport_copy (placard_request_get_transport (request));

  /* A part of the outer body was asked for, not of the picture. */
  g_clear_pointer (&transport->range, g_free);
  if (!same_origin) {
    g_clear_pointer (&transport->cert, g_free);
    g_clear_pointer (&transport->key, g_free);
    g_clear_pointer (&transport->key_password, g_free);
    g_clear_pointer (&transport->pinnedpubkey, g_free);
  }
  placard_request_set_transport (request, transport);
}

PlacardRequest *
placard_answer_make_request (PlacardRequest *request, PlacardResponse *outer, const char *url)
{
  PlacardRequest *inner = placard_request_copy (request);
  g_autoptr (GUri) origin = placard_request_build_uri (request, NULL);
  gboolean same_origin = origin && is_at_origin (url, origin) && stayed_at_origin (outer, origin);
  g_autoptr (GPtrArray) headers =
      select_headers (placard_request_get_headers (request), same_origin);
  g_autoptr (GPtrArray) no_query =
      g_ptr_array_new_with_free_func ((GDestroyNotify) placard_field_free);

  placard_request_set_url (inner, url);
  placard_request_set_method (inner, "GET");
  placard_request_set_body (inner, NULL);
  placard_request_set_headers (inner, headers);
  placard_request_set_query (inner, no_query);
  placard_request_set_image_at (inner, "body");
  placard_request_set_treat_as (inner, NULL);
  placard_request_set_keep_last_good (inner, FALSE);
  placard_request_set_offline_file (inner, NULL);
  placard_request_set_allow_host (inner, FALSE);
  if (!same_origin)
    placard_request_set_auth (inner, PLACARD_AUTH_NONE, NULL, NULL);
  adapt_transport (inner, same_origin);
  /* The digest was that of the outer body, and has been checked. */
  placard_policy_set_option (placard_request_get_policy (inner), "integrity", NULL, NULL);
  return inner;
}

/* --- looking ----------------------------------------------------------------------------------- */

typedef struct {
  PlacardFetch *outer;
  PlacardSession *session;
  char *directory;
  PlacardResponse *response; /* of the outer fetch */
  gboolean has_message;      /* the server says that something is wrong */

  PlacardAnswer *answer; /* what was found */
} Look;

static void
look_free (Look *look)
{
  g_object_unref (look->outer);
  g_object_unref (look->session);
  g_clear_object (&look->response);
  g_clear_pointer (&look->answer, placard_answer_unref);
  g_free (look->directory);
  g_free (look);
}

/* Whether there is any sense in looking. */
static gboolean
may_hold_picture (PlacardFetch *outer, PlacardResponse *response, PlacardVerdict *verdict)
{
  g_autoptr (GError) error = placard_fetch_dup_error (outer);
  PlacardSpool *spool = placard_fetch_get_spool (outer);
  PlacardAction action;

  if (error || !spool || !response || !verdict || !placard_response_is_ok (response) ||
      placard_spool_get_state (spool) != PLACARD_SPOOL_COMPLETE)
    return FALSE;
  action = placard_verdict_get_action (verdict);
  return action == PLACARD_ACTION_SHOW_TEXT || action == PLACARD_ACTION_OFFER_FILE;
}

/* "Look here for help" is no picture. */
static gboolean
is_about_an_error (const Look *look, PlacardAnswer *answer)
{
  return look->has_message && placard_answer_was_guessed (answer) &&
         placard_answer_get_kind (answer) != PLACARD_ANSWER_BYTES &&
         g_str_has_prefix (placard_answer_get_place (answer), "json:");
}

static void
look_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Look *look = task_data;
  GError *error = NULL;
  g_autoptr (PlacardAnswer) answer =
      placard_answer_find (look->response, placard_fetch_get_spool (look->outer),
                           placard_request_get_image_at (placard_fetch_get_request (look->outer)),
                           look->directory, cancellable, &error);

  if (error) {
    g_task_return_error (task, error);
    return;
  }
  if (answer && !is_about_an_error (look, answer))
    look->answer = g_steal_pointer (&answer);
  g_task_return_boolean (task, TRUE);
}

void
placard_answer_fetch_async (PlacardFetch *outer,
                            PlacardVerdict *verdict,
                            PlacardSession *session,
                            const char *directory,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (outer, cancellable, callback, user_data);
  Look *look = g_new0 (Look, 1);

  look->outer = g_object_ref (outer);
  look->session = g_object_ref (session);
  look->directory = g_strdup (directory);
  look->response = placard_fetch_dup_response (outer);
  look->has_message = verdict && placard_verdict_get_server_message (verdict);
  g_task_set_task_data (task, look, (GDestroyNotify) look_free);
  if (may_hold_picture (outer, look->response, verdict))
    g_task_run_in_thread (task, look_in_thread);
  else
    g_task_return_boolean (task, TRUE);
}

PlacardFetch *
placard_answer_fetch_finish (GAsyncResult *result, PlacardAnswer **answer, GError **error)
{
  Look *look = g_task_get_task_data (G_TASK (result));
  PlacardRequest *request = placard_fetch_get_request (look->outer);
  g_autoptr (PlacardResponse) response = NULL;
  g_autoptr (PlacardRequest) inner = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), error) || !look->answer)
    return NULL;
  if (answer)
    *answer = placard_answer_ref (look->answer);
  if (placard_answer_get_kind (look->answer) == PLACARD_ANSWER_BYTES) {
    response = placard_answer_make_response (look->answer, look->response);
    return placard_fetch_new_inner (look->outer, placard_answer_get_spool (look->answer), response);
  }
  inner = placard_answer_make_request (
      request, look->response, g_ptr_array_index (placard_answer_get_urls (look->answer), 0));
  return placard_fetch_new (look->session, inner, look->directory);
}
