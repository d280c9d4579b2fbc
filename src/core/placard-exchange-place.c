/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What takes the place of the body: a picture found in it, a part or an address that somebody chose; and
 * the way back. Nothing is asked for twice: what was found waits aside while the body is looked at. */
#include "placard-exchange-private.h"

#include "placard-answer-fetch.h"

void
placard_scene_clear (PlacardScene *scene)
{
  g_clear_object (&scene->fetch);
  g_clear_object (&scene->image);
  g_clear_pointer (&scene->verdict, placard_verdict_unref);
}

void
placard_exchange_put_away (PlacardExchange *self, PlacardScene *into)
{
  g_signal_handlers_disconnect_by_data (self->fetch, self);
  if (self->image)
    g_signal_handlers_disconnect_by_data (self->image, self);
  placard_scene_clear (into);
  into->fetch = g_steal_pointer (&self->fetch);
  into->image = g_steal_pointer (&self->image);
  into->verdict = g_steal_pointer (&self->verdict);
  g_clear_object (&self->response);
}

/* Ended scenes only: what is shown now is final. */
static void
bring_back (PlacardExchange *self, PlacardScene *from)
{
  placard_exchange_watch_fetch (self, g_steal_pointer (&from->fetch));
  if (from->image)
    placard_exchange_watch_image (self, g_steal_pointer (&from->image));
  self->verdict = g_steal_pointer (&from->verdict);
  self->response = placard_fetch_dup_response (self->fetch);
  self->fetch_ended = TRUE;
  placard_exchange_tell_place_taken (self);
}

/* @fetch and @answer: (transfer full) */
static void
enter_answer (PlacardExchange *self, PlacardFetch *fetch, PlacardAnswer *answer)
{
  PlacardScene unused = {NULL};

  if (self->outer.fetch)
    placard_exchange_put_away (self, &unused);
  else
    placard_exchange_put_away (self, &self->outer);
  placard_scene_clear (&unused);
  g_clear_pointer (&self->answer, placard_answer_unref);
  self->answer = answer;
  self->fetch_ended = FALSE;
  self->judged = FALSE;
  placard_exchange_run_fetch (self, fetch);
  placard_exchange_tell_place_taken (self);
}

void
placard_exchange_leave_answer (PlacardExchange *self)
{
  PlacardScene unused = {NULL};

  placard_exchange_put_away (self, &unused);
  placard_scene_clear (&unused);
  g_clear_pointer (&self->answer, placard_answer_unref);
  self->chosen = -1;
  bring_back (self, &self->outer);
}

gboolean
placard_exchange_is_wrong_guess (PlacardExchange *self)
{
  return self->answer && self->chosen < 0 && placard_answer_was_guessed (self->answer) &&
         !(self->verdict &&
           placard_verdict_get_action (self->verdict) == PLACARD_ACTION_SHOW_PICTURE);
}

/* --- looking ----------------------------------------------------------------------------------- */

