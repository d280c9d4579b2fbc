/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "placard-body.h"
#include "placard-field.h"
#include "placard-policy.h"
#include "placard-saving.h"
#include "placard-token-step.h"
#include "placard-transport.h"

G_BEGIN_DECLS

typedef enum {
  PLACARD_AUTH_NONE,
  PLACARD_AUTH_BASIC,          /* user, password: sent with the first request, as curl does */
  PLACARD_AUTH_BEARER,         /* token */
  PLACARD_AUTH_API_KEY_HEADER, /* key name, token */
  PLACARD_AUTH_API_KEY_QUERY,  /* key name, token */
  PLACARD_AUTH_DIGEST,         /* user, password: never anything weaker */
} PlacardAuth;

/* Limits; times in milliseconds, 0 means none. Defaults are RELIABILITY's: connect 15 s, first byte
 * 30 s, idle 30 s, header total 60 s, body under 100 B/s over 30 s, 512 MiB, 20 redirects. */
typedef struct {
  gint64 connect_ms;
  gint64 first_byte_ms;
  gint64 idle_ms;
  gint64 headers_ms;
  gint64 total_ms;
  gint64 low_speed_bytes; /* bytes a second */
  gint64 low_speed_ms;
  goffset max_body_bytes;
  guint max_redirects;
} PlacardLimits;

#define PLACARD_TYPE_REQUEST (placard_request_get_type ())
/* An inert description of one request: knows no network, sends nothing, holds no state of a transfer.
 * Belongs to one thread at a time; a fetch takes a copy. Emits "changed" after each change. */
G_DECLARE_FINAL_TYPE (PlacardRequest, placard_request, PLACARD, REQUEST, GObject)

PlacardRequest *placard_request_new (void);
PlacardRequest *placard_request_copy (PlacardRequest *self);

/* The URL as it was typed; without a scheme "https://" is meant (http:// for loopback hosts). */
const char *placard_request_get_url (PlacardRequest *self);
void placard_request_set_url (PlacardRequest *self, const char *url);

/* %NULL: derived, GET or, with a body, POST. */
const char *placard_request_get_method (PlacardRequest *self);
void placard_request_set_method (PlacardRequest *self, const char *method);
/* What goes on the wire. */
const char *placard_request_get_effective_method (PlacardRequest *self);

/* Header fields in order, duplicates allowed. (element-type PlacardField) (transfer none) */
GPtrArray *placard_request_get_headers (PlacardRequest *self);
void placard_request_append_header (PlacardRequest *self, const char *name, const char *value);
void placard_request_set_headers (PlacardRequest *self, GPtrArray *headers);

/* Parameters added to the URL's own query, encoded exactly once. (element-type PlacardField) */
GPtrArray *placard_request_get_query (PlacardRequest *self);
void placard_request_append_query (PlacardRequest *self, const char *name, const char *value);
void placard_request_set_query (PlacardRequest *self, GPtrArray *query);
/* Both at once, with one "changed". */
void placard_request_set_address (PlacardRequest *self, const char *url, GPtrArray *query);

PlacardAuth placard_request_get_auth (PlacardRequest *self);
const char *placard_request_get_auth_user (PlacardRequest *self); /* user, or the name of the key */
const char *placard_request_get_auth_secret (PlacardRequest *self); /* password, token or key */
void placard_request_set_auth (PlacardRequest *self,
                               PlacardAuth auth,
                               const char *user,
                               const char *secret);

/* (nullable) (transfer none) */
PlacardBody *placard_request_get_body (PlacardRequest *self);
void placard_request_set_body (PlacardRequest *self, PlacardBody *body);

const PlacardLimits *placard_request_get_limits (PlacardRequest *self);
void placard_request_set_limits (PlacardRequest *self, const PlacardLimits *limits);

/* The Fetch standard's modes: cache, credentials, integrity, ... (transfer none): set its options in place,
 * or give a whole one, which is copied and tells "changed". */
PlacardPolicy *placard_request_get_policy (PlacardRequest *self);
void placard_request_set_policy (PlacardRequest *self, const PlacardPolicy *policy);

/* How it reaches its server: redirect mode, proxy, client certificate, ... (transfer none). */
const PlacardTransport *placard_request_get_transport (PlacardRequest *self);
void placard_request_set_transport (PlacardRequest *self, const PlacardTransport *transport);

/* What a window does with the answer by itself. (transfer none) */
const PlacardSaving *placard_request_get_saving (PlacardRequest *self);
void placard_request_set_saving (PlacardRequest *self, const PlacardSaving *saving);

/* The request that is sent before this one, for a token or for cookies. (transfer none) */
const PlacardTokenStep *placard_request_get_token_step (PlacardRequest *self);
void placard_request_set_token_step (PlacardRequest *self, const PlacardTokenStep *step);

