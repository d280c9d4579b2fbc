/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Invariant: what was found is a picture by its first bytes, an address, or a list of them; what it is in
 * the end the verdict over the inner bytes says. */
#include "config.h"

#include "placard-answer.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "placard-answer-private.h"
#include "placard-answer-search.h"
#include "placard-charset.h"
#include "placard-error.h"
#include "placard-inline.h"
#include "placard-json-pointer.h"
#include "placard-json-string.h"
#include "placard-mask.h"
#include "placard-media-type.h"
#include "placard-multipart.h"
#include "placard-quoted-printable.h"
#include "placard-transcode.h"
#include "placard-url.h"

#define SLICE_BYTES 65536
#define MAX_URLS 1000

/* One search, while it goes on. */
typedef struct {
  PlacardResponse *response;
  PlacardSpool *spool;
  const char *directory;
  GCancellable *cancellable;
  gboolean guessing;
} Finder;

static PlacardAnswer *
answer_new (const Finder *finder, PlacardAnswerKind kind, const char *prefix, const char *argument)
{
  return placard_answer_new (kind, g_strconcat (prefix, argument, NULL), finder->guessing);
}

/* --- addresses --------------------------------------------------------------------------------- */

/* Relative to the answer's own. Nothing but http and https comes out: an answer reaches no local file. */
static char *
resolve (const Finder *finder, const char *place, const char *address, GError **error)
{
  const char *base = finder->response ? placard_response_get_url (finder->response) : NULL;
  g_autofree char *absolute =
      g_uri_resolve_relative (base, address, PLACARD_URL_FLAGS | G_URI_FLAGS_PARSE_RELAXED, NULL);
  g_autoptr (GUri) uri = absolute ? placard_url_parse (absolute, NULL, NULL, NULL) : NULL;
  g_autofree char *public = NULL;

  if (uri)
    return g_uri_to_string_partial (uri, G_URI_HIDE_FRAGMENT);
  public = placard_mask_url (address);
  g_set_error (error, PLACARD_ERROR, PLACARD_ERROR_NOT_AN_IMAGE,
               /* Translators: an address, then a place such as /data/img */
               _ ("“%s” at %s is no address that can be fetched"), public, place);
  return NULL;
}

static PlacardAnswer *
answer_from_urls (PlacardAnswer *answer)
{
  answer->kind = answer->urls->len > 1 ? PLACARD_ANSWER_URLS : PLACARD_ANSWER_URL;
  return answer;
}

/* --- bytes ------------------------------------------------------------------------------------- */

typedef gboolean (*SliceFunc) (gpointer data, const char *bytes, gsize n_bytes, GError **error);

static gboolean
for_each_slice (const Finder *finder,
                PlacardSpool *spool,
                goffset start,
                goffset end,
                SliceFunc func,
                gpointer data,
                GError **error)
{
  g_autofree char *slice = g_malloc (SLICE_BYTES);

  while (start < end) {
    gssize n = placard_spool_read_at (spool, start, slice, MIN (SLICE_BYTES, end - start), error);

    if (n < 0 || g_cancellable_set_error_if_cancelled (finder->cancellable, error))
      return FALSE;
    if (n == 0)
      break;
    if (!func (data, slice, n, error))
      return FALSE;
    start += n;
  }
  return TRUE;
}

static gboolean
feed_plain (gpointer data, const char *bytes, gsize n_bytes, GError **error)
{
  return placard_inline_decoder_feed (data, bytes, n_bytes, error);
}

static gboolean
append_plain (gpointer data, const char *bytes, gsize n_bytes, GError **error)
{
  return placard_spool_append (data, bytes, n_bytes, error);
}

typedef struct {
  PlacardInlineDecoder *decoder;
  PlacardJsonUnescaper unescaper;
  GString *text;
} JsonFeed;

static gboolean
feed_json (gpointer data, const char *bytes, gsize n_bytes, GError **error)
{
  JsonFeed *feed = data;

  /* The reader has checked the escapes already. */
  g_string_truncate (feed->text, 0);
  placard_json_unescape (&feed->unescaper, bytes, n_bytes, feed->text);
  return placard_inline_decoder_feed (feed->decoder, feed->text->str, feed->text->len, error);
}

