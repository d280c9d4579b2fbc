/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fixture-connection.h"

#include <stdlib.h>
#include <string.h>

/* The table of fixture-server.h: a path, or a prefix that ends in "/", and what it does. */

#define OK "HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\n"
#define PART 65536

typedef void (*Handler) (FixtureConnection *self, const char *rest);

gboolean
fixture_send_pattern (FixtureConnection *self, guint64 offset, guint64 n_bytes)
{
  g_autofree guint8 *part = g_malloc (PART);

  while (n_bytes > 0) {
    gsize n = MIN (n_bytes, PART);

    fixture_pattern (part, n, offset);
    if (!fixture_send (self, part, n))
      return FALSE;
    offset += n;
    n_bytes -= n;
  }
  return TRUE;
}

/* --- good answers ------------------------------------------------------------------------------ */

static void
serve_bytes (FixtureConnection *self, const char *rest)
{
  guint64 n = g_ascii_strtoull (rest, NULL, 10);

  self->keep = fixture_print (self, OK "Content-Length: %" G_GUINT64_FORMAT "\r\n\r\n", n) &&
               (g_str_equal (self->method, "HEAD") || fixture_send_pattern (self, 0, n));
}

static void
serve_slow (FixtureConnection *self, const char *rest)
{
  g_auto (GStrv) numbers = g_strsplit (rest, "/", 3);
  guint64 total = g_ascii_strtoull (numbers[0], NULL, 10);
  guint64 part = MAX (g_ascii_strtoull (numbers[1], NULL, 10), 1);
  guint pause = g_ascii_strtoull (numbers[2], NULL, 10);

  fixture_print (self, OK "Content-Length: %" G_GUINT64_FORMAT "\r\n\r\n", total);
  for (guint64 at = 0; at < total; at += part)
    if (!fixture_send_pattern (self, at, MIN (part, total - at)) || !fixture_sleep (self, pause))
      return;
  self->keep = TRUE;
}

static void
serve_chunked (FixtureConnection *self, const char *rest)
{
  guint64 total = g_ascii_strtoull (rest, NULL, 10);

  fixture_print (self, OK "Transfer-Encoding: chunked\r\n\r\n");
  for (guint64 at = 0; at < total; at += 1000) {
    guint64 n = MIN (1000, total - at);

    if (!fixture_print (self, "%" G_GINT64_MODIFIER "x\r\n", n) ||
        !fixture_send_pattern (self, at, n) || !fixture_print (self, "\r\n"))
      return;
  }
  self->keep = fixture_print (self, "0\r\n\r\n");
}

static void
serve_eof (FixtureConnection *self, const char *rest)
{
  fixture_print (self, OK "Connection: close\r\n\r\n");
  fixture_send_pattern (self, 0, g_ascii_strtoull (rest, NULL, 10));
}

static void
serve_echo (FixtureConnection *self, const char *rest)
{
  g_autoptr (GString) text = g_string_new (self->head);
  char buffer[4096];
  gssize n;

  g_string_append (text, "\r\n");
  while ((n = fixture_read_body (self, buffer, sizeof buffer)) > 0)
    g_string_append_len (text, buffer, n);
  fixture_answer (self, "200 OK", "Content-Type: text/plain\r\n", text->str, text->len);
}

static void
serve_upload (FixtureConnection *self, const char *rest)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree guint8 *buffer = g_malloc (PART);
  g_autofree char *text = NULL;
  guint pause = g_ascii_strtoull (rest, NULL, 10);
  guint64 total = 0;
  gssize n;

  while ((n = fixture_read_body (self, buffer, PART)) > 0) {
    g_checksum_update (checksum, buffer, n);
    total += n;
    if (pause)
      g_usleep (pause * 1000);
  }
  if (n < 0)
    return;
  text = g_strdup_printf ("%" G_GUINT64_FORMAT " %s\n", total, g_checksum_get_string (checksum));
  fixture_answer (self, "200 OK", "Content-Type: text/plain\r\n", text, strlen (text));
}

