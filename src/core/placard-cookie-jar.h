/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-cookie.h"

G_BEGIN_DECLS

#define PLACARD_TYPE_COOKIE_JAR (placard_cookie_jar_get_type ())
/* Cookies, by the rules of RFC 6265. An object of its own and never a feature of a SoupSession: that one
 * hands secure cookies to an HTTP proxy in clear, and takes away the Cookie field that a person set.
 * What it gives is put into one message for one origin by the fetch. In memory until it is saved.
 *
 * Not libsoup's SoupCookieJar either: that judges expiry by its own clock, knows no prefixes and limits,
 * and fails 30 of http-state's 222 cases. Every function may be called from any thread. */
G_DECLARE_FINAL_TYPE (PlacardCookieJar, placard_cookie_jar, PLACARD, COOKIE_JAR, GObject)

/* At most so many; the oldest go first. */
#define PLACARD_COOKIE_JAR_PER_DOMAIN 180
#define PLACARD_COOKIE_JAR_IN_ALL 3000

PlacardCookieJar *placard_cookie_jar_new (void);

/**
 * placard_cookie_jar_store:
 * @uri: that the answer came from
 * @set_cookie: one Set-Cookie field
 * @now: seconds since 1970
 *
 * Stores, replaces or deletes what @set_cookie says. Returns whether it was heeded.
 */
gboolean
placard_cookie_jar_store (PlacardCookieJar *self, GUri *uri, const char *set_cookie, gint64 now);

/* Puts a copy of @cookie in as it is. */
void placard_cookie_jar_add (PlacardCookieJar *self, const PlacardCookie *cookie);

/* How a request came about: Placard's are a person's own, as typed into an address bar. */
typedef struct {
  gboolean cross_site;  /* a redirect from another site led here */
  gboolean safe_method; /* GET, HEAD, OPTIONS, TRACE */
} PlacardCookieContext;

/**
 * placard_cookie_jar_get_field:
 *
 * The Cookie field for a request to @uri: longest paths first, then the oldest (RFC 6265, section 5.4);
 * %NULL when there is none. Secure ones only over https. (transfer full) (nullable)
 */
char *placard_cookie_jar_get_field (PlacardCookieJar *self,
                                    GUri *uri,
                                    const PlacardCookieContext *context,
                                    gint64 now);

/* The cookies that hold at @now, the oldest first, as copies.
 * (transfer full) (element-type PlacardCookie) */
GPtrArray *placard_cookie_jar_list (PlacardCookieJar *self, gint64 now);
/* Returns whether there was one. */
gboolean placard_cookie_jar_remove (PlacardCookieJar *self,
                                    const char *domain,
                                    const char *path,
                                    const char *name);
void placard_cookie_jar_clear (PlacardCookieJar *self);

/**
 * placard_cookie_jar_read_text:
 * @text: Netscape's cookies.txt, as curl's --cookie-jar writes it
 *
 * Adds the cookies of @text. Fails with %PLACARD_ERROR_USAGE and the number of the line.
 */
gboolean placard_cookie_jar_read_text (PlacardCookieJar *self, const char *text, GError **error);
/* The same the other way; session cookies too, as curl does. (transfer full) */
char *placard_cookie_jar_to_text (PlacardCookieJar *self, gint64 now);

/* A missing file is an empty jar. Blocks on the disk. Fails with %PLACARD_ERROR_USAGE. */
gboolean placard_cookie_jar_load (PlacardCookieJar *self, const char *path, GError **error);
/* Replaces @path in one step, mode 0600. Blocks on the disk. Fails with %PLACARD_ERROR_SAVE. */
gboolean
placard_cookie_jar_save (PlacardCookieJar *self, const char *path, gint64 now, GError **error);

G_END_DECLS