/* Decodes a range of text, a JSON string's inside when @is_json, into @answer's spool. */
static gboolean
decode_range (const Finder *finder,
              PlacardSpool *spool,
              goffset start,
              goffset end,
              gboolean is_json,
              PlacardAnswer *answer,
              GError **error)
{
  g_autoptr (PlacardSpool) into = placard_spool_new (finder->directory, error);
  g_autoptr (PlacardInlineDecoder) decoder = into ? placard_inline_decoder_new (into) : NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  JsonFeed feed = {.decoder = decoder, .text = text};
  g_autoptr (GError) reason = NULL;

  if (!into)
    return FALSE;
  if (!for_each_slice (finder, spool, start, end, is_json ? feed_json : feed_plain,
                       is_json ? (gpointer) &feed : decoder, &reason) ||
      !placard_inline_decoder_end (decoder, &reason)) {
    if (g_error_matches (reason, PLACARD_ERROR, PLACARD_ERROR_UNDECODABLE))
      g_set_error (error, PLACARD_ERROR, PLACARD_ERROR_UNDECODABLE,
                   /* Translators: a place such as json:/data/img, then a reason such as
                    * "character 17 is “!”, which is no base64" */
                   _ ("The picture at %s cannot be decoded: %s"), answer->place, reason->message);
    else
      g_propagate_error (error, g_steal_pointer (&reason));
    return FALSE;
  }
  placard_spool_seal (into, PLACARD_SPOOL_COMPLETE);
  answer->content_type = g_strdup (placard_inline_decoder_get_content_type (decoder));
  answer->spool = g_steal_pointer (&into);
  return TRUE;
}

/* --- JSON -------------------------------------------------------------------------------------- */

static PlacardAnswer *
answer_from_candidates (const Finder *finder,
                        PlacardSpool *spool,
                        const char *pointer,
                        GPtrArray *found,
                        GError **error)
{
  const PlacardAnswerCandidate *best = g_ptr_array_index (found, 0);
  g_autoptr (PlacardAnswer) answer = answer_new (finder, PLACARD_ANSWER_BYTES, "json:", pointer);

  if (!best->text) {
    if (!decode_range (finder, spool, best->value.start + 1, best->value.end - 1, TRUE, answer,
                       error))
      return NULL;
    return g_steal_pointer (&answer);
  }
  for (guint i = 0; i < found->len && i < MAX_URLS; i++) {
    const PlacardAnswerCandidate *candidate = g_ptr_array_index (found, i);
    char *url = resolve (finder, candidate->pointer, candidate->text, i ? NULL : error);

    if (url)
      g_ptr_array_add (answer->urls, url);
    else if (i == 0)
      return NULL;
  }
  return answer_from_urls (g_steal_pointer (&answer));
}

static PlacardAnswer *
guess_in_json (const Finder *finder, PlacardSpool *spool, GError **error)
{
  g_autoptr (GPtrArray) found = placard_answer_search (spool, finder->cancellable);
  const PlacardAnswerCandidate *best;

  if (!found->len)
    return NULL;
  best = g_ptr_array_index (found, 0);
  /* An inline picture that is broken is told; a text that only looked like an address is not. */
  return answer_from_candidates (finder, spool, best->pointer, found, best->text ? NULL : error);
}

static void
set_wrong_type (GError **error, const char *pointer)
{
  g_set_error (error, PLACARD_ERROR, PLACARD_ERROR_NOT_AN_IMAGE,
               _ ("What is at %s in the answer is neither a picture in base64 nor an address"),
               pointer);
}

