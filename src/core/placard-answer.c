/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-answer.h"

#include "placard-answer-private.h"

G_DEFINE_BOXED_TYPE (PlacardAnswer, placard_answer, placard_answer_ref, placard_answer_unref)

PlacardAnswer *
placard_answer_new (PlacardAnswerKind kind, char *place, gboolean guessed)
{
  PlacardAnswer *self = g_new0 (PlacardAnswer, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->kind = kind;
  self->place = place;
  self->guessed = guessed;
  self->urls = g_ptr_array_new_with_free_func (g_free);
  return self;
}

PlacardAnswer *
placard_answer_new_address (const char *url)
{
  PlacardAnswer *self = placard_answer_new (PLACARD_ANSWER_URL, g_strdup (url), FALSE);

  g_ptr_array_add (self->urls, g_strdup (url));
  return self;
}

PlacardAnswer *
placard_answer_ref (PlacardAnswer *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
placard_answer_unref (PlacardAnswer *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_clear_object (&self->spool);
  g_ptr_array_unref (self->urls);
  g_free (self->place);
  g_free (self->content_type);
  g_free (self->disposition);
  g_free (self);
}

PlacardAnswerKind
placard_answer_get_kind (const PlacardAnswer *self)
{
  return self->kind;
}

const char *
placard_answer_get_place (const PlacardAnswer *self)
{
  return self->place;
}

gboolean
placard_answer_was_guessed (const PlacardAnswer *self)
{
  return self->guessed;
}

PlacardSpool *
placard_answer_get_spool (const PlacardAnswer *self)
{
  return self->spool;
}

GPtrArray *
placard_answer_get_urls (const PlacardAnswer *self)
{
  return self->urls;
}

static void
append_header (GPtrArray *headers, const char *name, const char *value)
{
  if (value)
    g_ptr_array_add (headers, placard_response_header_new (name, value));
}

/* RFC 9110 section 8, RFC 9530: what is said of the outer body is not true of a piece of it. */
static gboolean
describes_body (const char *name)
{
  static const char *const names[] = {
      "Content-Type",     "Content-Disposition",
      "Content-Length",   "Content-Encoding",
      "Content-Language", "Content-Range",
      "Content-Location", "Content-MD5",
      "Content-Digest",   "Repr-Digest",
      "Digest",           "Transfer-Encoding",
      "Accept-Ranges",    "ETag",
      "Last-Modified",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_ascii_strcasecmp (name, names[i]) == 0)
      return TRUE;
  return FALSE;
}

static void
append_outer (GPtrArray *headers, GPtrArray *outer)
{
  for (guint i = 0; i < outer->len; i++) {
    const PlacardResponseHeader *header = g_ptr_array_index (outer, i);

    if (!describes_body (header->name))
      append_header (headers, header->name, header->value);
  }
}

PlacardResponse *
placard_answer_make_response (const PlacardAnswer *self, PlacardResponse *outer)
{
  g_autoptr (GPtrArray) headers =
      g_ptr_array_new_with_free_func ((GDestroyNotify) placard_response_header_free);
  PlacardResponseFacts facts = {.status = 200, .headers = headers};

  append_header (headers, "Content-Type", self->content_type);
  append_header (headers, "Content-Disposition", self->disposition);
  if (outer) {
    facts.status = placard_response_get_status (outer);
    facts.status_text = placard_response_get_status_text (outer);
    facts.url = placard_response_get_url (outer);
    facts.http_version = placard_response_get_http_version (outer);
    facts.hops = placard_response_get_hops (outer);
    facts.method = placard_response_get_method (outer);
    facts.certificate = placard_response_get_certificate (outer);
    facts.excepted = placard_response_is_excepted (outer);
    append_outer (headers, placard_response_get_headers (outer));
  }
  return placard_response_new (&facts);
}
