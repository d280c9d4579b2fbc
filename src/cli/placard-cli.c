/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "placard-cli.h"

#include <gio/gunixinputstream.h>
#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "placard-batch.h"
#include "placard-download.h"
#include "placard-error.h"
#include "placard-forwarding.h"
#include "placard-name-template.h"
#include "placard-profile.h"
#include "placard-rendering.h"
#include "placard-result.h"
#include "placard-sent-field.h"
#include "placard-write-out.h"

static void
say (const char *sentence)
{
  fprintf (stderr, "placard: %s\n", sentence);
}

static int
fail (const GError *error)
{
  say (error->message);
  return (int) placard_error_exit_code (error);
}

/* The second signal does not ask. */
static gboolean
interrupted_cb (gpointer data)
{
  GCancellable *cancellable = data;

  if (g_cancellable_is_cancelled (cancellable))
    _exit (PLACARD_EXIT_CANCELLED);
  g_cancellable_cancel (cancellable);
  return G_SOURCE_CONTINUE;
}

static gboolean
goes_to_stdout (const PlacardOptions *options)
{
  return g_strcmp0 (options->output, "-") == 0;
}

/* As curl does: the head is what was asked for. */
static void
print_head (const PlacardDownload *download)
{
  PlacardResponse *response = download->response;
  GPtrArray *headers = placard_response_get_headers (response);

  printf ("HTTP/%s %u %s\n", placard_response_get_http_version (response),
          placard_response_get_status (response), placard_response_get_status_text (response));
  for (guint i = 0; i < headers->len; i++) {
    const PlacardResponseHeader *header = g_ptr_array_index (headers, i);

    printf ("%s: %s\n", header->name, header->value);
  }
  printf ("\n");
}

static void
print_write_out (const PlacardDownload *download)
{
  g_autoptr (GString) output = g_string_new (NULL);
  g_autoptr (GString) errors = g_string_new (NULL);

  placard_write_out_print (download, download->options->write_out, output, errors);
  fputs (output->str, stdout);
  fputs (errors->str, stderr);
}

/* Of a list only the first one is fetched. */
static void
print_rest (guint n_urls)
{
  g_autofree char *sentence = NULL;

  if (n_urls < 2)
    return;
  sentence =
      g_strdup_printf (ngettext ("It is the first of %u picture that the answer names",
                                 "It is the first of %u pictures that the answer names", n_urls),
                       n_urls);
  say (sentence);
}

/* A sentence that is no failure: the label was wrong, or a part of it was kept. */
static void
print_notes (const PlacardDownload *download)
{
  const char *reason = download->verdict ? placard_verdict_get_reason (download->verdict) : NULL;
  g_autofree char *path = download->saved_as ? g_file_get_path (download->saved_as) : NULL;
  g_autoptr (PlacardCorsVerdict) cors = placard_fetch_dup_cors_verdict (download->fetch);
  g_autofree char *kept = NULL;
  g_autofree char *found = NULL;

  if (cors && !g_error_matches (download->error, PLACARD_ERROR, PLACARD_ERROR_CORS))
    say (cors->sentence);
  if (download->answer && placard_answer_was_guessed (download->answer)) {
    const char *place = placard_answer_get_place (download->answer);

    found = g_strdup_printf (_ ("The picture is inside the answer: --image-at %s"), place);
    say (found);
    print_rest (placard_answer_get_urls (download->answer)->len);
  }
  if (download->error) {
    say (download->error->message);
    if (path)
      kept = g_strdup_printf (_ ("What came is in %s"), path);
  } else if (reason && placard_verdict_is_mislabelled (download->verdict) && !download->any) {
    say (reason);
  }
  if (kept)
    say (kept);
}

static void
report (const PlacardDownload *download)
{
  const PlacardOptions *options = download->options;
  PlacardRequest *request = placard_fetch_get_request (download->fetch);
  gboolean is_head = strcmp (placard_request_get_effective_method (request), "HEAD") == 0;

  print_notes (download);
  if (is_head && download->response && !options->json_result && !options->write_out)
    print_head (download);
  if (options->as)
    placard_rendering_print (download, stdout);
  if (options->write_out)
    print_write_out (download);
  if (options->json_result) {
    g_autofree char *json = placard_result_to_json (download);

    /* The body has the standard output for itself. */
    fprintf (goes_to_stdout (options) ? stderr : stdout, "%s\n", json);
  }
  fflush (stdout);
}