/* The string at @value as a candidate; %NULL when it cannot be one. */
static PlacardAnswerCandidate *
candidate_from_string (PlacardSpool *spool, const PlacardJsonValue *value, const char *pointer)
{
  g_autoptr (PlacardJsonReader) reader = placard_json_reader_new_at (spool, value->start);
  PlacardJsonToken token;
  PlacardAnswerCandidate *candidate;
  PlacardAnswerText kind;

  if (value->type != PLACARD_JSON_STRING || !placard_json_reader_next (reader, &token, NULL))
    return NULL;
  kind = placard_answer_text_classify (placard_json_reader_get_text (reader),
                                       !placard_json_reader_is_text_cut (reader));
  if (kind == PLACARD_ANSWER_TEXT_NOTHING)
    return NULL;
  candidate = g_new0 (PlacardAnswerCandidate, 1);
  candidate->pointer = g_strdup (pointer);
  candidate->kind = kind;
  candidate->value = *value;
  if (kind <= PLACARD_ANSWER_TEXT_PICTURE)
    candidate->text = g_strstrip (g_strdup (placard_json_reader_get_text (reader)));
  return candidate;
}

/* A list of addresses; what in it is none is left out. */
static void
add_list (PlacardSpool *spool, const PlacardJsonValue *list, const char *pointer, GPtrArray *found)
{
  g_autoptr (PlacardJsonReader) reader = placard_json_reader_new_at (spool, list->start);
  PlacardJsonToken token;

  if (!placard_json_reader_next (reader, &token, NULL))
    return;
  for (guint i = 0; found->len < MAX_URLS; i++) {
    g_autofree char *child = g_strdup_printf ("%s/%u", pointer, i);
    PlacardAnswerCandidate *candidate;
    PlacardJsonValue value;

    if (!placard_json_reader_next (reader, &token, NULL) || token == PLACARD_JSON_ARRAY_END)
      return;
    value = (PlacardJsonValue){token, placard_json_reader_get_start (reader), 0};
    if (!placard_json_reader_skip_value (reader, token, NULL))
      return;
    value.end = placard_json_reader_get_end (reader);
    candidate = candidate_from_string (spool, &value, child);
    if (candidate)
      g_ptr_array_add (found, candidate);
  }
}

static PlacardAnswer *
find_in_json (const Finder *finder, PlacardSpool *spool, const char *pointer, GError **error)
{
  g_autoptr (GPtrArray) found =
      g_ptr_array_new_with_free_func ((GDestroyNotify) placard_answer_candidate_free);
  PlacardAnswerCandidate *candidate;
  PlacardJsonValue value;

  if (!placard_json_pointer_find (spool, pointer, &value, error))
    return NULL;
  if (value.type == PLACARD_JSON_ARRAY)
    add_list (spool, &value, pointer, found);
  candidate = candidate_from_string (spool, &value, pointer);
  if (candidate)
    g_ptr_array_add (found, candidate);
  if (!found->len) {
    set_wrong_type (error, pointer);
    return NULL;
  }
  return answer_from_candidates (finder, spool, pointer, found, error);
}

/* --- text -------------------------------------------------------------------------------------- */

/* The first characters of a text in UTF-8, behind its mark. */
static char *
read_start (PlacardSpool *spool, goffset *offset, gboolean *whole)
{
  g_autofree char *start = g_malloc0 (PLACARD_JSON_TEXT_BYTES + 1);
  gssize n = placard_spool_read_at (spool, 0, start, PLACARD_JSON_TEXT_BYTES, NULL);

  *whole = n == placard_spool_get_size (spool);
  *offset = placard_charset_mark_length ("UTF-8", (guint8 *) start, MAX (n, 0));
  return g_strdup (start + *offset);
}

static PlacardAnswer *
find_in_text (const Finder *finder, PlacardSpool *spool, GError **error)
{
  goffset offset;
  gboolean whole;
  g_autofree char *start = read_start (spool, &offset, &whole);
  PlacardAnswerText kind = placard_answer_text_classify (start, whole);
  g_autoptr (PlacardAnswer) answer = NULL;

  if (finder->guessing &&
      (kind == PLACARD_ANSWER_TEXT_INLINE || kind == PLACARD_ANSWER_TEXT_ADDRESS ||
       kind == PLACARD_ANSWER_TEXT_RELATIVE))
    kind = PLACARD_ANSWER_TEXT_NOTHING;
  if (kind == PLACARD_ANSWER_TEXT_NOTHING) {
    if (!finder->guessing)
      g_set_error_literal (error, PLACARD_ERROR, PLACARD_ERROR_NOT_AN_IMAGE,
                           _ ("The answer's text is neither a picture in base64 nor an address"));
    return NULL;
  }
  answer = answer_new (finder, PLACARD_ANSWER_BYTES, "text", NULL);
  if (kind > PLACARD_ANSWER_TEXT_PICTURE) {
    if (!decode_range (finder, spool, offset, placard_spool_get_size (spool), FALSE, answer, error))
      return NULL;
    return g_steal_pointer (&answer);
  }
  {
    char *url = resolve (finder, answer->place, g_strstrip (start), error);

    if (!url)
      return NULL;
    g_ptr_array_add (answer->urls, url);
  }
  return answer_from_urls (g_steal_pointer (&answer));
}

