/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-download.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "placard-answer-fetch.h"
#include "placard-conclusion.h"
#include "placard-digest.h"
#include "placard-emission.h"
#include "placard-error.h"
#include "placard-keeping.h"
#include "placard-mask.h"
#include "placard-meter.h"
#include "placard-save.h"
#include "placard-treatment.h"

/* fetch -> conclusion (digest, verdict) -> once more for the picture inside the answer -> save -> the
 * last byte of the standard output. What is kept is placard-keeping's to say. */

typedef struct {
  PlacardDownload *result;
  PlacardSession *session;
  GCancellable *cancellable;
  PlacardDownloadFunc func;
  gpointer user_data;
  guint end_id;        /* of the idle source that ends the run; 0: not yet */
  PlacardMeter *meter; /* (nullable) */
  gboolean is_digesting;
  gboolean is_concluded; /* the verdict is there, or there is nothing to judge */
  gboolean is_kept;      /* nothing but the standard output is waited for */
  PlacardEmission *emission;
  guint watch;
} Run;

static void start (Run *self, PlacardFetch *fetch);

/* Standard output */

static void
stop_watching (Run *self)
{
  if (self->watch)
    placard_spool_unwatch (placard_fetch_get_spool (self->result->fetch), self->watch);
  self->watch = 0;
}

static gboolean
end_idle (gpointer data)
{
  Run *self = data;
  PlacardDownload *result = self->result;

  stop_watching (self);
  if (self->emission) {
    g_autoptr (GError) error = NULL;

    g_autofree char *sha256 = NULL;

    if (!placard_emission_finish (self->emission, &sha256, &error) && !result->error)
      result->error = g_steal_pointer (&error);
    if (sha256)
      result->sha256 = g_steal_pointer (&sha256);
  }
  self->func (result, self->user_data);
  g_object_unref (self->session);
  g_object_unref (self->cancellable);
  g_free (self);
  return G_SOURCE_REMOVE;
}

/* From the main loop, when whoever calls this has done with the run. */
static void
finish_if_over (Run *self)
{
  self->is_kept = TRUE;
  if (self->end_id || (self->emission && !placard_emission_is_over (self->emission)))
    return;
  self->end_id = g_idle_add (end_idle, self);
}

static void
emitted_cb (gpointer data)
{
  Run *self = data;

  /* The end of the rest comes by itself. */
  if (self->is_kept)
    finish_if_over (self);
}

/* --no-keep: whoever reads the body reads it once, the checksum included. */
static gboolean
keeps_nothing (const PlacardDownload *result)
{
  PlacardRequest *request = placard_fetch_get_request (result->fetch);

  return placard_request_get_saving (request)->no_keep;
}

static gboolean
may_emit (Run *self, PlacardSpool *spool, PlacardResponse *response)
{
  guint8 first[PLACARD_MEDIA_SNIFF_BYTES];
  gboolean at_end = placard_spool_get_state (spool) != PLACARD_SPOOL_OPEN;
  gssize n = placard_spool_read_at (spool, 0, first, sizeof first, NULL);

  if (self->result->options->fail && !placard_response_is_ok (response))
    return FALSE;
  if (self->result->any)
    return TRUE;
  return n > 0 && placard_media_type_is_image (placard_media_type_sniff (first, (gsize) n, at_end));
}

static void
spool_changed_cb (PlacardSpool *spool, gpointer data)
{
  Run *self = data;
  g_autoptr (PlacardResponse) response = placard_fetch_dup_response (self->result->fetch);
  const PlacardOptions *options = self->result->options;
  gboolean forgets = keeps_nothing (self->result);
  PlacardEmissionPlan plan = {
      .fd = placard_keeping_goes_to_stdout (options) ? STDOUT_FILENO : -1,
      .hashes = forgets && placard_keeping_wants_hash (options),
      .forgets = forgets,
  };

  if (self->emission || !response || !may_emit (self, spool, response))
    return;
  self->result->is_emitted = TRUE;
  self->emission = placard_emission_new (spool, &plan, emitted_cb, self);
}

