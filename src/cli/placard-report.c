/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-report.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>

#include "placard-error.h"
#include "placard-keeping.h"
#include "placard-rendering.h"
#include "placard-result.h"
#include "placard-write-out.h"

void
placard_report_say (const char *sentence)
{
  fprintf (stderr, "placard: %s\n", sentence);
}

/* About one of many. */
static void
say_of (const PlacardDownload *download, guint n_items, const char *sentence)
{
  if (n_items == 1)
    placard_report_say (sentence);
  else
    fprintf (stderr, "placard: [%u/%u] %s: %s\n", download->number, n_items, download->label,
             sentence);
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
print_rest (const PlacardDownload *download, guint n_items)
{
  guint n_urls = placard_answer_get_urls (download->answer)->len;
  g_autofree char *sentence = NULL;

  if (n_urls < 2)
    return;
  sentence =
      g_strdup_printf (ngettext ("It is the first of %u picture that the answer names",
                                 "It is the first of %u pictures that the answer names", n_urls),
                       n_urls);
  say_of (download, n_items, sentence);
}

static void
print_finding (const PlacardDownload *download, guint n_items, const PlacardCorsFinding *finding)
{
  const char *value = finding->value ? finding->value : _ ("missing");
  g_autofree char *sentence =
      *finding->name ? g_strdup_printf ("  %s %s: %s: %s", finding->good ? "+" : "-", finding->name,
                                        value, finding->sentence)
                     : g_strdup_printf ("  %s %s", finding->good ? "+" : "-", finding->sentence);

  say_of (download, n_items, sentence);
}

/* What the verdict rests on: why a browser asks first, each header that counts, what scripts could read. */
static void
print_cors (const PlacardDownload *download, guint n_items, const PlacardCorsVerdict *cors)
{
  g_autofree char *exposed = g_strjoinv (", ", cors->exposed);
  g_autofree char *readable = g_strdup_printf (_ ("  Scripts may read: %s"), exposed);

  for (char **reason = cors->reasons; cors->cross_origin && *reason; reason++) {
    g_autofree char *line = g_strdup_printf ("  %s", *reason);

    say_of (download, n_items, line);
  }
  for (guint i = 0; i < cors->findings->len; i++)
    print_finding (download, n_items, g_ptr_array_index (cors->findings, i));
  if (cors->cross_origin && *cors->exposed)
    say_of (download, n_items, readable);
}

/* A sentence that is no failure: the label was wrong, or a part of it was kept. */
static void
print_notes (const PlacardDownload *download, guint n_items)
{
  const char *reason = download->verdict ? placard_verdict_get_reason (download->verdict) : NULL;
  g_autofree char *path = download->saved_as ? g_file_get_path (download->saved_as) : NULL;
  g_autoptr (PlacardCorsVerdict) cors = placard_fetch_dup_cors_verdict (download->fetch);
  g_autofree char *kept = NULL;
  g_autofree char *found = NULL;

  if (cors && !g_error_matches (download->error, PLACARD_ERROR, PLACARD_ERROR_CORS))
    say_of (download, n_items, cors->sentence);
  if (cors)
    print_cors (download, n_items, cors);
  if (download->answer && placard_answer_was_guessed (download->answer)) {
    const char *place = placard_answer_get_place (download->answer);

    found = g_strdup_printf (_ ("The picture is inside the answer: --image-at %s"), place);
    say_of (download, n_items, found);
    print_rest (download, n_items);
  }
  if (download->error) {
    say_of (download, n_items, download->error->message);
    if (path)
      kept = g_strdup_printf (_ ("What came is in %s"), path);
  } else if (reason && placard_verdict_is_mislabelled (download->verdict) && !download->any) {
    say_of (download, n_items, reason);
  }
  if (kept)
    say_of (download, n_items, kept);
  else if (n_items > 1 && !download->error && !download->options->silent)
    say_of (download, n_items, path ? path : _ ("done"));
}

void
placard_report_download (const PlacardDownload *download, guint n_items)
{
  const PlacardOptions *options = download->options;
  PlacardRequest *request = placard_fetch_get_request (download->fetch);
  gboolean is_head = strcmp (placard_request_get_effective_method (request), "HEAD") == 0;

  print_notes (download, n_items);
  if (is_head && download->response && !options->json_result && !options->write_out)
    print_head (download);
  if (options->as)
    placard_rendering_print (download, stdout);
  if (options->write_out)
    print_write_out (download);
  if (options->json_result) {
    g_autofree char *json = placard_result_to_json (download);

    /* The body has the standard output for itself. */
    fprintf (placard_keeping_goes_to_stdout (options) ? stderr : stdout, "%s\n", json);
  }
  fflush (stdout);
}

void
placard_report_tally (const PlacardTally *tally)
{
  g_autoptr (GString) line = g_string_new (NULL);

  /* Translators: how many of several requests came to their end */
  g_string_append_printf (line, ngettext ("%u done", "%u done", tally->done), tally->done);
  if (tally->failed)
    g_string_append_printf (line, ngettext (", %u failed", ", %u failed", tally->failed),
                            tally->failed);
  if (tally->skipped)
    g_string_append_printf (line, ngettext (", %u skipped", ", %u skipped", tally->skipped),
                            tally->skipped);
  if (tally->stopped)
    g_string_append_printf (line, ngettext (", %u stopped", ", %u stopped", tally->stopped),
                            tally->stopped);
  placard_report_say (line->str);
}