/* A template is tried before anything is sent for it. */
static gboolean
check_template (const PlacardOptions *options, GError **error)
{
  g_autofree char *text = options->output ? g_path_get_basename (options->output) : NULL;
  PlacardNameFacts facts = {.name = "name.png"};
  g_autofree char *name = NULL;

  if (!placard_name_template_is_one (text))
    return TRUE;
  name = placard_name_template_expand (text, &facts, error);
  return name != NULL;
}

static gboolean
check_options (const PlacardOptions *options, GError **error)
{
  if (options->urls->len == 0) {
    g_set_error_literal (error, PLACARD_ERROR, PLACARD_ERROR_USAGE,
                         _ ("An address is missing. Try: placard fetch --help"));
    return FALSE;
  }
  if (options->urls->len > 1 && options->output && !goes_to_stdout (options) &&
      !placard_name_template_is_one (options->output)) {
    g_set_error_literal (
        error, PLACARD_ERROR, PLACARD_ERROR_USAGE,
        _ ("--output names one file, but there are several addresses: use --remote-name, or "
           "a name with {{name}} or {{n}} in it"));
    return FALSE;
  }
  return check_template (options, error);
}

typedef struct {
  const PlacardOptions *options;
  PlacardRequest *request;
  PlacardSession *session;
  GCancellable *cancellable;
  PlacardBatch *batch;
  PlacardForwarding *forwarding; /* (nullable) */
  int status;
} Fetching;

/* A job is an address: the pointer to it in the options' array. */
static guint
number_of (const PlacardOptions *options, gpointer job)
{
  return (guint) ((gpointer *) job - options->urls->pdata) + 1;
}

/* The first thing that went wrong is what the caller learns. */
static void
note_error (Fetching *self, const GError *error)
{
  if (!error)
    return;
  if (self->status == PLACARD_EXIT_DONE)
    self->status = (int) placard_error_exit_code (error);
  if (self->options->fail_early)
    g_cancellable_cancel (self->cancellable);
}

static void
end_job (Fetching *self, guint number)
{
  placard_batch_done (self->batch, &self->options->urls->pdata[number - 1]);
}

static void
forwarded_cb (PlacardDownload *result, gpointer user_data)
{
  Fetching *self = user_data;
  g_autoptr (PlacardDownload) download = result;

  report (download);
  note_error (self, download->error);
  end_job (self, download->number);
}

static gboolean
forward (Fetching *self, const PlacardDownload *download)
{
  g_autoptr (GError) error = NULL;

  if (!self->forwarding || download->error)
    return FALSE;
  if (placard_forwarding_start (self->forwarding, download, self->session, self->cancellable,
                                forwarded_cb, self, &error))
    return TRUE;
  say (error->message);
  note_error (self, error);
  return FALSE;
}

static void
downloaded_cb (PlacardDownload *result, gpointer user_data)
{
  Fetching *self = user_data;
  g_autoptr (PlacardDownload) download = result;

  report (download);
  note_error (self, download->error);
  if (!forward (self, download))
    end_job (self, download->number);
}

static void
start_job (PlacardBatch *batch, gpointer job, gpointer user_data)
{
  Fetching *self = user_data;

  placard_request_set_url (self->request, *(char **) job);
  placard_download_start (self->session, self->request, self->options,
                          number_of (self->options, job), self->cancellable, downloaded_cb, self);
}

static void
stop_batch_cb (GCancellable *cancellable, PlacardBatch *batch)
{
  placard_batch_stop (batch);
}

/* Bytes of several answers in one stream would be nobody's. */
static PlacardBatch *
make_batch (Fetching *self)
{
  const PlacardOptions *options = self->options;
  gboolean parallel = options->parallel && !goes_to_stdout (options);
  PlacardBatch *batch = placard_batch_new (parallel ? options->parallel_max : 1,
                                           options->parallel_per_host, start_job, self);

  for (guint i = 0; i < options->urls->len; i++) {
    g_autoptr (GUri) uri = NULL;

    placard_request_set_url (self->request, g_ptr_array_index (options->urls, i));
    uri = placard_request_build_uri (self->request, NULL);
    placard_batch_add (batch, uri ? g_uri_get_host (uri) : NULL, &options->urls->pdata[i]);
  }
  return batch;
}