/* Saving */

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Run *self = user_data;
  g_autoptr (GError) error = NULL;

  self->result->saved_as = placard_save_finish (result, &error);
  if (error && !self->result->error)
    self->result->error = g_steal_pointer (&error);
  finish_if_over (self);
}

static void
save (Run *self)
{
  PlacardDownload *result = self->result;
  const PlacardOptions *options = result->options;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = placard_keeping_choose_file (result, &error);
  PlacardSaveFlags flags =
      PLACARD_SAVE_MAY_LINK | (options->keep_partial ? PLACARD_SAVE_ALLOW_PARTIAL : 0);
  gboolean is_stopped = g_cancellable_is_cancelled (self->cancellable);

  if (!file) {
    if (!result->error)
      result->error = g_steal_pointer (&error);
    finish_if_over (self);
    return;
  }
  /* After a cancellation that is to keep what came, the cancellable has done its work. */
  placard_save_async (placard_fetch_get_spool (result->fetch), file,
                      placard_keeping_get_mode (options), flags,
                      is_stopped ? NULL : self->cancellable, saved_cb, self);
}

/* The end of the fetch */

static void
keep (Run *self)
{
  PlacardDownload *result = self->result;

  if (!result->error)
    result->error = placard_keeping_judge (result);
  if (placard_keeping_wants_file (result->options) && placard_keeping_is_due (result))
    save (self);
  else
    finish_if_over (self);
}

/* The picture inside the answer */

static void
looked_cb (GObject *source, GAsyncResult *res, gpointer user_data)
{
  Run *self = user_data;
  PlacardDownload *result = self->result;
  PlacardAnswer *answer = NULL;
  PlacardFetch *inner = placard_answer_fetch_finish (res, &answer, &result->error);

  if (!inner) {
    keep (self);
    return;
  }
  result->answer = answer;
  result->outer = g_new0 (PlacardDownload, 1);
  result->outer->fetch = g_steal_pointer (&result->fetch);
  result->outer->response = g_steal_pointer (&result->response);
  result->outer->verdict = g_steal_pointer (&result->verdict);
  result->outer->sha256 = g_steal_pointer (&result->sha256);
  start (self, inner);
}

/* The guess was wrong: the answer itself is what came. */
static void
leave_answer (PlacardDownload *result)
{
  g_autoptr (PlacardDownload) outer = g_steal_pointer (&result->outer);

  g_clear_pointer (&result->answer, placard_answer_unref);
  g_clear_error (&result->error);
  g_set_object (&result->fetch, outer->fetch);
  g_set_object (&result->response, outer->response);
  g_clear_pointer (&result->verdict, placard_verdict_unref);
  result->verdict = g_steal_pointer (&outer->verdict);
  g_free (result->sha256);
  result->sha256 = g_steal_pointer (&outer->sha256);
}

static gboolean
is_wrong_guess (Run *self)
{
  const PlacardDownload *result = self->result;

  return result->answer && placard_answer_was_guessed (result->answer) &&
         !g_cancellable_is_cancelled (self->cancellable) &&
         !(result->verdict &&
           placard_verdict_get_action (result->verdict) == PLACARD_ACTION_SHOW_PICTURE);
}

/* With verdict and digest both there, or no answer at all. */
static void
look_or_keep (Run *self)
{
  PlacardDownload *result = self->result;
  g_autofree char *folder = placard_keeping_dup_folder (result->options);

  if (is_wrong_guess (self))
    leave_answer (result);
  else if (!result->error && !result->any && !result->answer && result->verdict) {
    placard_answer_fetch_async (result->fetch, result->verdict, self->session, folder,
                                self->cancellable, looked_cb, self);
    return;
  }
  if (result->verdict)
    keep (self);
  else
    finish_if_over (self);
}

