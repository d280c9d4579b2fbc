/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-cache-entry.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "placard-response.h"

#define SIGNATURE "placard-cache 1"
/* libsoup's limit for a head is 64 KiB; there is a little more in ours. */
#define LONGEST_HEAD (128 * 1024)

PlacardCacheEntry *
placard_cache_entry_new (void)
{
  PlacardCacheEntry *entry = g_new0 (PlacardCacheEntry, 1);

  entry->headers = g_ptr_array_new_with_free_func ((GDestroyNotify) placard_response_header_free);
  entry->fd = -1;
  return entry;
}

void
placard_cache_entry_free (PlacardCacheEntry *entry)
{
  if (entry->fd >= 0)
    close (entry->fd);
  g_free (entry->url);
  g_free (entry->status_text);
  g_free (entry->http_version);
  g_free (entry->variant);
  g_ptr_array_unref (entry->headers);
  g_free (entry);
}

static void
append_line (GString *text, const char *word, const char *value)
{
  /* A line break would be another line: such a value is left out. */
  if (value && !strpbrk (value, "\r\n"))
    g_string_append_printf (text, "%s %s\n", word, value);
}

char *
placard_cache_entry_format_head (const PlacardCacheEntry *entry)
{
  GString *text = g_string_new (SIGNATURE "\n");
  g_auto (GStrv) variant = g_strsplit (entry->variant ? entry->variant : "", "\n", -1);

  append_line (text, "url", entry->url);
  g_string_append_printf (text, "status %u\n", entry->status);
  append_line (text, "text", entry->status_text);
  append_line (text, "http", entry->http_version);
  g_string_append_printf (text, "requested %" G_GINT64_FORMAT "\n", entry->times.requested);
  g_string_append_printf (text, "received %" G_GINT64_FORMAT "\n", entry->times.received);
  g_string_append_printf (text, "length %" G_GOFFSET_FORMAT "\n", entry->length);
  for (char **line = variant; *line; line++)
    if (**line)
      append_line (text, "vary", *line);
  for (guint i = 0; i < entry->headers->len; i++) {
    const PlacardResponseHeader *header = g_ptr_array_index (entry->headers, i);
    g_autofree char *line = g_strconcat (header->name, ": ", header->value, NULL);

    if (g_ascii_strcasecmp (header->name, "Set-Cookie") != 0)
      append_line (text, "header", line);
  }
  g_string_append_c (text, '\n');
  return g_string_free (text, FALSE);
}

static void
take_header (PlacardCacheEntry *entry, const char *value)
{
  const char *colon = strstr (value, ": ");
  g_autofree char *name = colon ? g_strndup (value, (gsize) (colon - value)) : NULL;

  if (name)
    g_ptr_array_add (entry->headers, placard_response_header_new (name, colon + 2));
}

static void
take_line (PlacardCacheEntry *entry, const char *word, const char *value, GString *variant)
{
  if (strcmp (word, "url") == 0 && !entry->url)
    entry->url = g_strdup (value);
  else if (strcmp (word, "status") == 0)
    entry->status = (guint) g_ascii_strtoull (value, NULL, 10);
  else if (strcmp (word, "text") == 0 && !entry->status_text)
    entry->status_text = g_strdup (value);
  else if (strcmp (word, "http") == 0 && !entry->http_version)
    entry->http_version = g_strdup (value);
  else if (strcmp (word, "requested") == 0)
    entry->times.requested = g_ascii_strtoll (value, NULL, 10);
  else if (strcmp (word, "received") == 0)
    entry->times.received = g_ascii_strtoll (value, NULL, 10);
  else if (strcmp (word, "length") == 0)
    entry->length = g_ascii_strtoll (value, NULL, 10);
  else if (strcmp (word, "vary") == 0)
    g_string_append_printf (variant, "%s\n", value);
  else if (strcmp (word, "header") == 0)
    take_header (entry, value);
}

/* The body has to be there to its last byte. */
static gboolean
is_whole (const PlacardCacheEntry *entry)
{
  struct stat facts;

  return entry->url && entry->status >= 100 && entry->status <= 599 && entry->length >= 0 &&
         fstat (entry->fd, &facts) == 0 && facts.st_size == entry->offset + entry->length;
}

PlacardCacheEntry *
placard_cache_entry_read (int fd)
{
  g_autoptr (PlacardCacheEntry) entry = placard_cache_entry_new ();
  g_autofree char *head = g_malloc (LONGEST_HEAD + 1);
  g_autoptr (GString) variant = g_string_new (NULL);
  gssize n = pread (fd, head, LONGEST_HEAD, 0);
  g_auto (GStrv) lines = NULL;
  char *end;

  entry->fd = fd;
  head[MAX (n, 0)] = '\0';
  end = strstr (head, "\n\n");
  if (!end || !g_str_has_prefix (head, SIGNATURE "\n"))
    return NULL;
  entry->offset = end + 2 - head;
  *end = '\0';
  lines = g_strsplit (head, "\n", -1);
  for (char **line = lines + 1; *line; line++) {
    char *blank = strchr (*line, ' ');

    if (!blank)
      return NULL;
    *blank = '\0';
    take_line (entry, *line, blank + 1, variant);
  }
  entry->variant = g_strdup (variant->str);
  return is_whole (entry) ? g_steal_pointer (&entry) : NULL;
}
