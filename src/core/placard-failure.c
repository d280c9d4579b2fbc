/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-failure.h"

#include "placard-certificate.h"
#include "placard-error.h"
#include "placard-redirect.h"

#include <glib/gi18n-lib.h>
#include <libsoup/soup.h>
#include <locale.h>
#include <string.h>

/* libsoup stops there. */
#define HEAD_LIMIT (64 * 1024)

char *
placard_failure_format_count (goffset count)
{
  const char *separator = localeconv ()->thousands_sep;
  g_autofree char *digits = g_strdup_printf ("%" G_GOFFSET_FORMAT, count);
  gsize n = strlen (digits);
  GString *out = g_string_new (NULL);

  if (!separator || !*separator)
    separator = ",";
  for (gsize i = 0; i < n; i++) {
    if (i > 0 && (n - i) % 3 == 0 && digits[i - 1] != '-')
      g_string_append (out, separator);
    g_string_append_c (out, digits[i]);
  }
  return g_string_free (out, FALSE);
}

GError *
placard_failure_truncated (goffset received, goffset expected, const GError *cause)
{
  g_autofree char *got = placard_failure_format_count (received);
  g_autofree char *wanted = placard_failure_format_count (expected);

  if (cause && expected >= 0)
    return g_error_new (PLACARD_ERROR, PLACARD_ERROR_TRUNCATED,
                        _ ("The connection broke after %s of %s bytes"), got, wanted);
  if (cause)
    return g_error_new (PLACARD_ERROR, PLACARD_ERROR_TRUNCATED,
                        _ ("The connection broke after %s bytes, before the end of the answer"),
                        got);
  if (expected >= 0)
    return g_error_new (PLACARD_ERROR, PLACARD_ERROR_TRUNCATED,
                        _ ("The server closed the connection after %s of %s bytes"), got, wanted);
  return g_error_new (PLACARD_ERROR, PLACARD_ERROR_TRUNCATED,
                      _ ("The server closed the connection after %s bytes, before the end of the "
                         "answer"),
                      got);
}

static char *
find_system_proxy (GUri *uri)
{
  g_autofree char *text = g_uri_to_string_partial (uri, G_URI_HIDE_USERINFO | G_URI_HIDE_QUERY);
  g_auto (GStrv) proxies =
      g_proxy_resolver_lookup (g_proxy_resolver_get_default (), text, NULL, NULL);
  g_autoptr (GUri) proxy = NULL;

  if (!proxies || !proxies[0] || g_str_has_prefix (proxies[0], "direct:"))
    return NULL;
  proxy = g_uri_parse (proxies[0], G_URI_FLAGS_NONE, NULL);
  return g_strdup (proxy && g_uri_get_host (proxy) ? g_uri_get_host (proxy) : proxies[0]);
}

char *
placard_failure_find_proxy (const PlacardRoute *route, GUri *uri)
{
  return route->proxy ? g_strdup (route->proxy_host) : find_system_proxy (uri);
}

static void
append_reason (GString *text, const char *reason)
{
  g_string_append (text, text->len ? "; " : "");
  g_string_append (text, reason);
}

static char *
format_date (GDateTime *date)
{
  return date ? g_date_time_format (date, "%Y-%m-%d") : g_strdup ("?");
}

char *
placard_failure_format_certificate (GTlsCertificate *certificate, GTlsCertificateFlags flags)
{
  GString *text = g_string_new (NULL);
  g_autoptr (GDateTime) from = g_tls_certificate_get_not_valid_before (certificate);
  g_autoptr (GDateTime) until = g_tls_certificate_get_not_valid_after (certificate);
  g_autofree char *from_text = format_date (from);
  g_autofree char *until_text = format_date (until);

  if (flags & G_TLS_CERTIFICATE_EXPIRED) {
    g_autofree char *reason = g_strdup_printf (_ ("it expired on %s"), until_text);
    append_reason (text, reason);
  }
  if (flags & G_TLS_CERTIFICATE_NOT_ACTIVATED) {
    g_autofree char *reason = g_strdup_printf (_ ("it is not valid before %s"), from_text);
    append_reason (text, reason);
  }
  if (flags & G_TLS_CERTIFICATE_BAD_IDENTITY)
    append_reason (text, _ ("it was made for another name"));
  if (flags & G_TLS_CERTIFICATE_UNKNOWN_CA)
    append_reason (text, _ ("it is not signed by an authority that this computer trusts"));
  if (flags & G_TLS_CERTIFICATE_REVOKED)
    append_reason (text, _ ("it was revoked"));
  if (flags & G_TLS_CERTIFICATE_INSECURE)
    append_reason (text, _ ("its algorithm is too weak"));
  if (text->len == 0)
    append_reason (text, _ ("it cannot be checked"));
  return g_string_free (text, FALSE);
}

static GError *
describe_certificate (const PlacardFailureFacts *facts, const char *host)
{
  GTlsCertificate *certificate = facts->certificate;
  g_autoptr (GDateTime) from = g_tls_certificate_get_not_valid_before (certificate);
  g_autoptr (GDateTime) until = g_tls_certificate_get_not_valid_after (certificate);
  g_autofree char *reasons =
      placard_failure_format_certificate (certificate, facts->certificate_errors);
  g_autofree char *subject = g_tls_certificate_get_subject_name (certificate);
  g_autofree char *issuer = g_tls_certificate_get_issuer_name (certificate);
  g_autofree char *from_text = format_date (from);
  g_autofree char *until_text = format_date (until);
  g_autofree char *fingerprint = placard_certificate_format_fingerprint (certificate);

  return g_error_new (
      PLACARD_ERROR, PLACARD_ERROR_TLS,
      facts->certificate_changed
          ? _ ("The certificate of %s has changed since an "
               "exception was made for it, and the new one is not acceptable: %s. It names %s, was "
               "issued by "
               "%s, is valid from %s to %s, and has the SHA-256 fingerprint %s.")
          : _ ("The certificate of %s is not acceptable: %s. It names %s, was issued by "
               "%s, is valid from %s to %s, and has the SHA-256 fingerprint %s."),
      host, reasons, subject ? subject : "?", issuer ? issuer : "?", from_text, until_text,
      fingerprint);
}

