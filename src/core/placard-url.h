/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A typed address, made into what is sent. Nothing but what this file let through reaches libsoup: a
 * host with a CR in it has become a header of somebody else's before (CVE-2026-1467). */

/* What Placard parses URIs with: libsoup's own flags, so that both see the same parts. */
#define PLACARD_URL_FLAGS                                                                          \
  (G_URI_FLAGS_HAS_PASSWORD | G_URI_FLAGS_ENCODED_PATH | G_URI_FLAGS_ENCODED_QUERY |               \
   G_URI_FLAGS_ENCODED_FRAGMENT | G_URI_FLAGS_SCHEME_NORMALIZE)

/**
 * placard_url_parse:
 * @typed: as a person wrote it; spaces around it do not matter
 * @user: (out) (optional) (nullable): the user name of a userinfo, decoded
 * @password: (out) (optional) (nullable): its password, decoded; "" when there is a user alone
 *
 * The URI that @typed means, without its userinfo: "https://" added when the scheme is missing
 * ("http://" for loopback hosts), host in lower case and as punycode, dot segments removed (RFC 3986,
 * section 5.2.4), every byte that may not stand in a path or query encoded, and what is encoded already
 * left alone. Only http and https. Fails with %PLACARD_ERROR_INVALID_URL; the message never has the
 * password in it.
 */
GUri *placard_url_parse (const char *typed, char **user, char **password, GError **error);

/**
 * placard_url_resolve:
 * @base: (nullable): an http or https URL
 *
 * @typed, resolved against @base when it is relative (RFC 3986, section 5): "//host/x", "/x", "./x", "../x", "?x",
 * and "x/y" or "x?y" when "x" is like no host, without a dot or a port. Otherwise, or when @base is none, @typed
 * as it stands. (transfer full)
 */
char *placard_url_resolve (const char *base, const char *typed);

/* Appends @text as one name or value of a query or form: application/x-www-form-urlencoded of the URL
 * standard, but for the "~" that curl leaves alone as RFC 3986 does. */
void placard_url_append_form_encoded (GString *out, const char *text, gssize length);

/* Appends @text as a part of a query that is encoded already: only what may not stand there is encoded. */
void placard_url_append_query (GString *out, const char *text);

/* Whether a connection to @host stays on this machine: localhost, *.localhost, 127/8, ::1. */
gboolean placard_url_host_is_loopback (const char *host);

G_END_DECLS