static int
fetch_all (const PlacardOptions *options, PlacardRequest *request, PlacardForwarding *forwarding)
{
  g_autoptr (PlacardSession) session = placard_session_new ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  Fetching self = {options, request, session, cancellable, NULL, forwarding, PLACARD_EXIT_DONE};
  guint interrupt = g_unix_signal_add (SIGINT, interrupted_cb, cancellable);
  guint terminate = g_unix_signal_add (SIGTERM, interrupted_cb, cancellable);

  self.batch = make_batch (&self);
  g_cancellable_connect (cancellable, G_CALLBACK (stop_batch_cb), self.batch, NULL);
  placard_batch_start (self.batch);
  while (!placard_batch_is_finished (self.batch))
    g_main_context_iteration (NULL, TRUE);

  g_source_remove (interrupt);
  g_source_remove (terminate);
  placard_batch_free (self.batch);
  return self.status;
}

static int
save_profile (const PlacardOptions *options, PlacardRequest *request)
{
  g_autoptr (GPtrArray) left_out = NULL;
  g_autoptr (GError) error = NULL;

  if (!placard_profile_save (options->save_profile, request, options, &left_out, &error))
    return fail (error);
  for (guint i = 0; i < left_out->len; i++) {
    g_autofree char *sentence =
        /* Translators: an option with a secret, or a sentence about what cannot be written */
        g_strdup_printf (_ ("Not kept in the profile: %s"),
                         (const char *) g_ptr_array_index (left_out, i));

    say (sentence);
  }
  return PLACARD_EXIT_DONE;
}

/* Buffers of some hundred KiB come and go with each answer: given back to the system each time, and asked
 * for again, they cost more than the answers. */
#define KEPT_MEMORY (8 * 1024 * 1024)

static void
keep_memory (void)
{
#ifdef __GLIBC__
  mallopt (M_TRIM_THRESHOLD, KEPT_MEMORY);
  mallopt (M_MMAP_THRESHOLD, KEPT_MEMORY / 8);
#endif
}

/* What is sent otherwise than it was written is told, not done silently. */
static void
tell_notices (PlacardRequest *request)
{
  GPtrArray *headers = placard_request_get_headers (request);

  for (guint i = 0; i < headers->len; i++) {
    g_autofree char *notice =
        placard_sent_field_get_notice (request, g_ptr_array_index (headers, i));

    if (notice)
      say (notice);
  }
}

/* Secrets go to the origin that they were given for. */
static void
say_left_behind (const PlacardOptions *options)
{
  for (guint i = 0; options->left_behind && i < options->left_behind->len; i++) {
    g_autofree char *sentence =
        /* Translators: a header field's name, or "the credentials" */
        g_strdup_printf (_ ("Not sent, since the profile is for another origin: %s"),
                         (const char *) g_ptr_array_index (options->left_behind, i));

    say (sentence);
  }
}

int
placard_cli_fetch (int argc, char **argv)
{
  g_autoptr (PlacardRequest) request = placard_request_new ();
  g_autoptr (GInputStream) input = g_unix_input_stream_new (STDIN_FILENO, FALSE);
  g_autoptr (PlacardOptions) options = NULL;
  g_autoptr (PlacardForwarding) forwarding = NULL;
  g_autoptr (GError) error = NULL;

  /* A reader that goes away is told by the write. */
  signal (SIGPIPE, SIG_IGN);
  keep_memory ();

  options = placard_options_parse ((const char *const *) argv + 1, NULL, request, input, &error);
  if (!options)
    return fail (error);
  if (options->help) {
    g_autofree char *help = placard_options_format_help ();

    fputs (help, stdout);
    return PLACARD_EXIT_DONE;
  }
  if (options->version) {
    printf ("placard %s\n", PLACARD_VERSION);
    return PLACARD_EXIT_DONE;
  }
  say_left_behind (options);
  if (options->save_profile)
    return save_profile (options, request);
  if (!check_options (options, &error) ||
      (options->forward_to && !(forwarding = placard_forwarding_new (options, &error))))
    return fail (error);
  tell_notices (request);
  return fetch_all (options, request, forwarding);
}
