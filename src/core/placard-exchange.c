/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Invariants:
 * - The state is a function of the fetch, the image and the verdict and of nothing else: derive_state().
 * - The verdict is judged once more, over the whole body, after the fetch ended: whatever it says until
 *   then is provisional, and the exchange is not finished.
 * - A body that is no picture is looked into once. What is found in it takes the place of fetch, image,
 *   response and verdict, all together; what nobody asked to look for and turns out to be no picture gives
 *   the place back.
 */
#include "placard-exchange.h"

#include "placard-answer-fetch.h"
#include "placard-error.h"
#include "placard-filename.h"

struct _PlacardExchange {
  GObject parent_instance;

  PlacardSession *session;
  char *spool_directory;
  PlacardFetch *fetch;
  PlacardImage *image;       /* NULL before the start, and when no spool can be made */
  GCancellable *cancellable; /* NULL before the start */

  PlacardResponse *response; /* NULL before the head is known */
  PlacardVerdict *verdict;   /* NULL before there is anything to judge */
  GError *error;
  PlacardExchangeState state;
  gboolean fetch_ended;
  gboolean judged; /* the verdict is final */

  gboolean looked;       /* into the body, for a picture in it */
  GError *look_error;    /* nothing is where it was said to be */
  PlacardAnswer *answer; /* (nullable): what was found */
  PlacardFetch *outer;   /* (nullable): the fetch of the body that it was found in */
  PlacardImage *outer_image;
  PlacardVerdict *outer_verdict;
};

enum {
  PROP_STATE = 1,
  PROP_PHASE,
  PROP_RESPONSE,
  PROP_VERDICT,
  PROP_ERROR,
  PROP_IMAGE,
  PROP_ANSWER,
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

static PlacardExchangeState
derive_state (PlacardExchange *self)
{
  if (!self->cancellable)
    return PLACARD_EXCHANGE_IDLE;
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

/* The first cause wins: a transfer that was cut explains the picture that ends early. */
static GError *
derive_error (PlacardExchange *self)
{
  g_autoptr (GError) error = placard_fetch_dup_error (self->fetch);

  if (!error && self->image)
    error = placard_image_dup_error (self->image);
  if (!error && self->look_error)
    error = g_error_copy (self->look_error);
  if (!error && self->judged && self->verdict)
    error = placard_verdict_to_error (self->verdict);
  return g_steal_pointer (&error);
}

static gboolean
errors_equal (const GError *a, const GError *b)
{
  if (!a || !b)
    return a == b;
  return g_error_matches (a, b->domain, b->code) && g_strcmp0 (a->message, b->message) == 0;
}

static void
update (PlacardExchange *self)
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
judge_in_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  PlacardExchange *self = source;
  g_autoptr (PlacardResponse) response = placard_fetch_dup_response (self->fetch);

  g_task_return_pointer (task,
                         placard_verdict_judge (response, placard_fetch_get_spool (self->fetch)),
                         (GDestroyNotify) placard_verdict_unref);
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
  update (self);
}

static void judge_finally (PlacardExchange *self);

static void
fetched_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PlacardExchange) self = PLACARD_EXCHANGE (user_data);

  /* The error stays with the fetch, where derive_error() finds it. */
  placard_fetch_run_finish (self->fetch, result, NULL);
  self->fetch_ended = TRUE;
  take_response (self);
  judge_finally (self);
  update (self);
}

static void
image_state_cb (PlacardExchange *self)
{
  if (is_no_image (self))
    judge_provisionally (self);
  update (self);
}

static void
phase_cb (PlacardExchange *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PHASE]);
}

static void
watch_fetch (PlacardExchange *self, PlacardFetch *fetch)
{
  self->fetch = fetch;
  g_signal_connect_object (fetch, "notify::phase", G_CALLBACK (phase_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (fetch, "notify::response", G_CALLBACK (take_response), self,
                           G_CONNECT_SWAPPED);
}

static void
watch_image (PlacardExchange *self, PlacardImage *image)
{
  self->image = image;
  g_signal_connect_object (image, "notify::state", G_CALLBACK (image_state_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (image, "damaged", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
}

static void
run_fetch (PlacardExchange *self)
{
  PlacardSpool *spool;

  /* The request first, the decoder beside it: its start hides behind the network. */
  placard_fetch_run_async (self->fetch, self->cancellable, fetched_cb, g_object_ref (self));
  spool = placard_fetch_get_spool (self->fetch);
  if (spool)
    watch_image (self, placard_image_new (spool, NULL));
}

/* --- the picture inside the answer --------------------------------------------------------------- */

static void
tell_place_taken (PlacardExchange *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IMAGE]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ANSWER]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RESPONSE]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_VERDICT]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PHASE]);
}

