/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Invariant: nothing is saved by itself that is cut, refused, or not what it says it is. */
#include "config.h"

#include "placard-autosave.h"

#include "placard-digest.h"
#include "placard-filename.h"
#include "placard-name-template.h"
#include "placard-progress.h"

typedef struct {
  PlacardSaver *saver;
  PlacardExchange *exchange;
  PlacardProgress *progress;
} Follow;

static void
follow_free (Follow *follow)
{
  placard_saver_stop_expecting (follow->saver, follow->exchange);
  g_clear_object (&follow->progress);
  g_object_unref (follow->saver);
  g_object_unref (follow->exchange);
  g_free (follow);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Follow, follow_free)

static const PlacardSaving *
get_saving (PlacardExchange *exchange)
{
  PlacardFetch *outer = placard_exchange_get_outer_fetch (exchange);

  return placard_request_get_saving (
      placard_fetch_get_request (outer ? outer : placard_exchange_get_fetch (exchange)));
}

static gboolean
is_attachment (PlacardResponse *response)
{
  const char *value = placard_response_get_header (response, "Content-Disposition");
  gboolean attachment = FALSE;

  if (!value)
    return FALSE;
  g_free (placard_filename_parse_disposition (value, &attachment));
  return attachment;
}

static gboolean
is_good (PlacardExchange *exchange)
{
  PlacardSpool *spool = placard_fetch_get_spool (placard_exchange_get_fetch (exchange));
  PlacardVerdict *verdict = placard_exchange_get_verdict (exchange);
  PlacardResponse *response = placard_exchange_get_response (exchange);

  return spool && verdict && response && placard_response_is_ok (response) &&
         placard_spool_get_state (spool) == PLACARD_SPOOL_COMPLETE &&
         placard_verdict_get_completeness (verdict) != PLACARD_COMPLETENESS_INCOMPLETE &&
         placard_verdict_get_completeness (verdict) != PLACARD_COMPLETENESS_BROKEN &&
         !placard_verdict_get_server_message (verdict);
}

gboolean
placard_autosave_is_due (PlacardExchange *exchange)
{
  const PlacardSaving *saving = get_saving (exchange);
  PlacardAction action;

  if (!is_good (exchange))
    return FALSE;
  action = placard_verdict_get_action (placard_exchange_get_verdict (exchange));
  if (saving->save_attachments && action != PLACARD_ACTION_EXPLAIN &&
      is_attachment (placard_exchange_get_response (exchange)))
    return TRUE;
  return saving->auto_save &&
         (action == PLACARD_ACTION_SHOW_PICTURE || action == PLACARD_ACTION_OFFER_FILE);
}

static char *
expand (PlacardExchange *exchange, const char *sha256)
{
  PlacardResponse *response = placard_exchange_get_response (exchange);
  PlacardVerdict *verdict = placard_exchange_get_verdict (exchange);
  const char *text = get_saving (exchange)->auto_save;
  g_autofree char *suggested = placard_exchange_suggest_name (exchange);
  g_autoptr (GUri) uri =
      g_uri_parse (placard_response_get_url (response), G_URI_FLAGS_ENCODED, NULL);
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  const PlacardNameFacts facts = {.name = suggested,
                                  .host = uri ? g_uri_get_host (uri) : NULL,
                                  .sha256 = sha256,
                                  .date = now,
                                  .status = placard_response_get_status (response),
                                  .width = placard_verdict_get_width (verdict),
                                  .height = placard_verdict_get_height (verdict)};
  g_autofree char *name = text ? placard_name_template_expand (text, &facts, NULL) : NULL;

  return name ? g_steal_pointer (&name) : g_steal_pointer (&suggested);
}

static void
save (Follow *follow, const char *sha256)
{
  g_autofree char *name = expand (follow->exchange, sha256);

  placard_saver_save_under (follow->saver, follow->exchange, name);
}

static void
hashed_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Follow) follow = user_data;
  g_autofree char *sha256 = placard_digest_finish (result, NULL);

  save (follow, sha256);
}

static void
ended_cb (gpointer data)
{
  g_autoptr (Follow) follow = data;

  if (!placard_autosave_is_due (follow->exchange))
    return;
  if (!placard_name_template_wants_hash (get_saving (follow->exchange)->auto_save)) {
    save (follow, NULL);
    return;
  }
  placard_digest_async (placard_fetch_get_spool (placard_exchange_get_fetch (follow->exchange)),
                        NULL, hashed_cb, follow);
  g_steal_pointer (&follow);
}

static void
busy_cb (PlacardProgress *progress, GParamSpec *pspec, Follow *follow)
{
  if (!placard_exchange_is_finished (follow->exchange))
    return;
  g_signal_handlers_disconnect_by_data (progress, follow);
  /* Later, when the progress has done with what it is in the middle of. */
  g_idle_add_once (ended_cb, follow);
}

void
placard_autosave_follow (PlacardSaver *saver, PlacardExchange *exchange)
{
  const PlacardSaving *saving = get_saving (exchange);
  Follow *follow;

  if (!saving->auto_save && !saving->save_attachments)
    return;
  follow = g_new0 (Follow, 1);
  follow->saver = g_object_ref (saver);
  follow->exchange = g_object_ref (exchange);
  follow->progress = placard_progress_new ();
  placard_saver_expect (saver, exchange);
  placard_progress_set_exchange (follow->progress, exchange);
  g_signal_connect (follow->progress, "notify::busy", G_CALLBACK (busy_cb), follow);
  /* One that comes from the command line may have ended already. */
  busy_cb (follow->progress, NULL, follow);
}
