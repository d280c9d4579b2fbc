/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Invariants:
 * - The state is a function of the fetch, the image and the verdict and of nothing else: derive_state().
 * - The verdict is judged once more, over the whole body, after the fetch ended: whatever it says until
 *   then is provisional, and the exchange is not finished.
 * - A body that is no picture is looked into once. What is found in it takes the place of fetch, image,
 *   response and verdict, all together; what nobody asked to look for and turns out to be no picture gives
 *   the place back.
 */
#include "placard-exchange-private.h"

#include "placard-error.h"
#include "placard-filename.h"

enum {
  PROP_STATE = 1,
  PROP_PHASE,
  PROP_RESPONSE,
  PROP_VERDICT,
  PROP_ERROR,
  PROP_IMAGE,
  PROP_ANSWER,
  PROP_FINISHED,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (PlacardExchange, placard_exchange, G_TYPE_OBJECT)

static gboolean
image_is_busy (PlacardExchange *self)
{
  PlacardImageState state;

  if (!self->image)
    return FALSE;
  state = placard_image_get_state (self->image);
  return state == PLACARD_IMAGE_WAITING || state == PLACARD_IMAGE_DECODING;
}

gboolean
placard_exchange_is_finished (PlacardExchange *self)
{
  g_return_val_if_fail (PLACARD_IS_EXCHANGE (self), FALSE);

  return self->fetch_ended && self->judged && !image_is_busy (self);
}

static gboolean
is_no_image (PlacardExchange *self)
{
  return self->image && placard_image_get_state (self->image) == PLACARD_IMAGE_NO_IMAGE;
}

/* What somebody said goes before what the verdict says. */
static gboolean
derive_treated_state (PlacardExchange *self, PlacardExchangeState *state)
{
  PlacardSpool *spool = placard_fetch_get_spool (self->fetch);

  if (self->treatment == PLACARD_TREATMENT_AUTO || self->treatment == PLACARD_TREATMENT_PICTURE ||
      !spool || !self->response || placard_spool_get_size (spool) == 0)
    return FALSE;
  *state = PLACARD_EXCHANGE_FILE;
  if (self->treatment != PLACARD_TREATMENT_FILE)
    *state = self->judged ? PLACARD_EXCHANGE_TEXT : PLACARD_EXCHANGE_LOADING;
  return TRUE;
}

static PlacardExchangeState
derive_state (PlacardExchange *self)
{
  PlacardExchangeState state;

  if (!self->cancellable)
    return PLACARD_EXCHANGE_IDLE;
  if (derive_treated_state (self, &state))
    return state;
  if (self->listing && self->judged && !self->outer.fetch &&
      self->treatment == PLACARD_TREATMENT_AUTO)
    return PLACARD_EXCHANGE_LIST;
  if (self->image && placard_image_get_rows (self->image) > 0)
    return PLACARD_EXCHANGE_PICTURE;
  if (self->verdict && is_no_image (self)) {
    PlacardAction action = placard_verdict_get_action (self->verdict);

    /* A file is offered from its first bytes on; text is shown when all of it is there. */
    if (action == PLACARD_ACTION_OFFER_FILE)
      return PLACARD_EXCHANGE_FILE;
    if (action == PLACARD_ACTION_SHOW_TEXT && self->judged)
      return PLACARD_EXCHANGE_TEXT;
  }
  return placard_exchange_is_finished (self) ? PLACARD_EXCHANGE_ERROR : PLACARD_EXCHANGE_LOADING;
}

static gboolean
lists_pictures (PlacardExchange *self)
{
  return self->listing && !self->outer.fetch &&
         placard_listing_get_kind (self->listing) == PLACARD_LISTING_ADDRESSES;
}

/* Whoever said what it is, or chose it, does not miss a picture. */
static gboolean
verdict_error_counts (PlacardExchange *self, const GError *error)
{
  gboolean no_image = g_error_matches (error, PLACARD_ERROR, PLACARD_ERROR_NOT_AN_IMAGE);

  if (g_error_matches (error, PLACARD_ERROR, PLACARD_ERROR_HTTP_STATUS) ||
      g_error_matches (error, PLACARD_ERROR, PLACARD_ERROR_EMPTY))
    return TRUE;
  switch (self->treatment) {
  case PLACARD_TREATMENT_AUTO:
    return !no_image || !(self->chosen >= 0 || lists_pictures (self));
  case PLACARD_TREATMENT_PICTURE:
    return !no_image || is_no_image (self);
  case PLACARD_TREATMENT_TEXT:
  case PLACARD_TREATMENT_JSON:
  case PLACARD_TREATMENT_BYTES:
  case PLACARD_TREATMENT_FILE:
    return FALSE;
  }
  return TRUE;
}

static gboolean
image_error_counts (PlacardExchange *self)
{
  return self->image && (self->treatment == PLACARD_TREATMENT_AUTO ||
                         self->treatment == PLACARD_TREATMENT_PICTURE);
}

/* The first cause wins: a transfer that was cut explains the picture that ends early. */
static GError *
derive_error (PlacardExchange *self)
{
  g_autoptr (GError) error = placard_fetch_dup_error (self->fetch);

  if (!error && self->offline_error)
    error = g_error_copy (self->offline_error);
  if (!error && image_error_counts (self))
    error = placard_image_dup_error (self->image);
  if (!error && self->look_error)
    error = g_error_copy (self->look_error);
  if (!error && self->judged && self->verdict) {
    error = placard_verdict_to_error (self->verdict);
    if (error && !verdict_error_counts (self, error))
      g_clear_error (&error);
  }
  return g_steal_pointer (&error);
}

void
placard_exchange_conclude (PlacardExchange *self)
{
  g_autoptr (GError) error = NULL;

  self->judged = TRUE;
  error = derive_error (self);
  if (error && placard_exchange_go_offline (self, error))
    self->judged = FALSE;
}

static gboolean
errors_equal (const GError *a, const GError *b)
{
  if (!a || !b)
    return a == b;
  return g_error_matches (a, b->domain, b->code) && g_strcmp0 (a->message, b->message) == 0;
}

void
placard_exchange_update (PlacardExchange *self)
{
  g_autoptr (GError) error = derive_error (self);
  PlacardExchangeState state;

  if (!errors_equal (error, self->error)) {
    g_clear_error (&self->error);
    self->error = g_steal_pointer (&error);
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR]);
  }
  state = derive_state (self);
  if (state != self->state) {
    self->state = state;
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
  }
  if (self->finished == placard_exchange_is_finished (self))
    return;
  self->finished = !self->finished;
  if (self->finished)
    placard_exchange_keep_last_good (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FINISHED]);
}