static void
digested_cb (GObject *source, GAsyncResult *res, gpointer user_data)
{
  Run *self = user_data;

  self->result->sha256 = placard_digest_finish (res, NULL);
  self->is_digesting = FALSE;
  if (self->is_concluded)
    look_or_keep (self);
}

/* Somebody stopped it after the last byte had come. */
static void
note_stop (Run *self)
{
  if (!self->result->error && g_cancellable_is_cancelled (self->cancellable))
    self->result->error =
        g_error_new_literal (PLACARD_ERROR, PLACARD_ERROR_CANCELLED, _ ("The request was stopped"));
}

static void
concluded_cb (GObject *source, GAsyncResult *res, gpointer user_data)
{
  Run *self = user_data;
  PlacardDownload *result = self->result;
  g_autoptr (PlacardConclusion) conclusion = placard_conclusion_finish (res);

  result->verdict = g_steal_pointer (&conclusion->verdict);
  if (conclusion->sha256)
    result->sha256 = g_steal_pointer (&conclusion->sha256);
  self->is_concluded = TRUE;
  note_stop (self);
  if (!self->is_digesting)
    look_or_keep (self);
}

/* Beside the transfer, so that it takes no time of its own; of many, which would each hold a thread, when
 * they have come. */
static gboolean
digests_along (const PlacardDownload *result)
{
  return placard_keeping_wants_hash (result->options) && !result->options->parallel &&
         !keeps_nothing (result);
}

/* (nullable): what is to be kept of a transfer that was stopped is judged to its end. */
static GCancellable *
stopping (Run *self)
{
  return self->result->options->keep_partial ? NULL : self->cancellable;
}

static void
fetched_cb (GObject *source, GAsyncResult *res, gpointer user_data)
{
  Run *self = user_data;
  PlacardDownload *result = self->result;
  PlacardSpool *spool = placard_fetch_get_spool (result->fetch);

  g_clear_pointer (&self->meter, placard_meter_free);
  placard_fetch_run_finish (result->fetch, res, &result->error);
  result->response = placard_fetch_dup_response (result->fetch);
  if (!result->response || !spool) {
    self->is_concluded = TRUE;
    if (!self->is_digesting)
      look_or_keep (self);
    return;
  }
  if (self->watch)
    spool_changed_cb (spool, self);
  stop_watching (self);
  placard_conclusion_async (result->response, spool,
                            placard_keeping_wants_hash (result->options) &&
                                !digests_along (result) && !self->emission,
                            stopping (self), concluded_cb, self);
}

/* With --any the body is a download: what bounds it is the disk, unless a limit was given. */
static void
widen_limit (PlacardRequest *request, const char *folder)
{
  g_autoptr (PlacardRequest) fresh = placard_request_new ();
  PlacardLimits limits = *placard_request_get_limits (request);
  const char *place = folder ? folder : g_get_user_cache_dir ();
  struct statvfs space;

  if (limits.max_body_bytes != placard_request_get_limits (fresh)->max_body_bytes ||
      (statvfs (place, &space) != 0 && statvfs (g_get_tmp_dir (), &space) != 0))
    return;
  limits.max_body_bytes =
      MAX (limits.max_body_bytes, (goffset) ((guint64) space.f_bavail * space.f_frsize / 10 * 9));
  placard_request_set_limits (request, &limits);
}

/* (nullable): for people where there is a terminal that shows nothing else, for programs where they
 * ask. */
static PlacardMeter *
make_meter (const PlacardDownload *self)
{
  const PlacardOptions *options = self->options;

  if (g_strcmp0 (options->progress, "json") == 0)
    return placard_meter_new (self->fetch, PLACARD_METER_JSON, self->number, STDERR_FILENO);
  if (options->progress || options->silent || placard_keeping_goes_to_stdout (options) ||
      options->parallel || !isatty (STDERR_FILENO))
    return NULL;
  return placard_meter_new (self->fetch, PLACARD_METER_TERMINAL, self->number, STDERR_FILENO);
}

