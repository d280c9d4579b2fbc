/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-cookie-jar.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "placard-error.h"
#include "placard-save-stream.h"

/* Netscape's cookies.txt, the file that curl, wget and browsers' exports share: seven fields with tabs
 * between them, "#HttpOnly_" before the domain of those that scripts do not see. */

#define HTTP_ONLY "#HttpOnly_"

enum { DOMAIN_, SUBDOMAINS, PATH, SECURE, EXPIRES, NAME, VALUE, N_FIELDS };

/* A tab may stand in the last field alone. */
static gboolean
has_control (const char *text, gboolean may_have_tabs)
{
  for (; *text; text++)
    if (((guchar) *text < 0x20 && !(may_have_tabs && *text == '\t')) || *text == 0x7f)
      return TRUE;
  return FALSE;
}

static gboolean
can_be_written (const PlacardCookie *cookie)
{
  return !has_control (cookie->domain, FALSE) && !has_control (cookie->path, FALSE) &&
         !has_control (cookie->name, FALSE) && !has_control (cookie->value, TRUE);
}

static PlacardCookie *
parse_line (const char *line)
{
  gboolean http_only = g_str_has_prefix (line, HTTP_ONLY);
  g_auto (GStrv) fields = g_strsplit (http_only ? line + strlen (HTTP_ONLY) : line, "\t", N_FIELDS);
  guint n_fields = g_strv_length (fields);
  PlacardCookie *cookie;
  gint64 expires;

  /* curl leaves the value out when it is empty. */
  if (n_fields < VALUE || fields[PATH][0] != '/' || !*fields[DOMAIN_] || !*fields[NAME] ||
      has_control (fields[PATH], FALSE) || has_control (fields[NAME], FALSE) ||
      (n_fields == N_FIELDS && has_control (fields[VALUE], TRUE)) ||
      !g_ascii_string_to_signed (fields[EXPIRES], 10, G_MININT64, G_MAXINT64, &expires, NULL))
    return NULL;
  cookie = g_new0 (PlacardCookie, 1);
  cookie->domain = g_ascii_strdown (fields[DOMAIN_] + (fields[DOMAIN_][0] == '.'), -1);
  cookie->host_only = g_ascii_strcasecmp (fields[SUBDOMAINS], "TRUE") != 0;
  cookie->path = g_strdup (fields[PATH]);
  cookie->secure = g_ascii_strcasecmp (fields[SECURE], "TRUE") == 0;
  cookie->expires = expires <= 0 ? PLACARD_COOKIE_SESSION : expires;
  cookie->name = g_strdup (fields[NAME]);
  cookie->value = g_strdup (n_fields == N_FIELDS ? fields[VALUE] : "");
  cookie->http_only = http_only;
  return cookie;
}

gboolean
placard_cookie_jar_read_text (PlacardCookieJar *self, const char *text, GError **error)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i]; i++) {
    g_autoptr (PlacardCookie) cookie = NULL;
    gsize length = strlen (lines[i]);

    if (length > 0 && lines[i][length - 1] == '\r')
      lines[i][length - 1] = '\0';
    if (!*lines[i] || (lines[i][0] == '#' && !g_str_has_prefix (lines[i], HTTP_ONLY)))
      continue;
    cookie = parse_line (lines[i]);
    if (!cookie) {
      g_set_error (error, PLACARD_ERROR, PLACARD_ERROR_USAGE,
                   _ ("Line %u of the cookie file is no cookie"), i + 1);
      return FALSE;
    }
    placard_cookie_jar_add (self, cookie);
  }
  return TRUE;
}

char *
placard_cookie_jar_to_text (PlacardCookieJar *self, gint64 now)
{
  g_autoptr (GPtrArray) cookies = placard_cookie_jar_list (self, now);
  GString *text = g_string_new ("# Netscape HTTP Cookie File\n"
                                "# Written by Placard; curl reads it too.\n\n");

  for (guint i = 0; i < cookies->len; i++) {
    const PlacardCookie *cookie = g_ptr_array_index (cookies, i);

    if (!can_be_written (cookie))
      continue;
    g_string_append_printf (text, "%s%s%s\t%s\t%s\t%s\t%" G_GINT64_FORMAT "\t%s\t%s\n",
                            cookie->http_only ? HTTP_ONLY : "", cookie->host_only ? "" : ".",
                            cookie->domain, cookie->host_only ? "FALSE" : "TRUE", cookie->path,
                            cookie->secure ? "TRUE" : "FALSE", MAX (cookie->expires, 0),
                            cookie->name, cookie->value);
  }
  return g_string_free (text, FALSE);
}

gboolean
placard_cookie_jar_load (PlacardCookieJar *self, const char *path, GError **error)
{
  g_autoptr (GError) cause = NULL;
  g_autofree char *text = NULL;

  if (g_file_get_contents (path, &text, NULL, &cause))
    return placard_cookie_jar_read_text (self, text, error);
  if (g_error_matches (cause, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    return TRUE;
  g_set_error (error, PLACARD_ERROR, PLACARD_ERROR_USAGE, _ ("The cookie file cannot be read: %s"),
               cause->message);
  return FALSE;
}

gboolean
placard_cookie_jar_save (PlacardCookieJar *self, const char *path, gint64 now, GError **error)
{
  g_autofree char *text = placard_cookie_jar_to_text (self, now);
  g_autoptr (GError) cause = NULL;

  if (placard_save_text (path, text, &cause))
    return TRUE;
  g_set_error (error, PLACARD_ERROR, PLACARD_ERROR_SAVE, _ ("The cookies cannot be saved: %s"),
               cause->message);
  return FALSE;
}