static void
take_verdict (PlacardExchange *self, PlacardVerdict *verdict)
{
  g_clear_pointer (&self->verdict, placard_verdict_unref);
  self->verdict = verdict;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_VERDICT]);
}

/* A first opinion from the first bytes, so that a download is known as one before it has come. */
static void
judge_provisionally (PlacardExchange *self)
{
  PlacardSpool *spool = placard_fetch_get_spool (self->fetch);
  guint8 first[4096];
  PlacardSpoolState spool_state = placard_spool_get_state (spool);
  gssize n = placard_spool_read_at (spool, 0, first, sizeof first, NULL);

  if (self->judged || !self->response)
    return;
  take_verdict (self,
                placard_verdict_new (self->response, first, MAX (n, 0),
                                     spool_state != PLACARD_SPOOL_OPEN && n < (gssize) sizeof first,
                                     spool_state, PLACARD_COMPLETENESS_UNKNOWN));
}

static void
take_response (PlacardExchange *self)
{
  if (self->response)
    return;
  self->response = placard_fetch_dup_response (self->fetch);
  if (!self->response)
    return;
  if (is_no_image (self))
    judge_provisionally (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RESPONSE]);
  placard_exchange_update (self);
}

static void judge_finally (PlacardExchange *self);

static void
fetched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PlacardExchange) self = PLACARD_EXCHANGE (user_data);

  /* The error stays with the fetch, where derive_error() finds it. */
  placard_fetch_run_finish (PLACARD_FETCH (source), result, NULL);
  if (PLACARD_FETCH (source) != self->fetch)
    return;
  self->fetch_ended = TRUE;
  take_response (self);
  judge_finally (self);
  placard_exchange_update (self);
}