/* Several pictures: somebody has to choose. */
static gboolean
is_choice (PlacardAnswer *answer)
{
  return answer && placard_answer_get_kind (answer) == PLACARD_ANSWER_URLS;
}

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PlacardExchange) self = PLACARD_EXCHANGE (user_data);
  g_autoptr (PlacardAnswer) answer = NULL;
  g_autoptr (PlacardFetch) fetch = placard_answer_fetch_finish (result, &answer, &self->look_error);

  if (g_error_matches (self->look_error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_clear_error (&self->look_error);
  if (is_choice (answer))
    self->listing = placard_listing_new_addresses (answer);
  if (fetch && !is_choice (answer))
    enter_answer (self, g_steal_pointer (&fetch), g_steal_pointer (&answer));
  else
    placard_exchange_conclude (self);
  placard_exchange_update (self);
}

static gboolean
wants_look (PlacardExchange *self)
{
  return self->treatment == PLACARD_TREATMENT_AUTO ||
         (self->treatment == PLACARD_TREATMENT_PICTURE && self->format == PLACARD_MEDIA_UNKNOWN);
}

void
placard_exchange_look (PlacardExchange *self)
{
  if (!wants_look (self)) {
    placard_exchange_conclude (self);
    return;
  }
  self->looked = TRUE;
  placard_answer_fetch_async (self->fetch, self->verdict, self->session, self->spool_directory,
                              self->cancellable, looked_cb, g_object_ref (self));
}

/* --- choosing ---------------------------------------------------------------------------------- */

static PlacardFetch *
get_listed_fetch (PlacardExchange *self)
{
  return self->outer.fetch ? self->outer.fetch : self->fetch;
}

PlacardRequest *
placard_exchange_make_item_request (PlacardExchange *self, guint index)
{
  g_autoptr (PlacardResponse) response = placard_fetch_dup_response (get_listed_fetch (self));
  const PlacardListingItem *item;

  g_return_val_if_fail (PLACARD_IS_EXCHANGE (self), NULL);
  g_return_val_if_fail (self->listing, NULL);

  item = placard_listing_get_item (self->listing, index);
  if (!item || !item->address || !response)
    return NULL;
  return placard_answer_make_request (placard_fetch_get_request (get_listed_fetch (self)), response,
                                      item->address);
}

PlacardExchange *
placard_exchange_new_item (PlacardExchange *self, guint index)
{
  g_autoptr (PlacardRequest) request = placard_exchange_make_item_request (self, index);

  return request ? placard_exchange_new (self->session, request, self->spool_directory) : NULL;
}

static void
extract_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  PlacardExchange *self = source;
  GError *error = NULL;
  PlacardAnswer *answer = placard_listing_extract (self->listing, GPOINTER_TO_UINT (task_data),
                                                   self->spool_directory, cancellable, &error);

  if (answer)
    g_task_return_pointer (task, answer, (GDestroyNotify) placard_answer_unref);
  else
    g_task_return_error (task, error);
}

static void
extracted_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  PlacardExchange *self = PLACARD_EXCHANGE (source);
  g_autoptr (GError) error = NULL;
  PlacardAnswer *answer = g_task_propagate_pointer (G_TASK (result), &error);
  PlacardFetch *outer = get_listed_fetch (self);
  g_autoptr (PlacardResponse) head = placard_fetch_dup_response (outer);
  g_autoptr (PlacardResponse) response = NULL;

  /* Somebody chose something else meanwhile. */
  if (g_task_get_cancellable (G_TASK (result)) != self->choosing) {
    g_clear_pointer (&answer, placard_answer_unref);
    return;
  }
  if (answer) {
    response = placard_answer_make_response (answer, head);
    enter_answer (
        self, placard_fetch_new_inner (outer, placard_answer_get_spool (answer), response), answer);
  } else {
    g_clear_error (&self->look_error);
    self->look_error = g_steal_pointer (&error);
    self->chosen = -1;
  }
  placard_exchange_update (self);
}

static PlacardAnswer *
answer_from_item (PlacardExchange *self, guint index)
{
  const PlacardListingItem *item = placard_listing_get_item (self->listing, index);

  return placard_answer_new_address (item->address);
}

static void
choose_address (PlacardExchange *self, guint index, PlacardFetch *fetched)
{
  g_autoptr (PlacardRequest) request = NULL;
  g_autoptr (PlacardResponse) response = fetched ? placard_fetch_dup_response (fetched) : NULL;

  if (response) {
    enter_answer (self,
                  placard_fetch_new_inner (fetched, placard_fetch_get_spool (fetched), response),
                  answer_from_item (self, index));
    return;
  }
  request = placard_exchange_make_item_request (self, index);
  if (request)
    enter_answer (self, placard_fetch_new (self->session, request, self->spool_directory),
                  answer_from_item (self, index));
}

static void
stop_choosing (PlacardExchange *self)
{
  if (self->choosing)
    g_cancellable_cancel (self->choosing);
  g_clear_object (&self->choosing);
}

