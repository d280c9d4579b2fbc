/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-download.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "placard-digest.h"
#include "placard-emission.h"
#include "placard-error.h"
#include "placard-filename.h"
#include "placard-meter.h"
#include "placard-name-template.h"
#include "placard-save.h"

/* fetch -> conclude (a thread: digest, verdict) -> save -> the last byte of the standard output. What is kept
 * follows from SPEC's rules of `placard fetch`: pictures only, unless --any; whole ones only, unless
 * --keep-partial. */

typedef struct {
  PlacardDownload *result;
  GCancellable *cancellable;
  GMainLoop *loop;
  PlacardMeter *meter; /* (nullable) */
  gboolean is_digesting;
  gboolean is_kept; /* nothing but the standard output is waited for */
  PlacardEmission *emission;
  guint watch;
} Run;

static gboolean
goes_to_stdout (const PlacardOptions *options)
{
  return g_strcmp0 (options->output, "-") == 0;
}

static gboolean
is_template (const PlacardOptions *options)
{
  g_autofree char *name = options->output ? g_path_get_basename (options->output) : NULL;

  return placard_name_template_is_one (name);
}

static gboolean
is_named_by_server (const PlacardOptions *options)
{
  return !options->output && (options->remote_name || options->remote_header_name);
}

/* Where the body is to lie in the end, so that it need not be copied; NULL: anywhere. */
static char *
dup_folder (const PlacardOptions *options)
{
  if (is_named_by_server (options))
    return options->output_dir ? g_strdup (options->output_dir) : g_get_current_dir ();
  if (options->output && !goes_to_stdout (options))
    return g_path_get_dirname (options->output);
  return NULL;
}

static gboolean
is_ok (const PlacardDownload *self)
{
  return self->response && placard_response_is_ok (self->response);
}

static gboolean
is_picture (const PlacardDownload *self)
{
  return placard_verdict_get_action (self->verdict) == PLACARD_ACTION_SHOW_PICTURE;
}

/* Cut, as far as anybody can tell. A file that is itself a cut picture came whole if its length was stated. */
static gboolean
is_cut (const PlacardDownload *self)
{
  PlacardSpool *spool = placard_fetch_get_spool (self->fetch);
  gboolean stated = placard_response_get_expected_length (self->response) >= 0;

  if (placard_spool_get_state (spool) != PLACARD_SPOOL_COMPLETE)
    return TRUE;
  return placard_verdict_get_completeness (self->verdict) == PLACARD_COMPLETENESS_INCOMPLETE &&
         !(self->options->any && stated);
}

static gboolean
is_refused (const PlacardDownload *self)
{
  return self->options->fail && !is_ok (self);
}

static gboolean
should_keep (const PlacardDownload *self)
{
  const PlacardOptions *options = self->options;
  gboolean broken;

  if (!self->response || is_refused (self) ||
      g_error_matches (self->error, PLACARD_ERROR, PLACARD_ERROR_INTEGRITY))
    return FALSE;
  if (placard_verdict_get_action (self->verdict) == PLACARD_ACTION_EXPLAIN)
    return options->any && placard_response_get_status (self->response) == 200 && !is_cut (self);
  if (!options->any && !is_picture (self))
    return FALSE;
  broken = placard_verdict_get_completeness (self->verdict) == PLACARD_COMPLETENESS_BROKEN &&
           !options->any;
  return (!is_cut (self) && !broken) || options->keep_partial;
}

/* With --any whatever came is right, if it came whole and under a good status. */
static GError *
judge_any (const PlacardDownload *self)
{
  const char *reason = placard_verdict_get_reason (self->verdict);

  if (!is_ok (self))
    return g_error_new_literal (PLACARD_ERROR, PLACARD_ERROR_HTTP_STATUS,
                                reason ? reason : _ ("The server did not say that all is well"));
  return is_cut (self) ? placard_verdict_to_error (self->verdict) : NULL;
}

/* Standard output */

static void
finish_if_over (Run *self)
{
  self->is_kept = TRUE;
  if (self->emission && !placard_emission_is_over (self->emission))
    return;
  g_main_loop_quit (self->loop);
}

static void
emitted_cb (gpointer data)
{
  Run *self = data;

  /* The end of the rest comes by itself. */
  if (self->is_kept)
    finish_if_over (self);
}