static void
image_state_cb (PlacardExchange *self)
{
  if (is_no_image (self))
    judge_provisionally (self);
  placard_exchange_update (self);
}

static void
phase_cb (PlacardExchange *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PHASE]);
}

void
placard_exchange_watch_fetch (PlacardExchange *self, PlacardFetch *fetch)
{
  self->fetch = fetch;
  g_signal_connect_object (fetch, "notify::phase", G_CALLBACK (phase_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (fetch, "notify::response", G_CALLBACK (take_response), self,
                           G_CONNECT_SWAPPED);
}

void
placard_exchange_watch_image (PlacardExchange *self, PlacardImage *image)
{
  self->image = image;
  g_signal_connect_object (image, "notify::state", G_CALLBACK (image_state_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (image, "damaged", G_CALLBACK (placard_exchange_update), self,
                           G_CONNECT_SWAPPED);
}

void
placard_exchange_run_fetch (PlacardExchange *self, PlacardFetch *fetch)
{
  PlacardSpool *spool;

  if (self->fetch != fetch)
    placard_exchange_watch_fetch (self, fetch);
  /* The request first, the decoder beside it: its start hides behind the network. */
  placard_fetch_run_async (self->fetch, self->cancellable, fetched_cb, g_object_ref (self));
  spool = placard_fetch_get_spool (self->fetch);
  if (spool)
    placard_exchange_watch_image (self, placard_image_new_as (spool, NULL, self->format));
}

void
placard_exchange_tell_place_taken (PlacardExchange *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IMAGE]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ANSWER]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RESPONSE]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_VERDICT]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PHASE]);
}

/* --- the verdict --------------------------------------------------------------------------------- */

typedef struct {
  PlacardFetch *fetch;
  gboolean lists; /* what it holds is of interest */

  PlacardVerdict *verdict;
  PlacardListing *listing; /* (nullable) */
} Judgement;

static void
judgement_free (Judgement *judgement)
{
  g_object_unref (judgement->fetch);
  g_clear_pointer (&judgement->verdict, placard_verdict_unref);
  g_clear_pointer (&judgement->listing, placard_listing_unref);
  g_free (judgement);
}

static void
judge_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  Judgement *judgement = task_data;
  PlacardSpool *spool = placard_fetch_get_spool (judgement->fetch);
  g_autoptr (PlacardResponse) response = placard_fetch_dup_response (judgement->fetch);

  judgement->verdict = placard_verdict_judge (response, spool);
  if (judgement->lists)
    judgement->listing = placard_listing_read (response, spool, cancellable);
  g_task_return_boolean (task, TRUE);
}

static void
judged_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  PlacardExchange *self = PLACARD_EXCHANGE (source);
  Judgement *judgement = g_task_get_task_data (G_TASK (result));

  /* Something else has taken its place. */
  if (judgement->fetch != self->fetch)
    return;
  take_verdict (self, g_steal_pointer (&judgement->verdict));
  if (judgement->listing && !self->listing)
    self->listing = g_steal_pointer (&judgement->listing);
  placard_exchange_try_format (self);
  if (!self->looked && !self->outer.fetch) {
    placard_exchange_look (self);
  } else {
    if (placard_exchange_is_wrong_guess (self) && !g_cancellable_is_cancelled (self->cancellable))
      placard_exchange_leave_answer (self);
    placard_exchange_conclude (self);
  }
  placard_exchange_update (self);
}