static GError *
describe_tls (const GError *cause, const PlacardFailureFacts *facts, const char *host)
{
  if (g_error_matches (cause, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE) && facts->certificate)
    return describe_certificate (facts, host);
  if (g_error_matches (cause, G_TLS_ERROR, G_TLS_ERROR_CERTIFICATE_REQUIRED))
    return g_error_new (PLACARD_ERROR, PLACARD_ERROR_TLS,
                        _ ("%s wants a client certificate, and the request has none"), host);
  if (facts->phase == PLACARD_PHASE_TLS)
    return g_error_new (PLACARD_ERROR, PLACARD_ERROR_TLS,
                        _ ("No TLS connection to %s came about; perhaps this port speaks no TLS: "
                           "%s"),
                        host, cause->message);
  return g_error_new (PLACARD_ERROR, PLACARD_ERROR_TLS, _ ("The TLS connection to %s broke: %s"),
                      host, cause->message);
}

static gboolean
is_connecting (PlacardPhase phase)
{
  return phase == PLACARD_PHASE_QUEUED || phase == PLACARD_PHASE_RESOLVING ||
         phase == PLACARD_PHASE_CONNECTING;
}

static gboolean
is_unreachable (const GError *cause)
{
  return g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_HOST_UNREACHABLE) ||
         g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_NETWORK_UNREACHABLE) ||
         g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_HOST_NOT_FOUND);
}

static GError *
describe_resolver (const GError *cause, const char *name)
{
  if (cause->code == G_RESOLVER_ERROR_TEMPORARY_FAILURE)
    return g_error_new (PLACARD_ERROR, PLACARD_ERROR_RESOLVE,
                        _ ("The name %s could not be looked up; is this computer online?"), name);
  return g_error_new (PLACARD_ERROR, PLACARD_ERROR_RESOLVE, _ ("The name %s has no address"), name);
}

static GError *
describe_connecting (const GError *cause, const PlacardFailureFacts *facts, const char *host)
{
  g_autofree char *proxy = placard_failure_find_proxy (facts->route, facts->uri);

  if (proxy)
    return g_error_new (PLACARD_ERROR, PLACARD_ERROR_PROXY,
                        _ ("The proxy %s did not connect to %s: %s"), proxy, host, cause->message);
  if (cause->domain == G_RESOLVER_ERROR)
    return describe_resolver (cause, g_uri_get_host (facts->uri));
  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED))
    return g_error_new (PLACARD_ERROR, PLACARD_ERROR_REFUSED,
                        _ ("%s refuses the connection: nothing answers at that port"), host);
  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    return g_error_new (PLACARD_ERROR, PLACARD_ERROR_TIMED_OUT,
                        _ ("The connection to %s was not made in time"), host);
  return g_error_new (PLACARD_ERROR, PLACARD_ERROR_UNREACHABLE, _ ("%s cannot be reached: %s"),
                      host, cause->message);
}

static gboolean
is_proxy_error (const GError *cause)
{
  return cause->domain == G_IO_ERROR && cause->code >= G_IO_ERROR_PROXY_FAILED &&
         cause->code <= G_IO_ERROR_PROXY_NOT_ALLOWED;
}

static GError *
describe_head (const GError *cause, const PlacardFailureFacts *facts, const char *host)
{
  if (facts->head_bytes >= HEAD_LIMIT)
    return g_error_new (PLACARD_ERROR, PLACARD_ERROR_PROTOCOL,
                        _ ("The head of the answer from %s is larger than 64 KiB"), host);
  if (cause->domain == SOUP_SESSION_ERROR && cause->code == SOUP_SESSION_ERROR_ENCODING)
    return g_error_new (PLACARD_ERROR, PLACARD_ERROR_PROTOCOL,
                        _ ("%s announced its answer in a way that cannot be read: Content-Length "
                           "or Transfer-Encoding is wrong"),
                        host);
  if (cause->domain == SOUP_SESSION_ERROR)
    return g_error_new (PLACARD_ERROR, PLACARD_ERROR_PROTOCOL, _ ("%s did not answer in HTTP"),
                        host);
  if (facts->phase == PLACARD_PHASE_SENDING)
    return g_error_new (PLACARD_ERROR, PLACARD_ERROR_RESET,
                        _ ("%s closed the connection while the request was being sent"), host);
  return g_error_new (PLACARD_ERROR, PLACARD_ERROR_RESET,
                      _ ("%s closed the connection without an answer"), host);
}

GError *
placard_failure_describe (const GError *cause, const PlacardFailureFacts *facts)
{
  g_autofree char *host = placard_redirect_format_host (facts->uri);

  if (cause->domain == PLACARD_ERROR)
    return g_error_copy (cause);
  if (is_proxy_error (cause))
    return g_error_new (PLACARD_ERROR, PLACARD_ERROR_PROXY,
                        _ ("The proxy did not connect to %s: %s"), host, cause->message);
  if (cause->domain == G_TLS_ERROR || facts->phase == PLACARD_PHASE_TLS)
    return describe_tls (cause, facts, host);
  if (cause->domain == G_RESOLVER_ERROR || is_connecting (facts->phase) || is_unreachable (cause))
    return describe_connecting (cause, facts, host);
  return describe_head (cause, facts, host);
}
