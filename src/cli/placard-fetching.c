/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-fetching.h"

#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <signal.h>
#include <unistd.h>

#include "placard-batch-item.h"
#include "placard-batch.h"
#include "placard-error.h"
#include "placard-glob.h"
#include "placard-keeping.h"
#include "placard-report.h"

/* items -> batch -> one download for each, as their turns come -> report. One stop for all: what is on its
 * way is cancelled, and what waits ends without having been begun. */
typedef struct {
  const PlacardOptions *options;
  PlacardRequest *request;
  PlacardSession *session;
  GCancellable *cancellable;
  GPtrArray *items; /* (element-type PlacardBatchItem) */
  PlacardBatch *batch;
  PlacardForwarding *forwarding; /* (nullable) */
  PlacardTally tally;
  gboolean interrupted;
  gboolean timed_out;
  guint first_failed; /* its number; 0: none */
  int status;         /* its exit status */
} Fetching;

/* One item on its way. */
typedef struct {
  Fetching *fetching;
  const PlacardBatchItem *item;
  PlacardOptions options; /* as given, but with an output of its own; nothing else of it is owned */
} Job;

static void
job_end (Job *job)
{
  Fetching *self = job->fetching;
  const PlacardBatchItem *item = job->item;

  g_free (job->options.output);
  g_free (job);
  placard_batch_done (self->batch, (gpointer) item);
}

static gboolean
is_cancellation (const GError *error)
{
  return g_error_matches (error, PLACARD_ERROR, PLACARD_ERROR_CANCELLED);
}

/* What --timeout stopped was not stopped by anybody. */
static void
tell_timeout (const Fetching *self, GError **error)
{
  double seconds = (double) self->options->timeout_ms / 1000;

  if (!self->timed_out || !is_cancellation (*error))
    return;
  g_clear_error (error);
  g_set_error (error, PLACARD_ERROR, PLACARD_ERROR_TIMED_OUT,
               _ ("Not done within %g s, the time allowed for all of it"), seconds);
}

static void
note_end (Fetching *self, guint number, const GError *error)
{
  if (!error) {
    self->tally.done++;
    return;
  }
  if (is_cancellation (error)) {
    self->tally.stopped++;
    return;
  }
  self->tally.failed++;
  if (self->first_failed == 0 || number < self->first_failed) {
    self->first_failed = number;
    self->status = (int) placard_error_exit_code (error);
  }
  if (self->options->fail_early)
    g_cancellable_cancel (self->cancellable);
}

static void
forwarded_cb (PlacardDownload *result, gpointer user_data)
{
  Job *job = user_data;
  g_autoptr (PlacardDownload) download = result;

  tell_timeout (job->fetching, &download->error);
  placard_report_download (download, job->fetching->items->len);
  note_end (job->fetching, download->number, download->error);
  job_end (job);
}

/* Whether it is on its way; a failure has been told then. */
static gboolean
forward (Job *job, const PlacardDownload *download)
{
  Fetching *self = job->fetching;
  g_autoptr (GError) error = NULL;

  if (placard_forwarding_start (self->forwarding, download, self->session, self->cancellable,
                                forwarded_cb, job, &error))
    return TRUE;
  placard_report_say (error->message);
  note_end (self, download->number, error);
  return FALSE;
}

static void
downloaded_cb (PlacardDownload *result, gpointer user_data)
{
  Job *job = user_data;
  Fetching *self = job->fetching;
  g_autoptr (PlacardDownload) download = result;

  tell_timeout (self, &download->error);
  placard_report_download (download, self->items->len);
  if (self->forwarding && !download->error) {
    if (!forward (job, download))
      job_end (job);
    return;
  }
  note_end (self, download->number, download->error);
  job_end (job);
}

/* --skip-existing: the name must be known without an answer. */
static gboolean
has_file (const Job *job)
{
  g_autofree char *path = placard_keeping_foresee_path (&job->options, job->item->url);

  return path && g_file_test (path, G_FILE_TEST_EXISTS);
}

static void
start_job (PlacardBatch *batch, gpointer data, gpointer user_data)
{
  Fetching *self = user_data;
  const PlacardBatchItem *item = data;
  Job *job = g_new (Job, 1);
  g_autoptr (PlacardRequest) request = NULL;

  *job = (Job){self, item, *self->options};
  if (job->options.output)
    job->options.output =
        placard_glob_fill_in (job->options.output, (const char *const *) item->captures);
  if (job->options.skip_existing && has_file (job)) {
    self->tally.skipped++;
    job_end (job);
    return;
  }
  request = placard_batch_item_make_request (item, self->request);
  placard_download_start (self->session, request, &job->options, item->number, item->label,
                          self->cancellable, downloaded_cb, job);
}

