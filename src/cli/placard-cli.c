/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "placard-cli.h"

#include <gio/gunixinputstream.h>
#include <glib/gi18n-lib.h>
#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "placard-effective.h"
#include "placard-error.h"
#include "placard-fetching.h"
#include "placard-keeping.h"
#include "placard-name-template.h"
#include "placard-profile.h"
#include "placard-report.h"
#include "placard-sent-field.h"
#include "placard-warning.h"

static int
fail (const GError *error)
{
  placard_report_say (error->message);
  return (int) placard_error_exit_code (error);
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

/* A table's column "url" is the address when there is no other. */
static void
take_address_from_table (PlacardOptions *options)
{
  char **record = options->records ? g_ptr_array_index (options->records, 0) : NULL;

  if (options->urls->len > 0)
    return;
  for (; record && *record; record += 2)
    if (strcmp (*record, "url") == 0)
      g_ptr_array_add (options->urls, g_strdup ("{{url}}"));
}

static gboolean
check_options (const PlacardOptions *options, PlacardRequest *request, GError **error)
{
  if (options->urls->len == 0) {
    g_set_error_literal (error, PLACARD_ERROR, PLACARD_ERROR_USAGE,
                         _ ("An address is missing. Try: placard fetch --help"));
    return FALSE;
  }
  if (placard_request_get_saving (request)->no_keep && placard_keeping_wants_file (options)) {
    g_set_error_literal (error, PLACARD_ERROR, PLACARD_ERROR_USAGE,
                         _ ("--no-keep keeps nothing: it cannot go with a file to write to"));
    return FALSE;
  }
  return check_template (options, error);
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

    placard_report_say (sentence);
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
      placard_report_say (notice);
  }
}

/* One after the other, a blank line between them. */
static int
print_effective (const PlacardOptions *options, PlacardRequest *request)
{
  for (guint i = 0; i < options->urls->len; i++) {
    g_autoptr (GError) error = NULL;
    g_autoptr (GPtrArray) lines = NULL;
    g_autofree char *text = NULL;

    placard_request_set_url (request, g_ptr_array_index (options->urls, i));
    lines = placard_effective_list (request, &error);
    if (!lines)
      return fail (error);
    text = placard_effective_format (lines);
    printf ("%s%s", i ? "\n" : "", text);
  }
  return PLACARD_EXIT_DONE;
}

static void
tell_warnings (PlacardRequest *request)
{
  g_autoptr (GPtrArray) warnings = placard_warning_list (request);
  g_autofree char *broken = placard_warning_dup_broken_json (request);

  for (guint i = 0; i < warnings->len; i++)
    placard_report_say (g_ptr_array_index (warnings, i));
  if (broken)
    placard_report_say (broken);
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

    placard_report_say (sentence);
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
  take_address_from_table (options);
  if (!check_options (options, request, &error) ||
      (options->forward_to && !(forwarding = placard_forwarding_new (options, &error))))
    return fail (error);
  tell_notices (request);
  tell_warnings (request);
  if (options->dry_run)
    return print_effective (options, request);
  return placard_fetching_run (options, request, forwarding);
}
