/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum {
  PLACARD_SAME_SITE_DEFAULT, /* not said: treated as Lax */
  PLACARD_SAME_SITE_NONE,
  PLACARD_SAME_SITE_LAX,
  PLACARD_SAME_SITE_STRICT,
} PlacardSameSite;

#define PLACARD_COOKIE_SESSION (-1)

/* One cookie as it is stored (RFC 6265, section 5.3). */
typedef struct {
  char *name;
  char *value;
  char *domain; /* without a dot in front, lower case */
  char *path;
  gint64 created; /* seconds since 1970 */
  gint64 expires; /* seconds since 1970; PLACARD_COOKIE_SESSION: with the session */
  gboolean host_only;
  gboolean secure;
  gboolean http_only;
  PlacardSameSite same_site;
} PlacardCookie;

#define PLACARD_TYPE_COOKIE (placard_cookie_get_type ())
GType placard_cookie_get_type (void);
PlacardCookie *placard_cookie_copy (const PlacardCookie *self);
void placard_cookie_free (PlacardCookie *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlacardCookie, placard_cookie_free)

/**
 * placard_cookie_parse:
 * @uri: that the answer came from
 * @set_cookie: the value of one Set-Cookie field
 * @now: seconds since 1970
 *
 * The cookie that @set_cookie asks to store, or %NULL when it is to be ignored: RFC 6265, section 5.2 and
 * 5.3, with what its successor (RFC 6265bis) adds against abuse: control characters, 4096 bytes of name
 * and value, 1024 of an attribute, 400 days, `__Secure-` and `__Host-`, Secure only over a secure
 * connection, SameSite=None only with Secure, no domain that is a public suffix. Its `expires` may be in
 * the past: that deletes. (transfer full) (nullable)
 */
PlacardCookie *placard_cookie_parse (GUri *uri, const char *set_cookie, gint64 now);

/* RFC 6265, section 5.1.3 and 5.1.4. */
gboolean placard_cookie_domain_matches (const char *host, const char *domain);
gboolean placard_cookie_path_matches (const char *request_path, const char *path);

/**
 * placard_cookie_parse_date:
 * @seconds: (out): since 1970
 *
 * A cookie-date, RFC 6265, section 5.1.1.
 */
gboolean placard_cookie_parse_date (const char *text, gint64 *seconds);

G_END_DECLS