void
placard_exchange_choose (PlacardExchange *self, guint index, PlacardFetch *fetched)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (PLACARD_IS_EXCHANGE (self));
  g_return_if_fail (self->listing && index < placard_listing_get_n_items (self->listing));

  stop_choosing (self);
  g_clear_error (&self->look_error);
  /* The one before may still be on its way. */
  if (g_cancellable_is_cancelled (self->cancellable) || !placard_exchange_is_finished (self)) {
    placard_exchange_cancel (self);
    g_clear_object (&self->cancellable);
    self->cancellable = g_cancellable_new ();
  }
  self->chosen = (int) index;
  if (placard_listing_get_kind (self->listing) == PLACARD_LISTING_ADDRESSES) {
    choose_address (self, index, fetched);
  } else {
    self->choosing = g_cancellable_new ();
    task = g_task_new (self, self->choosing, extracted_cb, NULL);
    g_task_set_check_cancellable (task, FALSE);
    g_task_set_task_data (task, GUINT_TO_POINTER (index), NULL);
    g_task_run_in_thread (task, extract_in_thread);
  }
  placard_exchange_update (self);
}

void
placard_exchange_show_list (PlacardExchange *self)
{
  g_return_if_fail (PLACARD_IS_EXCHANGE (self));

  if (!self->listing || !self->outer.fetch)
    return;
  stop_choosing (self);
  if (!placard_exchange_is_finished (self)) {
    placard_exchange_cancel (self);
    g_clear_object (&self->cancellable);
    self->cancellable = g_cancellable_new ();
  }
  placard_exchange_leave_answer (self);
  self->judged = TRUE;
  placard_exchange_update (self);
}

PlacardListing *
placard_exchange_get_listing (PlacardExchange *self)
{
  g_return_val_if_fail (PLACARD_IS_EXCHANGE (self), NULL);

  return self->listing;
}

int
placard_exchange_get_chosen (PlacardExchange *self)
{
  g_return_val_if_fail (PLACARD_IS_EXCHANGE (self), -1);

  return self->chosen;
}

/* --- treating ---------------------------------------------------------------------------------- */

/* What is looked at as it came, not for a picture in it. */
static gboolean
shows_body (PlacardTreatment treatment)
{
  return treatment != PLACARD_TREATMENT_AUTO && treatment != PLACARD_TREATMENT_PICTURE;
}

static void
replace_image (PlacardExchange *self, PlacardMediaType format)
{
  PlacardSpool *spool = placard_fetch_get_spool (self->fetch);

  if (!spool)
    return;
  if (self->image)
    g_signal_handlers_disconnect_by_data (self->image, self);
  g_clear_object (&self->image);
  placard_exchange_watch_image (self, placard_image_new_as (spool, NULL, format));
  g_object_notify (G_OBJECT (self), "image");
}

gboolean
placard_exchange_try_format (PlacardExchange *self)
{
  PlacardMediaType format = self->format;

  if (self->treatment != PLACARD_TREATMENT_PICTURE || !self->image || !self->response ||
      placard_image_get_state (self->image) != PLACARD_IMAGE_NO_IMAGE ||
      placard_image_get_media_type (self->image) == PLACARD_MEDIA_EMPTY)
    return FALSE;
  if (format == PLACARD_MEDIA_UNKNOWN)
    format = placard_treatment_guess_format (placard_response_get_declared_type (self->response),
                                             placard_response_get_url (self->response));
  if (format == PLACARD_MEDIA_UNKNOWN)
    return FALSE;
  replace_image (self, format);
  return TRUE;
}

static gboolean
image_has_format (PlacardExchange *self, PlacardMediaType format)
{
  PlacardMediaType sniffed =
      self->verdict ? placard_verdict_get_sniffed (self->verdict) : PLACARD_MEDIA_UNKNOWN;
  PlacardMediaType type = placard_image_get_media_type (self->image);

  return type == (format == PLACARD_MEDIA_UNKNOWN ? sniffed : format);
}

