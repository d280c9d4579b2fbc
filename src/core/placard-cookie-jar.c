/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-cookie-jar.h"

#include <string.h>

struct _PlacardCookieJar {
  GObject parent_instance;

  GMutex mutex;
  GPtrArray *cookies; /* (element-type PlacardCookie): the oldest first */
};

G_DEFINE_FINAL_TYPE (PlacardCookieJar, placard_cookie_jar, G_TYPE_OBJECT)

static void
placard_cookie_jar_finalize (GObject *object)
{
  PlacardCookieJar *self = PLACARD_COOKIE_JAR (object);

  g_ptr_array_unref (self->cookies);
  g_mutex_clear (&self->mutex);
  G_OBJECT_CLASS (placard_cookie_jar_parent_class)->finalize (object);
}

static void
placard_cookie_jar_class_init (PlacardCookieJarClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = placard_cookie_jar_finalize;
}

static void
placard_cookie_jar_init (PlacardCookieJar *self)
{
  g_mutex_init (&self->mutex);
  self->cookies = g_ptr_array_new_with_free_func ((GDestroyNotify) placard_cookie_free);
}

PlacardCookieJar *
placard_cookie_jar_new (void)
{
  return g_object_new (PLACARD_TYPE_COOKIE_JAR, NULL);
}

static gboolean
has_expired (const PlacardCookie *cookie, gint64 now)
{
  return cookie->expires != PLACARD_COOKIE_SESSION && cookie->expires <= now;
}

static gboolean
find (PlacardCookieJar *self, const char *domain, const char *path, const char *name, guint *index)
{
  for (guint i = 0; i < self->cookies->len; i++) {
    const PlacardCookie *cookie = g_ptr_array_index (self->cookies, i);

    if (strcmp (cookie->name, name) == 0 && strcmp (cookie->domain, domain) == 0 &&
        strcmp (cookie->path, path) == 0) {
      *index = i;
      return TRUE;
    }
  }
  return FALSE;
}

/* RFC 6265bis, section 5.6: a plain connection cannot put its own in the place of a secure one. */
static gboolean
shadows_secure (PlacardCookieJar *self, const PlacardCookie *cookie)
{
  for (guint i = 0; i < self->cookies->len; i++) {
    const PlacardCookie *other = g_ptr_array_index (self->cookies, i);

    if (other->secure && strcmp (other->name, cookie->name) == 0 &&
        (placard_cookie_domain_matches (other->domain, cookie->domain) ||
         placard_cookie_domain_matches (cookie->domain, other->domain)) &&
        placard_cookie_path_matches (cookie->path, other->path))
      return TRUE;
  }
  return FALSE;
}

static void
make_room (PlacardCookieJar *self, const char *domain)
{
  guint n_domain = 0, oldest = 0;

  for (guint i = self->cookies->len; i > 0; i--) {
    const PlacardCookie *cookie = g_ptr_array_index (self->cookies, i - 1);

    if (strcmp (cookie->domain, domain) == 0) {
      n_domain++;
      oldest = i - 1;
    }
  }
  if (n_domain >= PLACARD_COOKIE_JAR_PER_DOMAIN)
    g_ptr_array_remove_index (self->cookies, oldest);
  else if (self->cookies->len >= PLACARD_COOKIE_JAR_IN_ALL)
    g_ptr_array_remove_index (self->cookies, 0);
}

/* @cookie: (transfer full) */
static void
put (PlacardCookieJar *self, PlacardCookie *cookie, gint64 now)
{
  guint index;

  if (find (self, cookie->domain, cookie->path, cookie->name, &index)) {
    PlacardCookie *old = g_ptr_array_index (self->cookies, index);

    /* The place in the order is that of the first one of this name. */
    cookie->created = old->created;
    if (has_expired (cookie, now)) {
      g_ptr_array_remove_index (self->cookies, index);
      placard_cookie_free (cookie);
    } else {
      placard_cookie_free (old);
      g_ptr_array_index (self->cookies, index) = cookie;
    }
    return;
  }
  if (has_expired (cookie, now)) {
    placard_cookie_free (cookie);
    return;
  }
  make_room (self, cookie->domain);
  g_ptr_array_add (self->cookies, cookie);
}

gboolean
placard_cookie_jar_store (PlacardCookieJar *self, GUri *uri, const char *set_cookie, gint64 now)
{
  g_autoptr (PlacardCookie) cookie = NULL;
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_val_if_fail (PLACARD_IS_COOKIE_JAR (self), FALSE);

  cookie = placard_cookie_parse (uri, set_cookie, now);
  if (!cookie)
    return FALSE;
  locker = g_mutex_locker_new (&self->mutex);
  if (!cookie->secure && g_ascii_strcasecmp (g_uri_get_scheme (uri), "https") != 0 &&
      shadows_secure (self, cookie))
    return FALSE;
  put (self, g_steal_pointer (&cookie), now);
  return TRUE;
}

