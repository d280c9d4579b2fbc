/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each Access-Control header by itself. The checks are those of the verdict: a finding gives them an answer
 * in which everything but the one header is as it should be. */
#include "placard-cors.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "placard-field-value.h"
#include "placard-preflight.h"
#include "placard-response.h"

#define ALLOW_ORIGIN "Access-Control-Allow-Origin"
#define ALLOW_CREDENTIALS "Access-Control-Allow-Credentials"
#define ALLOW_METHODS "Access-Control-Allow-Methods"
#define ALLOW_HEADERS "Access-Control-Allow-Headers"
#define EXPOSE_HEADERS "Access-Control-Expose-Headers"
#define MAX_AGE "Access-Control-Max-Age"

static void
finding_free (PlacardCorsFinding *finding)
{
  g_free (finding->value);
  g_free (finding->sentence);
  g_free (finding);
}

/* @problem: (nullable); @praise: (transfer full): said when there is none */
static PlacardCorsFinding *
add (GPtrArray *findings, const char *name, GPtrArray *headers, const GError *problem, char *praise)
{
  PlacardCorsFinding *finding = g_new0 (PlacardCorsFinding, 1);

  finding->name = name;
  finding->value = *name ? placard_field_value_combine (headers, name) : NULL;
  finding->good = problem == NULL;
  finding->sentence = problem ? g_strdup (problem->message) : g_strdup (praise);
  g_free (praise);
  g_ptr_array_add (findings, finding);
  return finding;
}

/* An answer that has of @answer only the fields of one name. (transfer full) */
static GPtrArray *
make_ideal (const PlacardCorsRequest *request, const PlacardCorsAnswer *answer, const char *name)
{
  GPtrArray *headers =
      g_ptr_array_new_with_free_func ((GDestroyNotify) placard_response_header_free);

  for (guint i = 0; answer->headers && i < answer->headers->len; i++) {
    const PlacardResponseHeader *header = g_ptr_array_index (answer->headers, i);

    if (g_ascii_strcasecmp (header->name, name) == 0)
      g_ptr_array_add (headers, placard_response_header_new (header->name, header->value));
  }
  if (strcmp (name, ALLOW_ORIGIN) != 0)
    g_ptr_array_add (headers, placard_response_header_new (ALLOW_ORIGIN, request->origin));
  if (strcmp (name, ALLOW_CREDENTIALS) != 0)
    g_ptr_array_add (headers, placard_response_header_new (ALLOW_CREDENTIALS, "true"));
  return headers;
}

/* Whether @name alone lets the answer pass. */
static void
add_checked (GPtrArray *findings,
             const PlacardCorsRequest *request,
             const PlacardCorsAnswer *answer,
             const char *name,
             const char *praise)
{
  g_autoptr (GPtrArray) headers = make_ideal (request, answer, name);
  PlacardCorsAnswer ideal = {answer->status, headers};
  g_autoptr (GError) error = NULL;

  placard_cors_check_answer (request, &ideal, &error);
  add (findings, name, answer->headers, error, g_strdup (praise));
}

/* What both answers are checked for. */
static void
add_common (GPtrArray *findings, const PlacardCorsRequest *request, const PlacardCorsAnswer *answer)
{
  add_checked (findings, request, answer, ALLOW_ORIGIN, _ ("The page’s origin may have it"));
  if (request->credentials)
    add_checked (findings, request, answer, ALLOW_CREDENTIALS, _ ("Credentials may go along"));
}

static void
add_method (GPtrArray *findings, const PlacardCorsRequest *request, const PlacardCorsAnswer *answer)
{
  g_autoptr (GPtrArray) headers = make_ideal (request, answer, ALLOW_METHODS);
  PlacardCorsAnswer ideal = {204, headers};
  PlacardCorsRequest bare = *request;
  g_autoptr (GError) error = NULL;

  bare.headers = NULL;
  placard_preflight_check (&bare, &ideal, NULL, &error);
  add (findings, ALLOW_METHODS, answer->headers, error,
       g_strdup_printf (_ ("The method %s is allowed"), request->method));
}

static void
add_header (GPtrArray *findings,
            const PlacardCorsRequest *request,
            const PlacardCorsAnswer *answer,
            const char *name)
{
  g_autoptr (GPtrArray) headers = make_ideal (request, answer, ALLOW_HEADERS);
  g_autoptr (GPtrArray) fields = placard_field_list_new ();
  PlacardCorsAnswer ideal = {204, headers};
  PlacardCorsRequest bare = *request;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < request->headers->len; i++) {
    const PlacardField *field = g_ptr_array_index (request->headers, i);

    if (field->enabled && g_ascii_strcasecmp (field->name, name) == 0)
      g_ptr_array_add (fields, placard_field_copy (field));
  }
  bare.method = "GET";
  bare.headers = fields;
  placard_preflight_check (&bare, &ideal, NULL, &error);
  add (findings, ALLOW_HEADERS, answer->headers, error,
       g_strdup_printf (_ ("The header field %s is allowed"), name));
}

static void
add_status (GPtrArray *findings, const PlacardCorsRequest *request, const PlacardCorsAnswer *answer)
{
  g_autoptr (GPtrArray) headers = make_ideal (request, answer, "");
  PlacardCorsAnswer ideal = {answer->status, headers};
  PlacardCorsRequest bare = *request;
  g_autoptr (GError) error = NULL;

  bare.method = "GET";
  bare.headers = NULL;
  placard_preflight_check (&bare, &ideal, NULL, &error);
  add (findings, "", answer->headers, error,
       g_strdup_printf (_ ("The preflight was answered with status %u"), answer->status));
}

static void
add_max_age (GPtrArray *findings,
             const PlacardCorsRequest *request,
             const PlacardCorsAnswer *answer)
{
  guint seconds;

  if (!placard_preflight_check (request, answer, &seconds, NULL))
    return;
  add (findings, MAX_AGE, answer->headers, NULL,
       g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "The permission counts for %u second",
                                     "The permission counts for %u seconds", seconds),
                        seconds));
}

static void
add_preflight (GPtrArray *findings,
               const PlacardCorsRequest *request,
               const PlacardCorsAnswer *preflight)
{
  g_autoptr (PlacardCorsClass) class = placard_cors_classify (request);
  guint first = findings->len;

  add_status (findings, request, preflight);
  add_common (findings, request, preflight);
  if (!class->safe_method)
    add_method (findings, request, preflight);
  for (char **name = class->unsafe_headers; *name; name++)
    add_header (findings, request, preflight, *name);
  add_max_age (findings, request, preflight);
  for (guint i = first; i < findings->len; i++)
    ((PlacardCorsFinding *) g_ptr_array_index (findings, i))->of_preflight = TRUE;
}

GPtrArray *
placard_cors_list_findings (const PlacardCorsRequest *request,
                            const PlacardCorsAnswer *preflight,
                            const PlacardCorsAnswer *answer)
{
  GPtrArray *findings = g_ptr_array_new_with_free_func ((GDestroyNotify) finding_free);
  g_autofree char *exposed = NULL;

  if (preflight)
    add_preflight (findings, request, preflight);
  if (!answer)
    return findings;
  add_common (findings, request, answer);
  exposed = placard_field_value_combine (answer->headers, EXPOSE_HEADERS);
  if (exposed)
    add (findings, EXPOSE_HEADERS, answer->headers, NULL,
         g_strdup_printf (_ ("Scripts may read besides: %s"), exposed));
  return findings;
}
