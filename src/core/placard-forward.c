/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Invariant: the place of the picture in a target is a one-shot body: what would be standard input. A
 * command line that was written for `curl ... | curl --form image=@- TARGET` says the same here. */
#include "config.h"

#include "placard-forward.h"

#include "placard-error.h"
#include "placard-form.h"
#include "placard-options.h"

#include <glib/gi18n-lib.h>

/* @type: (nullable): what the picture is called there, instead of what it is */
static PlacardBody *
make_place (const char *type)
{
  g_autoptr (GInputStream) nothing = g_memory_input_stream_new ();

  return placard_body_new_stream (nothing, type);
}

/* The picture in @place, under the type that was chosen there. "application/octet-stream" is what standard
 * input is when nobody says more. */
static PlacardBody *
fill_place (PlacardBody *place, PlacardSpool *spool, const char *real_type)
{
  const char *type = place ? placard_body_get_content_type (place) : NULL;

  if (!type || g_str_equal (type, "application/octet-stream"))
    type = real_type;
  return placard_body_new_spool (spool, type);
}

/* The text parts of @form, and for each place of the picture its bytes; none has one: they come last. */
static PlacardForm *
fill_form (PlacardForm *form, const PlacardForwardSource *source, const char *real_type)
{
  PlacardForm *filled = placard_form_new ();
  GPtrArray *parts = placard_form_get_parts (form);
  gboolean placed = FALSE;

  for (guint i = 0; i < parts->len; i++) {
    const PlacardFormPart *part = g_ptr_array_index (parts, i);
    gboolean is_place = placard_body_is_one_shot (part->content);
    /* "-" is what standard input is called, not a name that somebody chose. */
    gboolean is_named = part->file_name && !g_str_equal (part->file_name, "-");
    g_autoptr (PlacardBody) content = is_place
                                          ? fill_place (part->content, source->spool, real_type)
                                          : g_object_ref (part->content);

    if (!part->enabled)
      continue;
    placard_form_append (filled, part->name, is_place && !is_named ? source->name : part->file_name,
                         content);
    placed = placed || is_place;
  }
  if (!placed) {
    g_autoptr (PlacardBody) file = fill_place (NULL, source->spool, real_type);

    placard_form_append (filled, PLACARD_FORWARD_FIELD, source->name, file);
  }
  return filled;
}

static PlacardBody *
fill_body (PlacardBody *place, const PlacardForwardSource *source, const char *real_type)
{
  g_autoptr (PlacardForm) empty = placard_form_new ();
  g_autoptr (PlacardForm) form = NULL;
  PlacardForm *own = place ? placard_body_get_form (place) : empty;

  if (!own)
    return placard_body_is_one_shot (place) ? fill_place (place, source->spool, real_type)
                                            : g_object_ref (place);
  form = fill_form (own, source, real_type);
  return placard_body_new_form (form);
}

static gboolean
check_place (PlacardRequest *target, GError **error)
{
  PlacardBody *place = placard_request_get_body (target);

  if (!place || placard_body_get_form (place) || placard_body_is_one_shot (place))
    return TRUE;
  g_set_error_literal (error, PLACARD_ERROR, PLACARD_ERROR_INVALID_BODY,
                       _ ("The target of the forwarding has a body of its own and no place for the "
                          "picture: use “--form NAME=@-” or “--upload-file -”"));
  return FALSE;
}

/* Whole by what the server announced, and by what the format says. */
static gboolean
is_whole (const PlacardForwardSource *source)
{
  return source->spool && placard_spool_get_state (source->spool) == PLACARD_SPOOL_COMPLETE &&
         placard_spool_get_size (source->spool) > 0 &&
         (!source->verdict ||
          placard_verdict_get_completeness (source->verdict) != PLACARD_COMPLETENESS_INCOMPLETE);
}

PlacardRequest *
placard_forward_build (PlacardRequest *target, const PlacardForwardSource *source, GError **error)
{
  g_autoptr (PlacardRequest) request = NULL;
  g_autoptr (PlacardBody) body = NULL;
  PlacardMediaType type =
      source->verdict ? placard_verdict_get_sniffed (source->verdict) : PLACARD_MEDIA_BINARY;

  if (!is_whole (source)) {
    g_set_error_literal (error, PLACARD_ERROR, PLACARD_ERROR_TRUNCATED,
                         _ ("Only a whole answer can be forwarded; this one is not"));
    return NULL;
  }
  if (!check_place (target, error))
    return NULL;
  request = placard_request_copy (target);
  body = fill_body (placard_request_get_body (target), source, placard_media_type_to_mime (type));
  placard_request_set_body (request, body);
  return g_steal_pointer (&request);
}

PlacardRequest *
placard_forward_build_from_exchange (PlacardRequest *target,
                                     PlacardExchange *exchange,
                                     GError **error)
{
  g_autofree char *name = placard_exchange_suggest_name (exchange);
  const PlacardForwardSource source = {
      .spool = placard_fetch_get_spool (placard_exchange_get_fetch (exchange)),
      .verdict = placard_exchange_get_verdict (exchange),
      .name = name,
  };

  return placard_forward_build (target, &source, error);
}

PlacardRequest *
placard_forward_load_target (const char *path, GError **error)
{
  const char *const arguments[] = {"--profile", path, NULL};
  g_autoptr (PlacardRequest) target = placard_request_new ();
  g_autoptr (GInputStream) place = g_memory_input_stream_new ();
  g_autoptr (PlacardOptions) options =
      placard_options_parse (arguments, NULL, target, place, error);

  if (!options || !check_place (target, error))
    return NULL;
  return g_steal_pointer (&target);
}

void
placard_forward_as_part (PlacardRequest *target,
                         const char *field,
                         const char *file_name,
                         const char *type)
{
  PlacardBody *old = placard_request_get_body (target);
  PlacardForm *old_form = old ? placard_body_get_form (old) : NULL;
  g_autoptr (PlacardForm) form = placard_form_new ();
  g_autoptr (PlacardBody) place = make_place (type);
  g_autoptr (PlacardBody) body = NULL;
  GPtrArray *parts = old_form ? placard_form_get_parts (old_form) : NULL;

  for (guint i = 0; parts && i < parts->len; i++) {
    const PlacardFormPart *part = g_ptr_array_index (parts, i);

    if (part->enabled && !placard_body_is_one_shot (part->content))
      placard_form_append (form, part->name, part->file_name, part->content);
  }
  placard_form_append (form, field, file_name ? file_name : "-", place);
  body = placard_body_new_form (form);
  placard_request_set_body (target, body);
}

void
placard_forward_as_body (PlacardRequest *target)
{
  g_autoptr (PlacardBody) place = make_place (NULL);

  placard_request_set_body (target, place);
}