/* --- parts ------------------------------------------------------------------------------------- */

static gboolean
is_encoded (const PlacardPart *part)
{
  return part->encoding && strcmp (part->encoding, "base64") == 0;
}

/* What a part's first bytes are. */
static PlacardMediaType
sniff_part (PlacardSpool *spool, const PlacardPart *part)
{
  char start[PLACARD_MEDIA_SNIFF_BYTES + 1] = "";
  gsize length = MIN (PLACARD_MEDIA_SNIFF_BYTES, part->end - part->start);
  gssize n = placard_spool_read_at (spool, part->start, start, length, NULL);

  if (is_encoded (part))
    return placard_inline_sniff (start);
  return placard_media_type_sniff ((const guint8 *) start, MAX (n, 0),
                                   n == part->end - part->start);
}

static PlacardPart *
choose_part (PlacardSpool *spool, GPtrArray *parts, const char *name, guint *number)
{
  guint64 wanted = 0;

  for (guint i = 0; i < parts->len; i++) {
    PlacardPart *part = g_ptr_array_index (parts, i);

    *number = i + 1;
    if (name ? g_strcmp0 (part->name, name) == 0
             : placard_media_type_is_image (sniff_part (spool, part)))
      return part;
  }
  if (!name || !g_ascii_string_to_unsigned (name, 10, 1, parts->len, &wanted, NULL))
    return NULL;
  *number = wanted;
  return g_ptr_array_index (parts, wanted - 1);
}

typedef struct {
  PlacardQuotedPrintable decoder;
  GString *text;
  PlacardSpool *into;
} QuotedFeed;

static gboolean
feed_quoted (gpointer data, const char *bytes, gsize n_bytes, GError **error)
{
  QuotedFeed *feed = data;

  g_string_truncate (feed->text, 0);
  placard_quoted_printable_feed (&feed->decoder, bytes, n_bytes, feed->text);
  return placard_spool_append (feed->into, feed->text->str, feed->text->len, error);
}

/* A part's bytes, quoted-printable undone where it says so. */
static gboolean
copy_part (const Finder *finder, const PlacardPart *part, PlacardSpool *into, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  QuotedFeed feed = {.text = text, .into = into};
  gboolean copied;

  if (g_strcmp0 (part->encoding, "quoted-printable") != 0)
    return for_each_slice (finder, finder->spool, part->start, part->end, append_plain, into,
                           error);
  copied =
      for_each_slice (finder, finder->spool, part->start, part->end, feed_quoted, &feed, error);
  g_string_truncate (text, 0);
  placard_quoted_printable_end (&feed.decoder, text);
  return copied && placard_spool_append (into, text->str, text->len, error);
}

static PlacardAnswer *
answer_from_part (const Finder *finder, const PlacardPart *part, guint number, GError **error)
{
  g_autofree char *counted = g_strdup_printf ("%u", number);
  g_autoptr (PlacardAnswer) answer = answer_new (
      finder, PLACARD_ANSWER_BYTES, "part:", part->name && *part->name ? part->name : counted);

  if (is_encoded (part)) {
    if (!decode_range (finder, finder->spool, part->start, part->end, FALSE, answer, error))
      return NULL;
  } else {
    answer->spool = placard_spool_new (finder->directory, error);
    if (!answer->spool || !copy_part (finder, part, answer->spool, error))
      return NULL;
    placard_spool_seal (answer->spool,
                        part->whole ? PLACARD_SPOOL_COMPLETE : PLACARD_SPOOL_INCOMPLETE);
  }
  g_free (answer->content_type);
  answer->content_type = g_strdup (part->content_type);
  answer->disposition = g_strdup (part->disposition);
  return g_steal_pointer (&answer);
}