static void
judge_finally (PlacardExchange *self)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, judged_cb, NULL);
  Judgement *judgement = g_new0 (Judgement, 1);

  judgement->fetch = g_object_ref (self->fetch);
  judgement->lists = !self->outer.fetch && self->treatment == PLACARD_TREATMENT_AUTO;
  g_task_set_task_data (task, judgement, (GDestroyNotify) judgement_free);
  /* Nothing came, so there is nothing to read; and no thread may be free: names that a resolver does not
   * answer hold theirs until it gives up, long after the request was stopped. */
  if (self->image && self->response)
    g_task_run_in_thread (task, judge_in_thread);
  else
    g_task_return_boolean (task, TRUE);
}

/* --- the object ---------------------------------------------------------------------------------- */

static void
placard_exchange_dispose (GObject *object)
{
  PlacardExchange *self = PLACARD_EXCHANGE (object);

  placard_exchange_cancel (self);
  g_clear_object (&self->image);
  g_clear_object (&self->fetch);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->response);
  g_clear_pointer (&self->verdict, placard_verdict_unref);
  g_clear_error (&self->error);
  g_clear_object (&self->session);
  g_clear_pointer (&self->spool_directory, g_free);
  placard_scene_clear (&self->outer);
  placard_scene_clear (&self->aside);
  g_clear_pointer (&self->aside_answer, placard_answer_unref);
  g_clear_pointer (&self->answer, placard_answer_unref);
  g_clear_pointer (&self->listing, placard_listing_unref);
  g_clear_object (&self->choosing);
  g_clear_error (&self->offline_error);
  g_clear_error (&self->look_error);
  G_OBJECT_CLASS (placard_exchange_parent_class)->dispose (object);
}

static void
placard_exchange_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  PlacardExchange *self = PLACARD_EXCHANGE (object);

  switch (id) {
  case PROP_STATE:
    g_value_set_int (value, self->state);
    break;
  case PROP_PHASE:
    g_value_set_int (value, placard_exchange_get_phase (self));
    break;
  case PROP_RESPONSE:
    g_value_set_object (value, self->response);
    break;
  case PROP_VERDICT:
    g_value_set_boxed (value, self->verdict);
    break;
  case PROP_ERROR:
    g_value_set_boxed (value, self->error);
    break;
  case PROP_IMAGE:
    g_value_set_object (value, self->image);
    break;
  case PROP_ANSWER:
    g_value_set_boxed (value, self->answer);
    break;
  case PROP_FINISHED:
    g_value_set_boolean (value, placard_exchange_is_finished (self));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
placard_exchange_class_init (PlacardExchangeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->dispose = placard_exchange_dispose;
  object_class->get_property = placard_exchange_get_property;

  properties[PROP_STATE] = g_param_spec_int ("state", NULL, NULL, PLACARD_EXCHANGE_IDLE,
                                             PLACARD_EXCHANGE_ERROR, 0, flags);
  properties[PROP_PHASE] = g_param_spec_int ("phase", NULL, NULL, PLACARD_PHASE_QUEUED,
                                             PLACARD_PHASE_CANCELLED, 0, flags);
  properties[PROP_RESPONSE] =
      g_param_spec_object ("response", NULL, NULL, PLACARD_TYPE_RESPONSE, flags);
  properties[PROP_VERDICT] =
      g_param_spec_boxed ("verdict", NULL, NULL, PLACARD_TYPE_VERDICT, flags);
  properties[PROP_ERROR] = g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR, flags);
  properties[PROP_IMAGE] = g_param_spec_object ("image", NULL, NULL, PLACARD_TYPE_IMAGE, flags);
  properties[PROP_ANSWER] = g_param_spec_boxed ("answer", NULL, NULL, PLACARD_TYPE_ANSWER, flags);
  properties[PROP_FINISHED] = g_param_spec_boolean ("finished", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
placard_exchange_init (PlacardExchange *self)
{
  self->chosen = -1;
  self->offline_age = -1;
}

PlacardExchange *
placard_exchange_new (PlacardSession *session, PlacardRequest *request, const char *spool_directory)
{
  PlacardExchange *self = g_object_new (PLACARD_TYPE_EXCHANGE, NULL);

  self->session = g_object_ref (session);
  self->spool_directory = g_strdup (spool_directory);
  placard_exchange_watch_fetch (self, placard_fetch_new (session, request, spool_directory));
  return self;
}

void
placard_exchange_start (PlacardExchange *self)
{
  g_return_if_fail (PLACARD_IS_EXCHANGE (self));
  g_return_if_fail (!self->cancellable);

  self->cancellable = g_cancellable_new ();
  placard_treatment_parse (placard_request_get_treat_as (placard_fetch_get_request (self->fetch)),
                           &self->treatment, &self->format, NULL);
  placard_exchange_run_fetch (self, self->fetch);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IMAGE]);
  placard_exchange_update (self);
}