/* @fetch and @answer: (transfer full) */
static void
enter_answer (PlacardExchange *self, PlacardFetch *fetch, PlacardAnswer *answer)
{
  g_signal_handlers_disconnect_by_data (self->fetch, self);
  g_signal_handlers_disconnect_by_data (self->image, self);
  self->outer = g_steal_pointer (&self->fetch);
  self->outer_image = g_steal_pointer (&self->image);
  self->outer_verdict = g_steal_pointer (&self->verdict);
  self->answer = answer;
  g_clear_object (&self->response);
  self->fetch_ended = FALSE;
  watch_fetch (self, fetch);
  run_fetch (self);
  tell_place_taken (self);
}

/* The guess was wrong: the body itself is what there is to show. */
static void
leave_answer (PlacardExchange *self)
{
  g_signal_handlers_disconnect_by_data (self->fetch, self);
  if (self->image)
    g_signal_handlers_disconnect_by_data (self->image, self);
  g_clear_object (&self->fetch);
  g_clear_object (&self->image);
  g_clear_object (&self->response);
  g_clear_pointer (&self->verdict, placard_verdict_unref);
  g_clear_pointer (&self->answer, placard_answer_unref);
  watch_fetch (self, g_steal_pointer (&self->outer));
  watch_image (self, g_steal_pointer (&self->outer_image));
  self->verdict = g_steal_pointer (&self->outer_verdict);
  self->response = placard_fetch_dup_response (self->fetch);
  tell_place_taken (self);
}

static void
looked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PlacardExchange) self = PLACARD_EXCHANGE (user_data);
  PlacardAnswer *answer = NULL;
  PlacardFetch *fetch = placard_answer_fetch_finish (result, &answer, &self->look_error);

  if (g_error_matches (self->look_error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_clear_error (&self->look_error);
  if (fetch)
    enter_answer (self, fetch, answer);
  else
    self->judged = TRUE;
  update (self);
}

static gboolean
is_wrong_guess (PlacardExchange *self)
{
  return self->answer && placard_answer_was_guessed (self->answer) &&
         !(self->verdict &&
           placard_verdict_get_action (self->verdict) == PLACARD_ACTION_SHOW_PICTURE);
}

static void
judged_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  PlacardExchange *self = PLACARD_EXCHANGE (source);

  take_verdict (self, g_task_propagate_pointer (G_TASK (result), NULL));
  if (!self->looked) {
    self->looked = TRUE;
    placard_answer_fetch_async (self->fetch, self->verdict, self->session, self->spool_directory,
                                self->cancellable, looked_cb, g_object_ref (self));
    return;
  }
  if (is_wrong_guess (self) && !g_cancellable_is_cancelled (self->cancellable))
    leave_answer (self);
  self->judged = TRUE;
  update (self);
}

static void
judge_finally (PlacardExchange *self)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, judged_cb, NULL);

  /* Nothing came, so there is nothing to read; and no thread may be free: names that a resolver does not
   * answer hold theirs until it gives up, long after the request was stopped. */
  if (self->image && self->response)
    g_task_run_in_thread (task, judge_in_thread);
  else
    g_task_return_pointer (task, NULL, NULL);
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
  g_clear_object (&self->outer);
  g_clear_object (&self->outer_image);
  g_clear_pointer (&self->outer_verdict, placard_verdict_unref);
  g_clear_pointer (&self->answer, placard_answer_unref);
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
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
placard_exchange_init (PlacardExchange *self)
{
}

PlacardExchange *
placard_exchange_new (PlacardSession *session, PlacardRequest *request, const char *spool_directory)
{
  PlacardExchange *self = g_object_new (PLACARD_TYPE_EXCHANGE, NULL);

  self->session = g_object_ref (session);
  self->spool_directory = g_strdup (spool_directory);
  watch_fetch (self, placard_fetch_new (session, request, spool_directory));
  return self;
}

void
placard_exchange_start (PlacardExchange *self)
{
  g_return_if_fail (PLACARD_IS_EXCHANGE (self));
  g_return_if_fail (!self->cancellable);

  self->cancellable = g_cancellable_new ();
  run_fetch (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IMAGE]);
  update (self);
}

void
placard_exchange_cancel (PlacardExchange *self)
{
  g_return_if_fail (PLACARD_IS_EXCHANGE (self));

  if (self->cancellable)
    g_cancellable_cancel (self->cancellable);
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

  return self->outer;
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
  const char *url = placard_request_get_url (placard_fetch_get_request (self->fetch));

  g_return_val_if_fail (PLACARD_IS_EXCHANGE (self), NULL);

  if (self->response) {
    disposition = placard_response_get_header (self->response, "Content-Disposition");
    url = placard_response_get_url (self->response);
  }
  if (self->verdict)
    type = placard_verdict_get_sniffed (self->verdict);
  else if (self->image)
    type = placard_image_get_media_type (self->image);
  return placard_filename_suggest (disposition, url, type);
}