void
placard_exchange_treat_as (PlacardExchange *self, const char *word)
{
  PlacardTreatment treatment;
  PlacardMediaType format;

  g_return_if_fail (PLACARD_IS_EXCHANGE (self));

  if (!placard_treatment_parse (word, &treatment, &format, NULL) ||
      (treatment == self->treatment && format == self->format))
    return;
  self->treatment = treatment;
  self->format = format;
  /* What lies aside is brought back whatever the decoder still makes of the body that was looked at. */
  if (self->fetch_ended && self->judged) {
    if (shows_body (treatment) && self->answer && self->chosen < 0) {
      placard_exchange_put_away (self, &self->aside);
      self->aside_answer = g_steal_pointer (&self->answer);
      bring_back (self, &self->outer);
    } else if (!shows_body (treatment) && self->aside.fetch) {
      placard_exchange_put_away (self, &self->outer);
      self->answer = g_steal_pointer (&self->aside_answer);
      bring_back (self, &self->aside);
    }
  }
  if (placard_exchange_is_finished (self)) {
    if (!shows_body (treatment) && self->image && !image_has_format (self, format))
      replace_image (self, format);
    placard_exchange_try_format (self);
    if (treatment == PLACARD_TREATMENT_AUTO && !self->looked && self->verdict) {
      self->judged = FALSE;
      placard_exchange_look (self);
    }
  }
  placard_exchange_update (self);
}

PlacardTreatment
placard_exchange_get_treatment (PlacardExchange *self)
{
  g_return_val_if_fail (PLACARD_IS_EXCHANGE (self), PLACARD_TREATMENT_AUTO);

  return self->treatment;
}

const char *
placard_exchange_get_treatment_word (PlacardExchange *self)
{
  g_return_val_if_fail (PLACARD_IS_EXCHANGE (self), NULL);

  return placard_treatment_to_word (self->treatment, self->format);
}

PlacardMediaType
placard_exchange_get_used_type (PlacardExchange *self)
{
  g_return_val_if_fail (PLACARD_IS_EXCHANGE (self), PLACARD_MEDIA_UNKNOWN);

  /* What was decoded is one, whatever it looked like. */
  if (self->image && placard_image_get_rows (self->image) > 0)
    return placard_image_get_media_type (self->image);
  if (self->verdict)
    return placard_verdict_get_sniffed (self->verdict);
  return self->image ? placard_image_get_media_type (self->image) : PLACARD_MEDIA_UNKNOWN;
}

/* --- copies ------------------------------------------------------------------------------------ */

PlacardExchange *
placard_exchange_new_copy (PlacardExchange *other)
{
  PlacardExchange *self;

  g_return_val_if_fail (PLACARD_IS_EXCHANGE (other), NULL);
  g_return_val_if_fail (placard_exchange_is_finished (other), NULL);

  self = g_object_new (PLACARD_TYPE_EXCHANGE, NULL);
  self->session = g_object_ref (other->session);
  self->spool_directory = g_strdup (other->spool_directory);
  placard_exchange_watch_fetch (self, g_object_ref (other->fetch));
  if (other->image)
    placard_exchange_watch_image (self, g_object_ref (other->image));
  self->cancellable = g_cancellable_new ();
  g_set_object (&self->response, other->response);
  self->verdict = other->verdict ? placard_verdict_ref (other->verdict) : NULL;
  self->look_error = other->look_error ? g_error_copy (other->look_error) : NULL;
  self->answer = other->answer ? placard_answer_ref (other->answer) : NULL;
  self->listing = other->listing ? placard_listing_ref (other->listing) : NULL;
  self->outer.fetch = other->outer.fetch ? g_object_ref (other->outer.fetch) : NULL;
  self->outer.image = other->outer.image ? g_object_ref (other->outer.image) : NULL;
  self->outer.verdict = other->outer.verdict ? placard_verdict_ref (other->outer.verdict) : NULL;
  self->chosen = other->chosen;
  self->treatment = other->treatment;
  self->format = other->format;
  self->offline = other->offline;
  self->offline_age = other->offline_age;
  self->offline_error = other->offline_error ? g_error_copy (other->offline_error) : NULL;
  self->fetch_ended = self->judged = self->looked = self->asked_offline = TRUE;
  placard_exchange_update (self);
  return self;
}