void
placard_cookie_jar_add (PlacardCookieJar *self, const PlacardCookie *cookie)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_if_fail (PLACARD_IS_COOKIE_JAR (self));

  locker = g_mutex_locker_new (&self->mutex);
  put (self, placard_cookie_copy (cookie), G_MININT64);
}

static gboolean
same_site_allows (const PlacardCookie *cookie, const PlacardCookieContext *context)
{
  switch (cookie->same_site) {
  case PLACARD_SAME_SITE_NONE:
    return TRUE;
  case PLACARD_SAME_SITE_STRICT:
    return !context->cross_site;
  case PLACARD_SAME_SITE_DEFAULT:
  case PLACARD_SAME_SITE_LAX:
    return !context->cross_site || context->safe_method;
  }
  return FALSE;
}

static gboolean
is_for (const PlacardCookie *cookie, GUri *uri, const PlacardCookieContext *context)
{
  const char *host = g_uri_get_host (uri);
  const char *path = g_uri_get_path (uri);

  if (cookie->host_only ? g_ascii_strcasecmp (host, cookie->domain) != 0
                        : !placard_cookie_domain_matches (host, cookie->domain))
    return FALSE;
  if (cookie->secure && g_ascii_strcasecmp (g_uri_get_scheme (uri), "https") != 0)
    return FALSE;
  return placard_cookie_path_matches (*path ? path : "/", cookie->path) &&
         same_site_allows (cookie, context);
}

static int
compare_paths (gconstpointer a, gconstpointer b)
{
  const PlacardCookie *one = *(PlacardCookie *const *) a;
  const PlacardCookie *other = *(PlacardCookie *const *) b;
  gsize n_one = strlen (one->path), n_other = strlen (other->path);

  return n_one == n_other ? 0 : n_one > n_other ? -1 : 1;
}

char *
placard_cookie_jar_get_field (PlacardCookieJar *self,
                              GUri *uri,
                              const PlacardCookieContext *context,
                              gint64 now)
{
  g_autoptr (GPtrArray) chosen = g_ptr_array_new ();
  g_autoptr (GMutexLocker) locker = NULL;
  GString *field;

  g_return_val_if_fail (PLACARD_IS_COOKIE_JAR (self), NULL);

  locker = g_mutex_locker_new (&self->mutex);
  for (guint i = 0; i < self->cookies->len; i++) {
    PlacardCookie *cookie = g_ptr_array_index (self->cookies, i);

    if (!has_expired (cookie, now) && is_for (cookie, uri, context))
      g_ptr_array_add (chosen, cookie);
  }
  if (chosen->len == 0)
    return NULL;
  g_ptr_array_sort (chosen, compare_paths); /* stable: the oldest stay first */
  field = g_string_new (NULL);
  for (guint i = 0; i < chosen->len; i++) {
    const PlacardCookie *cookie = g_ptr_array_index (chosen, i);

    g_string_append_printf (field, "%s%s=%s", i ? "; " : "", cookie->name, cookie->value);
  }
  return g_string_free (field, FALSE);
}

GPtrArray *
placard_cookie_jar_list (PlacardCookieJar *self, gint64 now)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) placard_cookie_free);
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_val_if_fail (PLACARD_IS_COOKIE_JAR (self), list);

  locker = g_mutex_locker_new (&self->mutex);
  for (guint i = 0; i < self->cookies->len; i++) {
    const PlacardCookie *cookie = g_ptr_array_index (self->cookies, i);

    if (!has_expired (cookie, now))
      g_ptr_array_add (list, placard_cookie_copy (cookie));
  }
  return list;
}

gboolean
placard_cookie_jar_remove (PlacardCookieJar *self,
                           const char *domain,
                           const char *path,
                           const char *name)
{
  g_autoptr (GMutexLocker) locker = NULL;
  guint index;

  g_return_val_if_fail (PLACARD_IS_COOKIE_JAR (self), FALSE);

  locker = g_mutex_locker_new (&self->mutex);
  if (!find (self, domain, path, name, &index))
    return FALSE;
  g_ptr_array_remove_index (self->cookies, index);
  return TRUE;
}

void
placard_cookie_jar_clear (PlacardCookieJar *self)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_if_fail (PLACARD_IS_COOKIE_JAR (self));

  locker = g_mutex_locker_new (&self->mutex);
  g_ptr_array_set_size (self->cookies, 0);
}