static gboolean
may_emit (Run *self, PlacardSpool *spool, PlacardResponse *response)
{
  guint8 first[PLACARD_MEDIA_SNIFF_BYTES];
  gboolean at_end = placard_spool_get_state (spool) != PLACARD_SPOOL_OPEN;
  gssize n = placard_spool_read_at (spool, 0, first, sizeof first, NULL);

  if (self->result->options->fail && !placard_response_is_ok (response))
    return FALSE;
  if (self->result->options->any)
    return TRUE;
  return n > 0 && placard_media_type_is_image (placard_media_type_sniff (first, (gsize) n, at_end));
}

static void
spool_changed_cb (PlacardSpool *spool, gpointer data)
{
  Run *self = data;
  g_autoptr (PlacardResponse) response = placard_fetch_dup_response (self->result->fetch);

  if (self->emission || !response || !may_emit (self, spool, response))
    return;
  self->result->is_emitted = TRUE;
  self->emission = placard_emission_new (spool, STDOUT_FILENO, emitted_cb, self);
}

/* Saving */

static char *
suggest_name (const PlacardDownload *self)
{
  gboolean is_told = self->options->remote_header_name || is_template (self->options);
  const char *disposition =
      is_told ? placard_response_get_header (self->response, "Content-Disposition") : NULL;

  return placard_filename_suggest (disposition, placard_response_get_url (self->response),
                                   placard_verdict_get_sniffed (self->verdict));
}

static char *
expand_template (const PlacardDownload *self, const char *suggested, GError **error)
{
  g_autofree char *text = g_path_get_basename (self->options->output);
  g_autoptr (GUri) uri =
      g_uri_parse (placard_response_get_url (self->response), G_URI_FLAGS_ENCODED, NULL);
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  PlacardNameFacts facts = {.name = suggested,
                            .host = uri ? g_uri_get_host (uri) : NULL,
                            .sha256 = self->sha256,
                            .date = now,
                            .number = self->number,
                            .status = placard_response_get_status (self->response),
                            .width = placard_verdict_get_width (self->verdict),
                            .height = placard_verdict_get_height (self->verdict)};

  return placard_name_template_expand (text, &facts, error);
}

static GFile *
choose_file (const PlacardDownload *self, GError **error)
{
  g_autofree char *folder = dup_folder (self->options);
  g_autofree char *name = NULL;

  if (!is_named_by_server (self->options) && !is_template (self->options))
    return g_file_new_for_path (self->options->output);
  name = suggest_name (self);
  if (is_template (self->options)) {
    g_autofree char *suggested = g_steal_pointer (&name);

    name = expand_template (self, suggested, error);
  }
  return name ? g_file_new_build_filename (folder, name, NULL) : NULL;
}

/* The save marks what the network cut; what only the picture's own structure tells is marked here. */
static GFile *
mark_if_cut (const PlacardDownload *self, GFile *file)
{
  PlacardSpool *spool = placard_fetch_get_spool (self->fetch);
  g_autofree char *name = g_file_get_basename (file);
  g_autofree char *marked = NULL;
  g_autoptr (GFile) folder = g_file_get_parent (file);

  if (!is_cut (self) || placard_spool_get_state (spool) != PLACARD_SPOOL_COMPLETE)
    return g_object_ref (file);
  marked = placard_filename_with_suffix (name, _ (" (incomplete)"));
  return g_file_get_child (folder, marked);
}

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
  g_autoptr (GFile) chosen = choose_file (result, &error);
  g_autoptr (GFile) file = NULL;
  /* A name that the person typed is meant; one that was made overwrites nothing. */
  gboolean is_typed = options->output && !is_template (options);
  PlacardSaveFlags flags =
      PLACARD_SAVE_MAY_LINK | (options->keep_partial ? PLACARD_SAVE_ALLOW_PARTIAL : 0);
  gboolean is_stopped = g_cancellable_is_cancelled (self->cancellable);

  if (!chosen) {
    if (!result->error)
      result->error = g_steal_pointer (&error);
    finish_if_over (self);
    return;
  }
  file = mark_if_cut (result, chosen);
  /* After a cancellation that is to keep what came, the cancellable has done its work. */
  placard_save_async (placard_fetch_get_spool (result->fetch), file,
                      is_typed ? PLACARD_SAVE_REPLACE : PLACARD_SAVE_UNIQUE, flags,
                      is_stopped ? NULL : self->cancellable, saved_cb, self);
}

/* The end of the fetch */

/* With verdict and digest both there. */
static void
keep (Run *self)
{
  PlacardDownload *result = self->result;
  gboolean wants_file = (result->options->output && !goes_to_stdout (result->options)) ||
                        is_named_by_server (result->options);

  if (!result->error)
    result->error =
        result->options->any ? judge_any (result) : placard_verdict_to_error (result->verdict);
  if (wants_file && should_keep (result))
    save (self);
  else
    finish_if_over (self);
}