static char *
get_parameter (FixtureConnection *self, const char *name)
{
  g_autoptr (GHashTable) parameters =
      g_uri_parse_params (self->query ? self->query : "", -1, "&", G_URI_PARAMS_NONE, NULL);

  return parameters ? g_strdup (g_hash_table_lookup (parameters, name)) : NULL;
}

static void
serve_file (FixtureConnection *self, const char *rest)
{
  g_autofree char *name = g_uri_unescape_string (rest, "/");
  g_autofree char *path = self->root && name ? g_build_filename (self->root, name, NULL) : NULL;
  g_autofree char *type = get_parameter (self, "type");
  g_autofree char *disposition = get_parameter (self, "name");
  g_autofree char *body = NULL;
  g_autoptr (GString) fields = g_string_new (NULL);
  gsize n = 0;

  if (!path || !g_file_get_contents (path, &body, &n, NULL)) {
    fixture_answer (self, "404 Not Found", "", "", 0);
    return;
  }
  if (type)
    g_string_append_printf (fields, "Content-Type: %s\r\n", type);
  if (disposition)
    g_string_append_printf (fields, "Content-Disposition: %s\r\n", disposition);
  fixture_answer (self, "200 OK", fields->str, body, n);
}

static void
serve_status (FixtureConnection *self, const char *rest)
{
  g_autofree char *status = g_strdup_printf ("%s Status", rest);
  g_autofree char *body = g_strdup_printf ("This is status %s.\n", rest);

  fixture_answer (self, status, "Content-Type: text/plain\r\n", body, strlen (body));
}

/* The query's pairs as header fields. (transfer full) */
static char *
format_fields (FixtureConnection *self)
{
  GString *fields = g_string_new (NULL);
  g_auto (GStrv) pairs = g_strsplit (self->query ? self->query : "", "&", -1);

  for (guint i = 0; pairs[i]; i++) {
    char *value = strchr (pairs[i], '=');
    g_autofree char *decoded = value ? g_uri_unescape_string (value + 1, NULL) : NULL;

    if (decoded)
      g_string_append_printf (fields, "%.*s: %s\r\n", (int) (value - pairs[i]), pairs[i], decoded);
  }
  return g_string_free (fields, FALSE);
}

static void
serve_head (FixtureConnection *self, const char *rest)
{
  g_autofree char *fields = format_fields (self);

  fixture_answer (self, "200 OK", fields, "ok", 2);
}

static void
serve_answer (FixtureConnection *self, const char *rest)
{
  g_autofree char *fields = format_fields (self);
  g_autofree char *status = g_strdup_printf ("%s Answer", rest);

  fixture_answer (self, status, fields, "ok", 2);
}

/* A server that knows what it sent before. */
static void
serve_validated (FixtureConnection *self, const char *rest)
{
  g_autofree char *fields = format_fields (self);
  const char *tag = fixture_get_field (self, "If-None-Match");
  const char *since = fixture_get_field (self, "If-Modified-Since");

  if ((tag && strstr (fields, tag)) || (!tag && since && strstr (fields, since)))
    fixture_answer (self, "304 Not Modified", fields, "", 0);
  else
    fixture_answer (self, "200 OK", fields, "ok", 2);
}

static void
serve_early_hints (FixtureConnection *self, const char *rest)
{
  for (int i = 0; i < 3; i++)
    fixture_print (self, "HTTP/1.1 103 Early Hints\r\nLink: </x>; rel=preload\r\n\r\n");
  fixture_answer (self, "200 OK", "", "ok", 2);
}

static void
serve_stats (FixtureConnection *self, const char *rest)
{
  g_autofree char *text = fixture_server_format_stats (self->server);

  fixture_answer (self, "200 OK", "Content-Type: application/json\r\n", text, strlen (text));
}

static void
serve_requests (FixtureConnection *self, const char *rest)
{
  g_autofree char *text = fixture_server_format_requests (self->server);

  fixture_answer (self, "200 OK", "Content-Type: text/plain\r\n", text, strlen (text));
}

/* --- redirects, cookies, credentials ----------------------------------------------------------- */

