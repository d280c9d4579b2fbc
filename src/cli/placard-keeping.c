/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-keeping.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "placard-batch-item.h"
#include "placard-error.h"
#include "placard-filename.h"
#include "placard-glob.h"
#include "placard-name-template.h"
#include "placard-save-stream.h"

gboolean
placard_keeping_goes_to_stdout (const PlacardOptions *options)
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

gboolean
placard_keeping_wants_file (const PlacardOptions *options)
{
  return is_named_by_server (options) ||
         (options->output && !placard_keeping_goes_to_stdout (options));
}

gboolean
placard_keeping_wants_hash (const PlacardOptions *options)
{
  return options->json_result ||
         (options->write_out &&
          (strstr (options->write_out, "%{sha256}") || strstr (options->write_out, "%{json}"))) ||
         placard_name_template_wants_hash (options->output);
}

PlacardSaveMode
placard_keeping_get_mode (const PlacardOptions *options)
{
  return options->output && !is_template (options) ? PLACARD_SAVE_REPLACE : PLACARD_SAVE_UNIQUE;
}

char *
placard_keeping_dup_folder (const PlacardOptions *options)
{
  if (is_named_by_server (options))
    return options->output_dir ? g_strdup (options->output_dir) : g_get_current_dir ();
  if (options->output && !placard_keeping_goes_to_stdout (options) &&
      !placard_save_is_stream (options->output))
    return g_path_get_dirname (options->output);
  return NULL;
}

char *
placard_keeping_foresee_path (const PlacardOptions *options, const char *url)
{
  g_autofree char *folder = placard_keeping_dup_folder (options);
  g_autofree char *name = NULL;

  if (is_template (options) || options->remote_header_name || !placard_keeping_wants_file (options))
    return NULL;
  if (options->output)
    return g_strdup (options->output);
  /* A name without an extension gets the picture's own. */
  name = placard_filename_suggest (NULL, url, PLACARD_MEDIA_UNKNOWN);
  return strchr (name, '.') ? g_build_filename (folder, name, NULL) : NULL;
}

/* Nothing but what stood in the addresses tells names apart here. */
gboolean
placard_keeping_tells_apart (const PlacardOptions *options, GPtrArray *items)
{
  g_autoptr (GHashTable) paths = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  if (is_template (options))
    return TRUE;
  for (guint i = 0; i < items->len; i++) {
    const PlacardBatchItem *item = g_ptr_array_index (items, i);

    if (!g_hash_table_add (
            paths, placard_glob_fill_in (options->output, (const char *const *) item->captures)))
      return FALSE;
  }
  return TRUE;
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

/* Cut, as far as anybody can tell. A file that is itself a cut picture came whole if its length was
 * stated. */
static gboolean
is_cut (const PlacardDownload *self)
{
  PlacardSpool *spool = placard_fetch_get_spool (self->fetch);
  gboolean stated = placard_response_get_expected_length (self->response) >= 0;

  if (placard_spool_get_state (spool) != PLACARD_SPOOL_COMPLETE)
    return TRUE;
  return placard_verdict_get_completeness (self->verdict) == PLACARD_COMPLETENESS_INCOMPLETE &&
         !(self->any && stated);
}

static gboolean
is_refused (const PlacardDownload *self)
{
  return self->options->fail && !is_ok (self);
}

/* Stopped, be it after the last byte. */
static gboolean
is_given_up (const PlacardDownload *self)
{
  return !self->options->keep_partial &&
         g_error_matches (self->error, PLACARD_ERROR, PLACARD_ERROR_CANCELLED);
}

gboolean
placard_keeping_is_due (const PlacardDownload *self)
{
  const PlacardOptions *options = self->options;
  gboolean broken;

  if (!self->response || is_refused (self) || is_given_up (self) ||
      g_error_matches (self->error, PLACARD_ERROR, PLACARD_ERROR_INTEGRITY))
    return FALSE;
  if (placard_verdict_get_action (self->verdict) == PLACARD_ACTION_EXPLAIN)
    return self->any && placard_response_get_status (self->response) == 200 && !is_cut (self);
  if (!self->any && !is_picture (self))
    return FALSE;
  broken =
      placard_verdict_get_completeness (self->verdict) == PLACARD_COMPLETENESS_BROKEN && !self->any;
  return (!is_cut (self) && !broken) || options->keep_partial;
}

/* Whether the answer has what "NAME" or "NAME: VALUE" asks for; one field of several is enough. */
static gboolean
has_required (PlacardResponse *response, const char *required)
{
  GPtrArray *headers = placard_response_get_headers (response);
  gsize length = strcspn (required, ":");
  const char *value = required[length] ? required + length + 1 : NULL;

  for (guint i = 0; i < headers->len; i++) {
    const PlacardResponseHeader *header = g_ptr_array_index (headers, i);

    if (strlen (header->name) == length &&
        g_ascii_strncasecmp (header->name, required, length) == 0 &&
        (!value || strcmp (header->value, value + strspn (value, " \t")) == 0))
      return TRUE;
  }
  return FALSE;
}

/* HD4: (transfer full) (nullable): the first of --require-header that is not there. */
static GError *
find_missing (const PlacardDownload *self)
{
  GPtrArray *required = self->options->required;

  for (guint i = 0; required && i < required->len; i++)
    if (!has_required (self->response, g_ptr_array_index (required, i)))
      return g_error_new (PLACARD_ERROR, PLACARD_ERROR_HTTP_STATUS,
                          _ ("The answer has no header field “%s”"),
                          (const char *) g_ptr_array_index (required, i));
  return NULL;
}

static GError *
judge_body (const PlacardDownload *self)
{
  const char *reason = placard_verdict_get_reason (self->verdict);

  /* With --any whatever came is right, if it came whole and under a good status. */
  if (!self->any || (is_ok (self) && is_cut (self)))
    return placard_verdict_to_error (self->verdict);
  if (is_ok (self))
    return NULL;
  return g_error_new_literal (PLACARD_ERROR, PLACARD_ERROR_HTTP_STATUS,
                              reason ? reason : _ ("The server did not say that all is well"));
}

GError *
placard_keeping_judge (const PlacardDownload *self)
{
  GError *error = judge_body (self);

  return error ? error : find_missing (self);
}

static char *
suggest_name (const PlacardDownload *self)
{
  gboolean is_told = self->options->remote_header_name || is_template (self->options);
  const char *disposition =
      is_told ? placard_response_get_header (self->response, "Content-Disposition") : NULL;

  return placard_filename_suggest_for_profile (
      disposition, placard_response_get_url (self->response),
      placard_request_get_profile (placard_fetch_get_request (self->fetch)),
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
choose_name (const PlacardDownload *self, GError **error)
{
  g_autofree char *folder = placard_keeping_dup_folder (self->options);
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

/* The save marks what the network cut; what only the picture's own structure tells is marked
 * here. */
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

GFile *
placard_keeping_choose_file (const PlacardDownload *self, GError **error)
{
  g_autoptr (GFile) chosen = choose_name (self, error);

  return chosen ? mark_if_cut (self, chosen) : NULL;
}
