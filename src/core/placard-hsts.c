/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-hsts.h"
#include "placard-save-stream.h"

#include <stdio.h>
#include <string.h>

/* Those that end first are forgotten first. */
#define MAX_ENTRIES 5000
/* A renewal by less than this is not worth a write. */
#define RENEWAL_SECONDS (24 * 60 * 60)
/* Ten years: nobody's file holds longer. */
#define MAX_AGE (G_GINT64_CONSTANT (315360000))

typedef struct {
  gint64 expires; /* seconds since 1970 */
  gboolean below; /* subdomains too */
} Entry;

struct _PlacardHsts {
  char *path;          /* (nullable) */
  GHashTable *entries; /* host -> Entry */
};

static char *
normalise (const char *host)
{
  char *lower = g_ascii_strdown (host, -1);
  gsize length = strlen (lower);

  if (length > 1 && lower[length - 1] == '.')
    lower[length - 1] = '\0';
  return lower;
}

static void
put (PlacardHsts *self, const char *host, gint64 expires, gboolean below)
{
  Entry *entry = g_new0 (Entry, 1);

  entry->expires = expires;
  entry->below = below;
  g_hash_table_replace (self->entries, g_strdup (host), entry);
}

/* --- the file: host "YYYYMMDD HH:MM:SS", a dot in front for those below too -------------------- */

static gint64
parse_date (const char *text)
{
  int year, month, day, hour, minute, second;
  g_autoptr (GDateTime) date = NULL;

  if (g_str_equal (text, "unlimited"))
    return G_MAXINT64;
  if (sscanf (text, "%4d%2d%2d %2d:%2d:%2d", &year, &month, &day, &hour, &minute, &second) == 6)
    date = g_date_time_new_utc (year, month, day, hour, minute, second);
  return date ? g_date_time_to_unix (date) : 0;
}

/* As the name of an address is, so that a line says the same when it is written again. */
static gboolean
is_host (const char *host)
{
  gsize length = strlen (host);

  for (const char *at = host; *at; at++)
    if (!g_ascii_isgraph (*at))
      return FALSE;
  return length > 0 && host[0] != '.' && host[length - 1] != '.';
}

static void
read_line (PlacardHsts *self, const char *line)
{
  g_auto (GStrv) parts = g_strsplit (line, "\"", 3);
  g_autofree char *host = NULL;
  gboolean below;

  if (*line == '#' || g_strv_length (parts) != 3)
    return;
  g_strchomp (parts[0]);
  below = *parts[0] == '.';
  host = normalise (parts[0] + below);
  if (is_host (host))
    put (self, host, parse_date (parts[1]), below);
}

static void
read_file (PlacardHsts *self)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  if (!self->path || !g_file_get_contents (self->path, &text, NULL, NULL))
    return;
  g_hash_table_remove_all (self->entries);
  lines = g_strsplit (text, "\n", -1);
  for (char **line = lines; *line; line++)
    read_line (self, *line);
}

static void
append_line (GString *text, const char *host, const Entry *entry)
{
  g_autoptr (GDateTime) date =
      entry->expires == G_MAXINT64 ? NULL : g_date_time_new_from_unix_utc (entry->expires);
  g_autofree char *shown = date ? g_date_time_format (date, "%Y%m%d %H:%M:%S") : NULL;

  g_string_append_printf (text, "%s%s \"%s\"\n", entry->below ? "." : "", host,
                          shown ? shown : "unlimited");
}

/* A file that cannot be written is no reason to fail: what is known holds until the program ends. */
static void
save (PlacardHsts *self)
{
  g_autoptr (GString) text = g_string_new ("# Placard: hosts that are asked over TLS alone\n");
  g_autofree char *folder = NULL;
  GHashTableIter iter;
  gpointer host, entry;

  if (!self->path)
    return;
  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, &host, &entry))
    append_line (text, host, entry);
  folder = g_path_get_dirname (self->path);
  g_mkdir_with_parents (folder, 0700);
  placard_save_text (self->path, text->str, NULL);
}

PlacardHsts *
placard_hsts_new (const char *path)
{
  PlacardHsts *self = g_new0 (PlacardHsts, 1);

  self->path = g_strdup (path);
  self->entries = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  read_file (self);
  return self;
}

void
placard_hsts_free (PlacardHsts *self)
{
  g_hash_table_unref (self->entries);
  g_free (self->path);
  g_free (self);
}

/* --- the field: section 6.1 -------------------------------------------------------------------- */