/* What was never begun is told all the same, with --json-result: one object for each item. */
static void
report_waiting (Fetching *self, const PlacardBatchItem *item)
{
  g_autoptr (PlacardRequest) request = NULL;
  g_autoptr (PlacardDownload) download = NULL;

  if (self->timed_out)
    self->tally.failed++;
  else
    self->tally.stopped++;
  if (!self->options->json_result)
    return;
  request = placard_batch_item_make_request (item, self->request);
  download = placard_download_new_stopped (self->session, request, self->options, item->number,
                                           item->label);
  tell_timeout (self, &download->error);
  placard_report_download (download, self->items->len);
}

static void
stop_batch_cb (GCancellable *cancellable, Fetching *self)
{
  placard_batch_stop (self->batch);
}

/* Bytes of several answers in one stream would be nobody's. */
static void
fill_batch (Fetching *self)
{
  const PlacardOptions *options = self->options;
  gboolean parallel = options->parallel && !placard_keeping_goes_to_stdout (options);

  self->batch = placard_batch_new (parallel ? options->parallel_max : 1, options->parallel_per_host,
                                   start_job, self);
  for (guint i = 0; i < self->items->len; i++) {
    PlacardBatchItem *item = g_ptr_array_index (self->items, i);
    g_autofree char *host =
        options->parallel_per_host ? placard_batch_item_dup_host (item, self->request) : NULL;

    placard_batch_add (self->batch, host, item);
  }
}

/* The second signal does not ask. */
static gboolean
interrupted_cb (gpointer data)
{
  Fetching *self = data;

  if (self->interrupted)
    _exit (PLACARD_EXIT_CANCELLED);
  self->interrupted = TRUE;
  g_cancellable_cancel (self->cancellable);
  return G_SOURCE_CONTINUE;
}

static gboolean
timeout_cb (gpointer data)
{
  Fetching *self = data;

  self->timed_out = TRUE;
  g_cancellable_cancel (self->cancellable);
  return G_SOURCE_CONTINUE; /* it is removed with the others */
}

static void
run_batch (Fetching *self)
{
  guint timeout = self->options->timeout_ms > 0
                      ? g_timeout_add ((guint) self->options->timeout_ms, timeout_cb, self)
                      : 0;
  guint interrupt = g_unix_signal_add (SIGINT, interrupted_cb, self);
  guint terminate = g_unix_signal_add (SIGTERM, interrupted_cb, self);
  gpointer waiting;

  g_cancellable_connect (self->cancellable, G_CALLBACK (stop_batch_cb), self, NULL);
  placard_batch_start (self->batch);
  while (!placard_batch_is_finished (self->batch))
    g_main_context_iteration (NULL, TRUE);
  while ((waiting = placard_batch_take_waiting (self->batch)))
    report_waiting (self, waiting);
  if (self->items->len > 1 && !self->options->silent)
    placard_report_tally (&self->tally);
  if (timeout)
    g_source_remove (timeout);
  g_source_remove (interrupt);
  g_source_remove (terminate);
}

static int
get_status (const Fetching *self)
{
  if (self->interrupted && self->tally.stopped > 0)
    return PLACARD_EXIT_CANCELLED;
  if (self->first_failed > 0)
    return self->status;
  if (self->timed_out && self->tally.failed > 0)
    return PLACARD_EXIT_TIMED_OUT;
  return self->tally.stopped > 0 ? PLACARD_EXIT_CANCELLED : PLACARD_EXIT_DONE;
}

/* A body that can be read once goes out once. */
static gboolean
check_body (const Fetching *self, GError **error)
{
  PlacardBody *body = placard_request_get_body (self->request);

  if (!body || !placard_body_is_one_shot (body) || self->items->len == 1)
    return TRUE;
  g_set_error_literal (error, PLACARD_ERROR, PLACARD_ERROR_USAGE,
                       _ ("Standard input can be sent once, but there are several requests"));
  return FALSE;
}

static gboolean
check_output (const Fetching *self, GError **error)
{
  const PlacardOptions *options = self->options;

  if (self->items->len == 1 || !options->output || placard_keeping_goes_to_stdout (options) ||
      placard_keeping_tells_apart (options, self->items))
    return TRUE;
  g_set_error_literal (
      error, PLACARD_ERROR, PLACARD_ERROR_USAGE,
      _ ("--output names one file, but there are several requests: use --remote-name, or "
         "a name with {{name}} or {{n}} in it, or “#1” for what stands in the address's braces"));
  return FALSE;
}

int
placard_fetching_run (const PlacardOptions *options,
                      PlacardRequest *request,
                      PlacardForwarding *forwarding)
{
  g_autoptr (PlacardSession) session = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GPtrArray) items = NULL;
  g_autoptr (GError) error = NULL;
  Fetching self = {.options = options, .request = request, .forwarding = forwarding};

  items =
      placard_batch_item_list (request, options->urls, !options->globoff, options->records, &error);
  self.items = items;
  self.cancellable = cancellable;
  if (!items || !check_body (&self, &error) || !check_output (&self, &error)) {
    placard_report_say (error->message);
    return (int) placard_error_exit_code (error);
  }
  session = placard_session_new ();
  self.session = session;
  fill_batch (&self);
  run_batch (&self);
  placard_batch_free (self.batch);
  return get_status (&self);
}