static PlacardAnswer *
find_in_parts (const Finder *finder, const char *content_type, const char *name, GError **error)
{
  g_autoptr (GPtrArray) parts =
      placard_multipart_parse (finder->spool, content_type, finder->cancellable, error);
  PlacardPart *part;
  guint number;

  if (!parts)
    return NULL;
  part = choose_part (finder->spool, parts, name, &number);
  if (part)
    return answer_from_part (finder, part, number, error);
  if (name)
    g_set_error (error, PLACARD_ERROR, PLACARD_ERROR_NOT_AN_IMAGE,
                 ngettext ("The answer has no part “%s”; it has %u part",
                           "The answer has no part “%s”; it has %u parts", parts->len),
                 name, parts->len);
  return NULL;
}

PlacardAnswer *
placard_answer_take_part (PlacardSpool *spool,
                          const PlacardPart *part,
                          guint number,
                          const char *directory,
                          GCancellable *cancellable,
                          GError **error)
{
  Finder finder = {.spool = spool, .directory = directory, .cancellable = cancellable};

  return answer_from_part (&finder, part, number, error);
}

/* --- all of them ------------------------------------------------------------------------------- */

static gboolean
looks_like_json (PlacardSpool *text)
{
  goffset offset;
  gboolean whole;
  g_autofree char *start = read_start (text, &offset, &whole);
  char first = start[strspn (start, " \t\r\n")];

  return first == '{' || first == '[' || first == '"';
}

/* Only texts have pictures in them; a page has some too, but those are not what was asked for. */
static PlacardAnswer *
guess (const Finder *finder, const char *content_type, GError **error)
{
  g_autoptr (PlacardSpool) text = NULL;
  guint8 start[PLACARD_MEDIA_SNIFF_BYTES];
  gssize n = placard_spool_read_at (finder->spool, 0, start, sizeof start, NULL);
  PlacardMediaType type = placard_media_type_sniff (start, MAX (n, 0), TRUE);

  if (content_type && g_ascii_strncasecmp (content_type, "multipart/", 10) == 0)
    return find_in_parts (finder, content_type, NULL, NULL);
  if (type != PLACARD_MEDIA_JSON && type != PLACARD_MEDIA_TEXT)
    return NULL;
  text = placard_transcode (finder->spool, content_type, finder->directory, finder->cancellable,
                            error);
  if (!text)
    return NULL;
  return looks_like_json (text) ? guess_in_json (finder, text, error)
                                : find_in_text (finder, text, error);
}

static PlacardAnswer *
find_configured (const Finder *finder,
                 PlacardImageAt place,
                 const char *argument,
                 const char *content_type,
                 GError **error)
{
  g_autoptr (PlacardSpool) text = NULL;

  if (place == PLACARD_IMAGE_AT_PART)
    return find_in_parts (finder, content_type, argument, error);
  text = placard_transcode (finder->spool, content_type, finder->directory, finder->cancellable,
                            error);
  if (!text)
    return NULL;
  return place == PLACARD_IMAGE_AT_JSON ? find_in_json (finder, text, argument, error)
                                        : find_in_text (finder, text, error);
}

PlacardAnswer *
placard_answer_find (PlacardResponse *response,
                     PlacardSpool *spool,
                     const char *image_at,
                     const char *directory,
                     GCancellable *cancellable,
                     GError **error)
{
  Finder finder = {
      .response = response, .spool = spool, .directory = directory, .cancellable = cancellable};
  const char *content_type = response ? placard_response_get_content_type (response) : NULL;
  PlacardImageAt place;
  const char *argument;

  if (!placard_image_at_parse (image_at, &place, &argument, error) ||
      place == PLACARD_IMAGE_AT_BODY)
    return NULL;
  finder.guessing = place == PLACARD_IMAGE_AT_AUTO;
  return finder.guessing ? guess (&finder, content_type, error)
                         : find_configured (&finder, place, argument, content_type, error);
}