/* @fetch: (transfer full): not run yet */
static void
start (Run *self, PlacardFetch *fetch)
{
  PlacardDownload *result = self->result;
  PlacardSpool *spool = placard_fetch_get_spool (fetch);

  result->fetch = fetch;
  self->is_concluded = FALSE;
  if (spool && digests_along (result)) {
    self->is_digesting = TRUE;
    placard_digest_async (spool, stopping (self), digested_cb, self);
  }
  if (spool && (placard_keeping_goes_to_stdout (result->options) || keeps_nothing (result)))
    self->watch = placard_spool_watch (spool, NULL, spool_changed_cb, self, NULL);
  self->meter = make_meter (result);
  placard_fetch_run_async (fetch, self->cancellable, fetched_cb, self);
}

static PlacardFetch *
make_fetch (PlacardSession *session, PlacardRequest *request, const PlacardDownload *result)
{
  g_autofree char *folder = placard_keeping_dup_folder (result->options);
  g_autoptr (PlacardRequest) own = placard_request_copy (request);

  if (result->any)
    widen_limit (own, folder);
  return placard_fetch_new (session, own, folder);
}

/* Whoever says that it is text, or a file, does not miss a picture. */
static gboolean
takes_anything (PlacardRequest *request, const PlacardOptions *options)
{
  PlacardTreatment treatment;

  if (placard_request_get_image_at (request) ||
      !placard_treatment_parse (placard_request_get_treat_as (request), &treatment, NULL, NULL))
    return FALSE;
  return options->any || options->as ||
         (treatment != PLACARD_TREATMENT_AUTO && treatment != PLACARD_TREATMENT_PICTURE);
}

static PlacardDownload *
download_new (PlacardRequest *request,
              const PlacardOptions *options,
              guint number,
              const char *label)
{
  PlacardDownload *self = g_new0 (PlacardDownload, 1);
  const char *url = placard_request_get_url (request);

  self->options = options;
  self->number = number;
  self->url = g_strdup (url);
  self->label = label ? g_strdup (label) : placard_mask_url (url);
  /* Who says where the picture is wants the picture. */
  self->any = takes_anything (request, options);
  return self;
}

void
placard_download_start (PlacardSession *session,
                        PlacardRequest *request,
                        const PlacardOptions *options,
                        guint number,
                        const char *label,
                        GCancellable *cancellable,
                        PlacardDownloadFunc func,
                        gpointer user_data)
{
  Run *self = g_new0 (Run, 1);

  self->result = download_new (request, options, number, label);
  self->session = g_object_ref (session);
  self->cancellable = g_object_ref (cancellable);
  self->func = func;
  self->user_data = user_data;
  start (self, make_fetch (session, request, self->result));
}

PlacardDownload *
placard_download_new_stopped (PlacardSession *session,
                              PlacardRequest *request,
                              const PlacardOptions *options,
                              guint number,
                              const char *label)
{
  PlacardDownload *self = download_new (request, options, number, label);

  self->fetch = placard_fetch_new (session, request, NULL);
  self->error = g_error_new_literal (PLACARD_ERROR, PLACARD_ERROR_CANCELLED,
                                     _ ("The request was stopped before it began"));
  return self;
}

void
placard_download_free (PlacardDownload *self)
{
  g_free (self->url);
  g_free (self->label);
  g_clear_object (&self->fetch);
  g_clear_pointer (&self->outer, placard_download_free);
  g_clear_pointer (&self->answer, placard_answer_unref);
  g_clear_object (&self->response);
  g_clear_pointer (&self->verdict, placard_verdict_unref);
  g_free (self->sha256);
  g_clear_object (&self->saved_as);
  g_clear_error (&self->error);
  g_free (self);
}
