/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether a request can be sent: the first thing that is wrong with it, in a sentence, and where. */
#include "placard-request.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "placard-error.h"
#include "placard-header.h"
#include "placard-local.h"
#include "placard-variables.h"

static gboolean
fail_at (char **field, const char *where, guint index)
{
  if (field)
    *field =
        g_str_has_suffix (where, ":") ? g_strdup_printf ("%s%u", where, index) : g_strdup (where);
  return FALSE;
}

static gboolean
validate_headers (PlacardRequest *self, char **field, GError **error)
{
  GPtrArray *headers = placard_request_get_headers (self);

  for (guint i = 0; i < headers->len; i++) {
    const PlacardField *header = g_ptr_array_index (headers, i);

    if (header->enabled && !placard_header_check (header->name, header->value,
                                                  placard_request_get_allow_host (self), error))
      return fail_at (field, "header:", i);
  }
  return TRUE;
}

static gboolean
validate_query (PlacardRequest *self, char **field, GError **error)
{
  GPtrArray *query = placard_request_get_query (self);

  for (guint i = 0; i < query->len; i++) {
    const PlacardField *parameter = g_ptr_array_index (query, i);

    if (parameter->enabled && !parameter->encoded && !*parameter->name &&
        (!parameter->value || !*parameter->value)) {
      g_set_error_literal (error, PLACARD_ERROR, PLACARD_ERROR_INVALID_URL,
                           _ ("A query parameter has neither name nor value"));
      return fail_at (field, "query:", i);
    }
  }
  return TRUE;
}

static gboolean
has_control_character (const char *text)
{
  for (const char *at = text ? text : ""; *at; at++)
    if (g_ascii_iscntrl (*at))
      return TRUE;
  return FALSE;
}

static const char *
find_auth_fault (PlacardAuth auth, const char *user, const char *secret)
{
  gboolean has_user = user && *user;

  if (auth != PLACARD_AUTH_NONE && (has_control_character (user) || has_control_character (secret)))
    return _ ("The credentials have a line break or another control character in them");

  switch (auth) {
  case PLACARD_AUTH_BASIC:
  case PLACARD_AUTH_DIGEST:
    /* RFC 7617, section 2: the first colon ends the name. */
    return has_user && strchr (user, ':') ? _ ("A user name cannot have a colon in it") : NULL;
  case PLACARD_AUTH_BEARER:
    return secret && *secret ? NULL : _ ("The bearer token is empty");
  case PLACARD_AUTH_API_KEY_HEADER:
    return has_user ? NULL : _ ("The API key's header has no name");
  case PLACARD_AUTH_API_KEY_QUERY:
    return has_user ? NULL : _ ("The API key's query parameter has no name");
  case PLACARD_AUTH_NONE:
    break;
  }
  return NULL;
}

static gboolean
validate_auth (PlacardRequest *self, char **field, GError **error)
{
  PlacardAuth auth = placard_request_get_auth (self);
  const char *user = placard_request_get_auth_user (self);
  const char *secret = placard_request_get_auth_secret (self);
  const char *fault = find_auth_fault (auth, user, secret);

  if (fault) {
    g_set_error_literal (error, PLACARD_ERROR, PLACARD_ERROR_INVALID_HEADER, fault);
    return fail_at (field, "auth", 0);
  }
  if (auth == PLACARD_AUTH_API_KEY_HEADER && !placard_header_check (user, secret, FALSE, error))
    return fail_at (field, "auth", 0);
  return TRUE;
}

static gboolean
method_has_no_body (const char *method)
{
  return g_ascii_strcasecmp (method, "GET") == 0 || g_ascii_strcasecmp (method, "HEAD") == 0 ||
         g_ascii_strcasecmp (method, "TRACE") == 0;
}

/* Two boundaries, and no server could find the parts. */
static gboolean
validate_boundary (PlacardRequest *self, char **field, GError **error)
{
  GPtrArray *headers = placard_request_get_headers (self);
  PlacardBody *body = placard_request_get_body (self);

  if (!body || !placard_body_get_form (body))
    return TRUE;
  for (guint i = 0; i < headers->len; i++) {
    const PlacardField *header = g_ptr_array_index (headers, i);

    if (!header->enabled || !header->value ||
        g_ascii_strcasecmp (header->name, "Content-Type") != 0 ||
        !strstr (header->value, "boundary="))
      continue;
    g_set_error_literal (
        error, PLACARD_ERROR, PLACARD_ERROR_INVALID_HEADER,
        _ ("The header Content-Type has a boundary that is not the form's: leave the "
           "boundary out, it is added"));
    return fail_at (field, "header:", i);
  }
  return TRUE;
}

static gboolean
validate_body (PlacardRequest *self, char **field, GError **error)
{
  const char *method = placard_request_get_effective_method (self);
  PlacardBody *body = placard_request_get_body (self);
  const char *type = body ? placard_body_get_content_type (body) : NULL;

  if (body && method_has_no_body (method)) {
    g_set_error (error, PLACARD_ERROR, PLACARD_ERROR_INVALID_BODY,
                 _ ("A %s request has no body: choose another method or remove the body"), method);
    return fail_at (field, "body", 0);
  }
  if (type && !placard_header_check ("Content-Type", type, FALSE, error))
    return fail_at (field, "body", 0);
  return TRUE;
}

static gboolean
validate_expanded (PlacardRequest *self, char **field, GError **error)
{
  g_autoptr (GUri) uri = NULL;
  const char *method;
  gboolean allow_trace;

  method = placard_request_get_method (self);
  allow_trace = placard_request_get_allow_trace (self);
  if (method && !placard_header_check_method (method, allow_trace, error))
    return fail_at (field, "method", 0);
  uri = placard_request_build_uri (self, error);
  if (!uri)
    return fail_at (field, "url", 0);
  if (!placard_policy_validate (placard_request_get_policy (self), error))
    return fail_at (field, "policy", 0);
  return validate_headers (self, field, error) && validate_query (self, field, error) &&
         validate_auth (self, field, error) && validate_body (self, field, error) &&
         validate_boundary (self, field, error);
}

gboolean
placard_request_validate (PlacardRequest *self, char **field, GError **error)
{
  g_autoptr (PlacardRequest) expanded = NULL;

  g_return_val_if_fail (PLACARD_IS_REQUEST (self), FALSE);

  if (field)
    *field = NULL;
  /* Nothing of it is sent. */
  if (placard_local_is_local (placard_request_get_url (self)))
    return TRUE;
  expanded = placard_variables_expand (self, error);
  if (!expanded)
    return fail_at (field, "variable", 0);
  return validate_expanded (expanded, field, error);
}