typedef struct {
  gint64 max_age; /* -1: not said */
  gboolean below;
} Directives;

static gboolean
read_max_age (const char *value, gint64 *max_age)
{
  g_autofree char *bare = g_strdup (value ? value : "");
  gsize length = strlen (bare);

  if (length >= 2 && bare[0] == '"' && bare[length - 1] == '"') {
    bare[length - 1] = '\0';
    memmove (bare, bare + 1, length - 1);
  }
  if (!*bare || strspn (bare, "0123456789") != strlen (bare))
    return FALSE;
  *max_age = (gint64) MIN (g_ascii_strtoull (bare, NULL, 10), (guint64) MAX_AGE);
  return TRUE;
}

/* No directive twice; those that are not known say nothing. */
static gboolean
read_directive (char *text, GHashTable *seen, Directives *directives)
{
  char *equals = strchr (text, '=');
  g_autofree char *name = NULL;

  if (equals)
    *equals = '\0';
  name = g_ascii_strdown (g_strstrip (text), -1);
  if (!*name)
    return !equals;
  if (!g_hash_table_add (seen, g_strdup (name)))
    return FALSE;
  if (g_str_equal (name, "max-age"))
    return read_max_age (equals ? g_strstrip (equals + 1) : NULL, &directives->max_age);
  if (g_str_equal (name, "includesubdomains")) {
    directives->below = TRUE;
    return !equals;
  }
  return TRUE;
}

static gboolean
read_field (const char *field, Directives *directives)
{
  g_auto (GStrv) parts = g_strsplit (field, ";", -1);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  *directives = (Directives){-1, FALSE};
  for (char **part = parts; *part; part++)
    if (!read_directive (*part, seen, directives))
      return FALSE;
  return directives->max_age >= 0;
}

/* --- what is known ----------------------------------------------------------------------------- */

static void
forget_the_least (PlacardHsts *self, gint64 now)
{
  GHashTableIter iter;
  gpointer host, value, least = NULL;
  gint64 expires = G_MAXINT64;

  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, &host, &value)) {
    const Entry *entry = value;

    if (entry->expires <= now) {
      g_hash_table_iter_remove (&iter);
    } else if (entry->expires <= expires) {
      expires = entry->expires;
      least = host;
    }
  }
  if (g_hash_table_size (self->entries) >= MAX_ENTRIES && least)
    g_hash_table_remove (self->entries, least);
}

/* Another Placard may have written in between: its lines stay. */
static void
change (PlacardHsts *self, const char *host, const Directives *directives, gint64 now)
{
  read_file (self);
  forget_the_least (self, now);
  if (directives->max_age == 0)
    g_hash_table_remove (self->entries, host);
  else
    put (self, host, now + directives->max_age, directives->below);
  save (self);
}

gboolean
placard_hsts_take (PlacardHsts *self, const char *host, const char *field, gint64 now)
{
  g_autofree char *name = normalise (host);
  const Entry *known = g_hash_table_lookup (self->entries, name);
  Directives directives;

  if (g_hostname_is_ip_address (name) || !read_field (field, &directives))
    return FALSE;
  if (directives.max_age == 0 ? !known
                              : known && known->below == directives.below &&
                                    ABS (known->expires - now - directives.max_age) <
                                        MIN (RENEWAL_SECONDS, directives.max_age / 10))
    return TRUE;
  change (self, name, &directives, now);
  return TRUE;
}

gboolean
placard_hsts_is_known (PlacardHsts *self, const char *host, gint64 now)
{
  g_autofree char *name = normalise (host);

  if (g_hostname_is_ip_address (name))
    return FALSE;
  for (const char *at = name; at; at = strchr (at, '.')) {
    const Entry *entry;

    at += *at == '.';
    entry = g_hash_table_lookup (self->entries, at);
    if (entry && entry->expires > now && (at == name || entry->below))
      return TRUE;
  }
  return FALSE;
}

GUri *
placard_hsts_upgrade (PlacardHsts *self, GUri *uri, gint64 now)
{
  int port = g_uri_get_port (uri);

  if (g_strcmp0 (g_uri_get_scheme (uri), "http") != 0 ||
      !placard_hsts_is_known (self, g_uri_get_host (uri), now))
    return NULL;
  return g_uri_build (g_uri_get_flags (uri), "https", NULL, g_uri_get_host (uri),
                      port == 80 ? -1 : port, g_uri_get_path (uri), g_uri_get_query (uri),
                      g_uri_get_fragment (uri));
}