static void
serve_redirect (FixtureConnection *self, const char *rest)
{
  const char *to = self->query && g_str_has_prefix (self->query, "to=") ? self->query + 3 : "";
  g_autofree char *location = g_uri_unescape_string (to, NULL);
  g_autofree char *status = g_strdup_printf ("%s Redirect", rest);
  g_autofree char *field = g_strdup_printf ("Location: %s\r\n", location ? location : to);

  fixture_answer (self, status, field, "elsewhere", 9);
}

static void
serve_chain (FixtureConnection *self, const char *rest)
{
  guint64 left = g_ascii_strtoull (rest, NULL, 10);
  g_autofree char *field = g_strdup_printf ("Location: /chain/%" G_GUINT64_FORMAT "\r\n", left - 1);

  if (left == 0)
    fixture_answer (self, "200 OK", "", "arrived", 7);
  else
    fixture_answer (self, "302 Found", field, "", 0);
}

static void
serve_loop (FixtureConnection *self, const char *rest)
{
  fixture_answer (self, "302 Found", "Location: /loop\r\n", "", 0);
}

static void
serve_set_cookie (FixtureConnection *self, const char *rest)
{
  fixture_answer (self, "200 OK", "Set-Cookie: sid=1; Path=/\r\n", "set", 3);
}

static void
serve_cookies (FixtureConnection *self, const char *rest)
{
  const char *cookies = fixture_get_field (self, "Cookie");

  cookies = cookies ? cookies : "";
  fixture_answer (self, "200 OK", "", cookies, strlen (cookies));
}

static void
serve_client_certificate (FixtureConnection *self, const char *rest)
{
  GTlsCertificate *certificate =
      G_IS_TLS_CONNECTION (self->stream)
          ? g_tls_connection_get_peer_certificate (G_TLS_CONNECTION (self->stream))
          : NULL;
  g_autofree char *subject =
      certificate ? g_tls_certificate_get_subject_name (certificate) : g_strdup ("");

  fixture_answer (self, "200 OK", "", subject, strlen (subject));
}

static void
serve_basic (FixtureConnection *self, const char *rest)
{
  if (g_strcmp0 (fixture_get_field (self, "Authorization"), "Basic dTpw") == 0)
    fixture_answer (self, "200 OK", "", "welcome", 7);
  else
    fixture_answer (self, "401 Unauthorized", "WWW-Authenticate: Basic realm=\"r\"\r\n", "who?", 4);
}