/* Where in the answer the picture is, as placard_image_at_parse() reads it; %NULL: found by itself. */
const char *placard_request_get_image_at (PlacardRequest *self);
void placard_request_set_image_at (PlacardRequest *self, const char *place);

/* What the bytes of the answer are taken for, as placard_treatment_parse() reads it; %NULL: the verdict's. */
const char *placard_request_get_treat_as (PlacardRequest *self);
void placard_request_set_treat_as (PlacardRequest *self, const char *word);

/* Whether the last good picture is kept, to be shown when the server cannot be reached (BM20); never for
 * private requests. */
gboolean placard_request_get_keep_last_good (PlacardRequest *self);
void placard_request_set_keep_last_good (PlacardRequest *self, gboolean keep);
/* Absolute path of the file that is shown when the server cannot be reached (BM21), or %NULL. */
const char *placard_request_get_offline_file (PlacardRequest *self);
void placard_request_set_offline_file (PlacardRequest *self, const char *path);

/* Absolute path of a PEM file of trusted authorities, or %NULL for the system's. */
const char *placard_request_get_ca_file (PlacardRequest *self);
void placard_request_set_ca_file (PlacardRequest *self, const char *path);

/* Whether a Host header of the person's own is sent; else it is refused as managed (HD11). */
gboolean placard_request_get_allow_host (PlacardRequest *self);
void placard_request_set_allow_host (PlacardRequest *self, gboolean allow);

/* Whether what has no value in {{name}} and ${NAME} is missed; see placard-variables.h. */
gboolean placard_request_get_expands (PlacardRequest *self);
void placard_request_set_expands (PlacardRequest *self, gboolean expands);
/* The value of {{@name}}, or %NULL. */
const char *placard_request_get_variable (PlacardRequest *self, const char *name);
/* @value: (nullable): %NULL takes it back */
void placard_request_set_variable (PlacardRequest *self, const char *name, const char *value);
/* Sorted. (transfer full) (element-type utf8) */
GPtrArray *placard_request_list_variables (PlacardRequest *self);

/* Absolute path of the profile that it was read from or last kept in, or %NULL. No part of what is sent. */
const char *placard_request_get_profile (PlacardRequest *self);
void placard_request_set_profile (PlacardRequest *self, const char *path);
/* The URL, resolved against that of the profile when it is relative: see placard_url_resolve().
 * (transfer full) */
char *placard_request_dup_absolute_url (PlacardRequest *self);

/* Whether the files of a form go out one by one, each in a request of its own with all the other fields:
 * see placard-batch-item.h, which makes them. A fetch itself sends the form as it is. */
gboolean placard_request_get_one_per_file (PlacardRequest *self);
void placard_request_set_one_per_file (PlacardRequest *self, gboolean one_per_file);

/* Whether TRACE may be sent. */
gboolean placard_request_get_allow_trace (PlacardRequest *self);
void placard_request_set_allow_trace (PlacardRequest *self, gboolean allow);

/**
 * placard_request_move_userinfo:
 *
 * Takes "user:password@" out of the URL and makes Basic credentials of it, unless there are some. For the
 * moment when typing ends: what is sent never has it in the URI anyway. Returns whether it did.
 */
gboolean placard_request_move_userinfo (PlacardRequest *self);

/**
 * placard_request_validate:
 * @field: (out) (optional) (nullable): what is wrong: "url", "method", "body", "auth", "policy",
 *   "variable" (a reference without a value), or "header:N", "query:N" with the index in the arrays above; for the editor to mark
 *
 * Whether the request can be sent: URL (scheme, host code points, RFC 3986 parse), method token
 * (RFC 9110 section 9.1; CONNECT and TRACE refused), header names and values (RFC 9110 section 5.1 and
 * 5.5, no CR, LF, NUL), managed headers (RELIABILITY, "Injection and traps"), no body with GET or HEAD.
 */
gboolean placard_request_validate (PlacardRequest *self, char **field, GError **error);

/**
 * placard_request_build_uri:
 *
 * The URI that is sent: scheme added, query appended and encoded, IDN as punycode, userinfo taken out.
 */
GUri *placard_request_build_uri (PlacardRequest *self, GError **error);

/**
 * placard_request_build_headers:
 *
 * Every header field that Placard itself decides to send, in order: the configured ones, then the
 * defaults that were not overridden (User-Agent, Accept, Accept-Encoding: identity), the credentials as
 * a field, the body's Content-Type. Content-Length and Host are libsoup's.
 * (transfer full) (element-type PlacardField)
 */
GPtrArray *placard_request_build_headers (PlacardRequest *self);

G_END_DECLS
