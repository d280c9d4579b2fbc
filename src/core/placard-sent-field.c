/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-sent-field.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "placard-header.h"
#include "placard-redirect.h"

void
placard_sent_field_free (PlacardSentField *field)
{
  g_free (field->name);
  g_free (field->value);
  g_free (field);
}

static PlacardSentField *
add (GPtrArray *fields, const char *name, const char *value, const char *reason)
{
  PlacardSentField *field = g_new0 (PlacardSentField, 1);

  field->name = g_strdup (name);
  field->value = g_strdup (value);
  field->reason = reason;
  g_ptr_array_add (fields, field);
  return field;
}

static void
add_managed (GPtrArray *fields, const char *name, const char *value)
{
  add (fields, name, value, placard_header_get_managed_reason (name))->managed = TRUE;
}

static const char *
reason_of (const PlacardField *field)
{
  static const struct {
    const char *name;
    const char *reason;
  } rows[] = {
      {"User-Agent", N_ ("Added unless another is set")},
      {"Accept", N_ ("Added unless another is set: pictures first")},
      {"Accept-Encoding", N_ ("Added unless another is set: pictures are compressed already")},
      {"Content-Type", N_ ("Follows from the body")},
      {"Range", N_ ("Follows from the range that is asked for")},
  };

  if (g_strcmp0 (field->name, "Accept-Encoding") == 0 && g_strcmp0 (field->value, "identity") != 0)
    return _ (rows[0].reason); /* that was asked for */
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    if (g_ascii_strcasecmp (field->name, rows[i].name) == 0)
      return _ (rows[i].reason);
  return _ ("Follows from the credentials");
}

static guint
count_own (GPtrArray *headers)
{
  guint n = 0;

  for (guint i = 0; i < headers->len; i++)
    n += placard_header_is_sent (g_ptr_array_index (headers, i));
  return n;
}

static void
add_defaults (GPtrArray *fields, PlacardRequest *request)
{
  g_autoptr (GPtrArray) built = placard_request_build_headers (request);

  /* The request's own come first. */
  for (guint i = count_own (placard_request_get_headers (request)); i < built->len; i++) {
    const PlacardField *field = g_ptr_array_index (built, i);

    add (fields, field->name, field->value, reason_of (field))->secret = field->secret;
  }
}

static gboolean
has_host (PlacardRequest *request)
{
  const PlacardField *host =
      placard_field_list_find (placard_request_get_headers (request), "Host");

  return host && host->value && placard_request_get_allow_host (request);
}

static void
add_host (GPtrArray *fields, PlacardRequest *request)
{
  g_autoptr (GUri) uri = placard_request_build_uri (request, NULL);
  g_autofree char *host = uri ? placard_redirect_format_host (uri) : NULL;

  if (!has_host (request))
    add_managed (fields, "Host", host);
}

/* RFC 9110, section 8.6: a method that has a body by its meaning says that there is none. */
static gboolean
expects_body (const char *method)
{
  static const char *const methods[] = {"POST", "PUT", "PATCH", NULL};

  return g_strv_contains (methods, method);
}

/* Bytes that Content-Length announces; -1: it is sent in chunks, -2: there is nothing to announce. */
static goffset
announced_length (PlacardRequest *request)
{
  PlacardBody *body = placard_request_get_body (request);

  if (body)
    return placard_body_get_length (body);
  return expects_body (placard_request_get_effective_method (request)) ? 0 : -2;
}

static void
add_framing (GPtrArray *fields, PlacardRequest *request)
{
  goffset length = announced_length (request);
  g_autofree char *text = g_strdup_printf ("%" G_GOFFSET_FORMAT, length);

  if (length >= 0)
    add_managed (fields, "Content-Length", text);
  else if (length == -1)
    add_managed (fields, "Transfer-Encoding", "chunked");
}

GPtrArray *
placard_sent_field_list (PlacardRequest *request)
{
  GPtrArray *fields = g_ptr_array_new_with_free_func ((GDestroyNotify) placard_sent_field_free);

  g_return_val_if_fail (PLACARD_IS_REQUEST (request), fields);

  add_defaults (fields, request);
  add_host (fields, request);
  add_framing (fields, request);
  add_managed (fields, "Connection", "Keep-Alive");
  return fields;
}

static char *
get_length_notice (PlacardRequest *request, const char *written)
{
  goffset length = announced_length (request);
  g_autofree char *text = g_strdup_printf ("%" G_GOFFSET_FORMAT, length);
  g_autofree char *stripped = g_strstrip (g_strdup (written));

  if (length == -2)
    return g_strdup (_ ("There is no body: Content-Length is not sent"));
  if (length == -1)
    return g_strdup (_ ("The body's length is known at its end only: Content-Length is not sent"));
  if (strcmp (stripped, text) == 0)
    return NULL;
  return g_strdup_printf (_ ("Content-Length says %s, but the body has %s bytes: that is sent"),
                          stripped, text);
}

char *
placard_sent_field_get_notice (PlacardRequest *request, const PlacardField *header)
{
  PlacardBody *body = placard_request_get_body (request);

  if (!header->enabled || !header->value)
    return NULL;
  if (placard_header_is_content_length (header->name, header->value))
    return get_length_notice (request, header->value);
  if (body && placard_body_get_form (body) &&
      placard_header_lacks_boundary (header->name, header->value))
    return g_strdup (_ ("The form's boundary is added to this type when it is sent"));
  return NULL;
}
