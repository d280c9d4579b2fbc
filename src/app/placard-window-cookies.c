/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Of the window: the cookies of the request's profile (CR4), in memory as long as the window is open, and in
 * the file that the request names. */
#include "config.h"

#include "placard-window-private.h"

#include "placard-list-dialog.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Every profile has cookies of its own. (transfer none) */
static PlacardCookieJar *
get_jar (PlacardWindow *self, PlacardRequest *request)
{
  const char *profile = placard_request_get_profile (request);
  const char *key = profile ? profile : "";
  PlacardCookieJar *jar;

  if (!self->jars)
    self->jars = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  jar = g_hash_table_lookup (self->jars, key);
  if (!jar) {
    jar = placard_cookie_jar_new ();
    g_hash_table_insert (self->jars, g_strdup (key), jar);
  }
  return jar;
}

/* One that was sent before there was a window brings its own. */
void
placard_window_lend_jar (PlacardWindow *self, PlacardRequest *request)
{
  PlacardPolicy *policy = placard_request_get_policy (request);
  PlacardCookieJar *own = placard_policy_get_jar (policy);
  const char *profile = placard_request_get_profile (request);

  if (own && !self->jars) {
    self->jars = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
    g_hash_table_insert (self->jars, g_strdup (profile ? profile : ""), g_object_ref (own));
  }
  placard_policy_set_jar (policy, get_jar (self, request));
}

static gint64
now_seconds (void)
{
  return g_get_real_time () / G_USEC_PER_SEC;
}

static const char *
get_file (PlacardWindow *self)
{
  return placard_policy_get_option (placard_request_get_policy (self->request), "cookie-jar");
}

static void
save (PlacardWindow *self, PlacardCookieJar *jar)
{
  const char *path = get_file (self);
  g_autoptr (GError) error = NULL;

  if (path && !placard_cookie_jar_save (jar, path, now_seconds (), &error))
    placard_window_show_message (self, error->message);
}

static char *
describe (const PlacardCookie *cookie)
{
  g_autoptr (GDateTime) until = cookie->expires == PLACARD_COOKIE_SESSION
                                    ? NULL
                                    : g_date_time_new_from_unix_local (cookie->expires);
  g_autofree char *date = until ? g_date_time_format (until, "%x") : NULL;
  /* Translators: a cookie: the host and the path that it is for, and how long it holds. */
  g_autofree char *held =
      date ? g_strdup_printf (_ ("until %s"), date) : g_strdup (_ ("this session"));

  return g_strdup_printf ("%s%s · %s%s", cookie->domain, cookie->path, held,
                          cookie->secure ? _ (" · over TLS only") : "");
}

static void
fill (PlacardListDialog *dialog, PlacardCookieJar *jar)
{
  g_autoptr (GPtrArray) cookies = placard_cookie_jar_list (jar, now_seconds ());

  placard_list_dialog_clear (dialog);
  for (guint i = 0; i < cookies->len; i++) {
    const PlacardCookie *cookie = g_ptr_array_index (cookies, i);
    g_autofree char *subtitle = describe (cookie);

    placard_list_dialog_add (dialog, cookie->name, subtitle, cookie->value);
  }
}

static void
change (PlacardListDialog *dialog, PlacardWindow *self, guint number, const char *value)
{
  PlacardCookieJar *jar = get_jar (self, self->request);
  g_autoptr (GPtrArray) cookies = placard_cookie_jar_list (jar, now_seconds ());
  PlacardCookie *cookie = number < cookies->len ? g_ptr_array_index (cookies, number) : NULL;

  if (cookie && value) {
    g_free (cookie->value);
    cookie->value = g_strdup (value);
    placard_cookie_jar_add (jar, cookie);
  } else if (cookie) {
    placard_cookie_jar_remove (jar, cookie->domain, cookie->path, cookie->name);
  }
  save (self, jar);
  fill (dialog, jar);
}

static void
remove_cb (PlacardListDialog *dialog, guint number, PlacardWindow *self)
{
  change (dialog, self, number, NULL);
}

/* What would end the field, or begin another cookie, is no value. */
static void
edited_cb (PlacardListDialog *dialog, guint number, const char *value, PlacardWindow *self)
{
  if (strpbrk (value, ";\r\n\t"))
    placard_window_show_message (self, _ ("A cookie’s value has no “;” and no line break"));
  else
    change (dialog, self, number, value);
}

static void
remove_all_cb (PlacardListDialog *dialog, PlacardWindow *self)
{
  PlacardCookieJar *jar = get_jar (self, self->request);

  placard_cookie_jar_clear (jar);
  save (self, jar);
  fill (dialog, jar);
}

void
placard_window_show_cookies (PlacardWindow *self)
{
  PlacardListDialog *dialog = placard_list_dialog_new (
      GTK_WINDOW (self), _ ("Cookies"), _ ("There are none: no server has set any here."));
  PlacardCookieJar *jar = get_jar (self, self->request);
  const char *path = get_file (self);
  g_autoptr (GError) error = NULL;

  if (path && !placard_cookie_jar_load (jar, path, &error))
    placard_window_show_message (self, error->message);
  fill (dialog, jar);
  g_signal_connect_object (dialog, "remove", G_CALLBACK (remove_cb), self, 0);
  g_signal_connect_object (dialog, "remove-all", G_CALLBACK (remove_all_cb), self, 0);
  g_signal_connect_object (dialog, "edited", G_CALLBACK (edited_cb), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}