static void
digested_cb (GObject *source, GAsyncResult *res, gpointer user_data)
{
  Run *self = user_data;

  self->result->sha256 = placard_digest_finish (res, NULL);
  self->is_digesting = FALSE;
  if (self->result->verdict)
    keep (self);
  else if (self->result->error)
    finish_if_over (self);
}

static void
concluded_cb (GObject *source, GAsyncResult *res, gpointer user_data)
{
  Run *self = user_data;

  self->result->verdict = g_task_propagate_pointer (G_TASK (res), NULL);
  if (!self->is_digesting)
    keep (self);
}

static void
conclude_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Run *self = data;
  PlacardDownload *result = self->result;

  g_task_return_pointer (
      task, placard_verdict_judge (result->response, placard_fetch_get_spool (result->fetch)),
      (GDestroyNotify) placard_verdict_unref);
}

static void
fetched_cb (GObject *source, GAsyncResult *res, gpointer user_data)
{
  Run *self = user_data;
  PlacardDownload *result = self->result;
  PlacardSpool *spool = placard_fetch_get_spool (result->fetch);
  g_autoptr (GTask) task = g_task_new (NULL, NULL, concluded_cb, self);

  g_clear_pointer (&self->meter, placard_meter_free);
  placard_fetch_run_finish (result->fetch, res, &result->error);
  result->response = placard_fetch_dup_response (result->fetch);
  if (!result->response || !spool) {
    if (!self->is_digesting)
      finish_if_over (self);
    return;
  }
  if (self->watch)
    spool_changed_cb (spool, self);
  g_task_set_task_data (task, self, NULL);
  g_task_run_in_thread (task, conclude_thread);
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

/* (nullable): for people where there is a terminal that shows nothing else, for programs where they ask. */
static PlacardMeter *
make_meter (const PlacardDownload *self)
{
  const PlacardOptions *options = self->options;

  if (g_strcmp0 (options->progress, "json") == 0)
    return placard_meter_new (self->fetch, PLACARD_METER_JSON, STDERR_FILENO);
  if (options->progress || options->silent || goes_to_stdout (options) || !isatty (STDERR_FILENO))
    return NULL;
  return placard_meter_new (self->fetch, PLACARD_METER_TERMINAL, STDERR_FILENO);
}

static void
start (Run *self, PlacardSession *session, PlacardRequest *request)
{
  PlacardDownload *result = self->result;
  const PlacardOptions *options = result->options;
  g_autofree char *folder = dup_folder (options);
  g_autoptr (PlacardRequest) own = placard_request_copy (request);
  PlacardSpool *spool;

  if (options->any)
    widen_limit (own, folder);
  result->fetch = placard_fetch_new (session, own, folder);
  spool = placard_fetch_get_spool (result->fetch);
  if (spool && (options->json_result || placard_name_template_wants_hash (options->output))) {
    self->is_digesting = TRUE;
    placard_digest_async (spool, NULL, digested_cb, self);
  }
  if (spool && goes_to_stdout (options))
    self->watch = placard_spool_watch (spool, NULL, spool_changed_cb, self, NULL);
  self->meter = make_meter (result);
  placard_fetch_run_async (result->fetch, self->cancellable, fetched_cb, self);
}

PlacardDownload *
placard_download_run (PlacardSession *session,
                      PlacardRequest *request,
                      const PlacardOptions *options,
                      guint number,
                      GCancellable *cancellable)
{
  PlacardDownload *result = g_new0 (PlacardDownload, 1);
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  Run run = {.result = result, .cancellable = cancellable, .loop = loop};

  result->options = options;
  result->number = number;
  result->url = g_strdup (placard_request_get_url (request));
  start (&run, session, request);
  g_main_loop_run (loop);

  if (run.watch)
    placard_spool_unwatch (placard_fetch_get_spool (result->fetch), run.watch);
  if (run.emission) {
    g_autoptr (GError) error = NULL;

    if (!placard_emission_finish (run.emission, &error) && !result->error)
      result->error = g_steal_pointer (&error);
  }
  return result;
}

void
placard_download_free (PlacardDownload *self)
{
  g_free (self->url);
  g_clear_object (&self->fetch);
  g_clear_object (&self->response);
  g_clear_pointer (&self->verdict, placard_verdict_unref);
  g_free (self->sha256);
  g_clear_object (&self->saved_as);
  g_clear_error (&self->error);
  g_free (self);
}
