/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Invariants:
 * - The state is a function of the fetch, the image and the verdict and of nothing else: derive_state().
 * - The verdict is judged once more, over the whole body, after the fetch ended: whatever it says until
 *   then is provisional, and the exchange is not finished.
 */
#include "placard-exchange.h"

#include "placard-error.h"
#include "placard-filename.h"

struct _PlacardExchange {
  GObject parent_instance;

  PlacardFetch *fetch;
  PlacardImage *image;       /* NULL before the start, and when no spool can be made */
  GCancellable *cancellable; /* NULL before the start */

  PlacardResponse *response; /* NULL before the head is known */
  PlacardVerdict *verdict;   /* NULL before there is anything to judge */
  GError *error;
  PlacardExchangeState state;
  gboolean fetch_ended;
  gboolean judged; /* the verdict is final */
};

enum {
  PROP_STATE = 1,
  PROP_PHASE,
  PROP_RESPONSE,
  PROP_VERDICT,
  PROP_ERROR,
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
judged_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  PlacardExchange *self = PLACARD_EXCHANGE (source);

  self->judged = TRUE;
  take_verdict (self, g_task_propagate_pointer (G_TASK (result), NULL));
  update (self);
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

static void
judge_finally (PlacardExchange *self)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, judged_cb, NULL);

  if (self->image)
    g_task_run_in_thread (task, judge_in_thread);
  else
    g_task_return_pointer (task, NULL, NULL);
}

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

  self->fetch = placard_fetch_new (session, request, spool_directory);
  g_signal_connect_object (self->fetch, "notify::phase", G_CALLBACK (phase_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->fetch, "notify::response", G_CALLBACK (take_response), self,
                           G_CONNECT_SWAPPED);
  return self;
}

static void
watch_image (PlacardExchange *self, PlacardImage *image)
{
  self->image = image;
  g_signal_connect_object (image, "notify::state", G_CALLBACK (image_state_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (image, "damaged", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
}

void
placard_exchange_start (PlacardExchange *self)
{
  PlacardSpool *spool;

  g_return_if_fail (PLACARD_IS_EXCHANGE (self));
  g_return_if_fail (!self->cancellable);

  self->cancellable = g_cancellable_new ();
  /* The request first, the decoder beside it: its start hides behind the network. */
  placard_fetch_run_async (self->fetch, self->cancellable, fetched_cb, g_object_ref (self));
  spool = placard_fetch_get_spool (self->fetch);
  if (spool)
    watch_image (self, placard_image_new (spool, NULL));
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