/* RFC 7616 with MD5 and qop=auth; the nonce is always the same. */
static gboolean
is_digest_right (FixtureConnection *self, const char *answer)
{
  g_autoptr (GRegex) regex = g_regex_new ("(\\w+)=\"?([^\",]*)\"?", 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  g_autoptr (GHashTable) values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autofree char *ha1 = g_compute_checksum_for_string (G_CHECKSUM_MD5, "u:r:p", -1);
  g_autofree char *a2 = NULL, *ha2 = NULL, *all = NULL, *response = NULL;

  g_regex_match (regex, answer, 0, &match);
  for (; g_match_info_matches (match); g_match_info_next (match, NULL))
    g_hash_table_replace (values, g_match_info_fetch (match, 1), g_match_info_fetch (match, 2));
  a2 = g_strdup_printf ("%s:%s", self->method, (char *) g_hash_table_lookup (values, "uri"));
  ha2 = g_compute_checksum_for_string (G_CHECKSUM_MD5, a2, -1);
  all = g_strdup_printf ("%s:n0nce:%s:%s:auth:%s", ha1, (char *) g_hash_table_lookup (values, "nc"),
                         (char *) g_hash_table_lookup (values, "cnonce"), ha2);
  response = g_compute_checksum_for_string (G_CHECKSUM_MD5, all, -1);
  return g_strcmp0 (response, g_hash_table_lookup (values, "response")) == 0;
}

static void
serve_digest (FixtureConnection *self, const char *rest)
{
  const char *answer = fixture_get_field (self, "Authorization");

  if (answer && g_str_has_prefix (answer, "Digest ") && is_digest_right (self, answer))
    fixture_answer (self, "200 OK", "", "welcome", 7);
  else
    fixture_answer (self, "401 Unauthorized",
                    "WWW-Authenticate: Digest realm=\"r\", nonce=\"n0nce\", qop=\"auth\"\r\n",
                    "who?", 4);
}

/* The request that is being served counts already. */
static void
serve_flaky (FixtureConnection *self, const char *rest)
{
  g_auto (GStrv) words = g_strsplit (rest, "/", 2);
  guint so_far = fixture_server_count_target (self->server, self->path);

  if (so_far > g_ascii_strtoull (words[0], NULL, 10))
    serve_bytes (self, "1000");
  else if (g_str_equal (words[1], "reset"))
    fixture_reset (self);
  else if (g_str_equal (words[1], "stall"))
    while (fixture_sleep (self, 60 * 1000))
      ;
  else
    fixture_answer (self, words[1], "Retry-After: 0\r\n", "later", 5);
}

static void
serve_resume (FixtureConnection *self, const char *rest)
{
  const char *range = fixture_get_field (self, "Range");
  gboolean changed = g_str_equal (rest, "changed");

  if (!range) {
    fixture_print (self, OK "ETag: %s\r\nContent-Length: 1000\r\n\r\n",
                   g_str_equal (rest, "weak") ? "W/\"a\"" : "\"a\"");
    fixture_send_pattern (self, 0, 500);
  } else if (changed || g_str_equal (rest, "whole")) {
    fixture_print (self, OK "ETag: %s\r\nContent-Length: 1000\r\n\r\n",
                   changed ? "\"b\"" : "\"a\"");
    fixture_send_pattern (self, 0, 1000);
  } else {
    guint from = g_str_equal (rest, "wrong-range") ? 400 : 500;

    fixture_print (self,
                   "HTTP/1.1 206 Partial Content\r\nETag: \"a\"\r\nContent-Length: %u\r\n"
                   "Content-Range: bytes %u-999/1000\r\n\r\n",
                   1000 - from, from);
    fixture_send_pattern (self, from, 1000 - from);
  }
}

/* --- the table --------------------------------------------------------------------------------- */

static const struct {
  const char *path; /* a prefix when it ends in "/" or "-" */
  Handler handler;
} handlers[] = {
    {"/bytes/", serve_bytes},
    {"/slow/", serve_slow},
    {"/chunked/", serve_chunked},
    {"/eof/", serve_eof},
    {"/echo", serve_echo},
    {"/upload", serve_upload},
    {"/upload-slow/", serve_upload},
    {"/file/", serve_file},
    {"/status/", serve_status},
    {"/head", serve_head},
    {"/answer/", serve_answer},
    {"/validated", serve_validated},
    {"/flaky/", serve_flaky},
    {"/resume/", serve_resume},
    {"/early-hints", serve_early_hints},
    {"/stats", serve_stats},
    {"/requests", serve_requests},
    {"/redirect/", serve_redirect},
    {"/chain/", serve_chain},
    {"/loop", serve_loop},
    {"/set-cookie", serve_set_cookie},
    {"/cookies", serve_cookies},
    {"/client-certificate", serve_client_certificate},
    {"/basic", serve_basic},
    {"/digest", serve_digest},
};

gboolean
fixture_matches (const char *path, const char *pattern, const char **rest)
{
  gsize length = strlen (pattern);
  gboolean prefix = pattern[length - 1] == '/' || pattern[length - 1] == '-';

  if (strncmp (path, pattern, length) != 0 || (!prefix && path[length] != '\0'))
    return FALSE;
  *rest = path + length;
  return TRUE;
}

void
fixture_handle (FixtureConnection *self)
{
  const char *rest;

  if (fixture_handle_fault (self))
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (handlers); i++) {
    if (fixture_matches (self->path, handlers[i].path, &rest)) {
      handlers[i].handler (self, rest);
      return;
    }
  }
  fixture_answer (self, "404 Not Found", "Content-Type: text/plain\r\n", "no such handler\n", 16);
}