void
placard_exchange_cancel (PlacardExchange *self)
{
  g_return_if_fail (PLACARD_IS_EXCHANGE (self));

  if (self->cancellable)
    g_cancellable_cancel (self->cancellable);
  if (self->choosing)
    g_cancellable_cancel (self->choosing);
  if (self->image && image_is_busy (self))
    placard_image_cancel (self->image);
}

PlacardExchangeState
placard_exchange_get_state (PlacardExchange *self)
{
  g_return_val_if_fail (PLACARD_IS_EXCHANGE (self), PLACARD_EXCHANGE_IDLE);

  return self->state;
}

PlacardPhase
placard_exchange_get_phase (PlacardExchange *self)
{
  g_return_val_if_fail (PLACARD_IS_EXCHANGE (self), PLACARD_PHASE_QUEUED);

  return placard_fetch_get_phase (self->fetch);
}

PlacardFetch *
placard_exchange_get_fetch (PlacardExchange *self)
{
  g_return_val_if_fail (PLACARD_IS_EXCHANGE (self), NULL);

  return self->fetch;
}

PlacardImage *
placard_exchange_get_image (PlacardExchange *self)
{
  g_return_val_if_fail (PLACARD_IS_EXCHANGE (self), NULL);

  return self->image;
}

PlacardAnswer *
placard_exchange_get_answer (PlacardExchange *self)
{
  g_return_val_if_fail (PLACARD_IS_EXCHANGE (self), NULL);

  return self->answer;
}

PlacardFetch *
placard_exchange_get_outer_fetch (PlacardExchange *self)
{
  g_return_val_if_fail (PLACARD_IS_EXCHANGE (self), NULL);

  return self->outer.fetch;
}

PlacardResponse *
placard_exchange_get_response (PlacardExchange *self)
{
  g_return_val_if_fail (PLACARD_IS_EXCHANGE (self), NULL);

  return self->response;
}

PlacardVerdict *
placard_exchange_get_verdict (PlacardExchange *self)
{
  g_return_val_if_fail (PLACARD_IS_EXCHANGE (self), NULL);

  return self->verdict;
}

const GError *
placard_exchange_get_error (PlacardExchange *self)
{
  g_return_val_if_fail (PLACARD_IS_EXCHANGE (self), NULL);

  return self->error;
}

char *
placard_exchange_suggest_name (PlacardExchange *self)
{
  PlacardMediaType type = PLACARD_MEDIA_UNKNOWN;
  const char *disposition = NULL;
  PlacardFetch *asked = self->outer.fetch ? self->outer.fetch : self->fetch;
  const char *url = placard_request_get_url (placard_fetch_get_request (self->fetch));
  const char *profile = placard_request_get_profile (placard_fetch_get_request (asked));

  g_return_val_if_fail (PLACARD_IS_EXCHANGE (self), NULL);

  if (self->response) {
    disposition = placard_response_get_header (self->response, "Content-Disposition");
    url = placard_response_get_url (self->response);
  }
  type = placard_exchange_get_used_type (self);
  return placard_filename_suggest_for_profile (disposition, url, profile, type);
}
