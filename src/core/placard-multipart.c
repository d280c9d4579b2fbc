/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "placard-multipart.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "placard-error.h"
#include "placard-parameters.h"
#include "placard-response.h"

#define MAX_PARTS 1000
#define MAX_HEAD_BYTES 16384
#define MAX_BOUNDARY_BYTES 200 /* the RFC says 70 */
#define WINDOW_BYTES 262144

/* A line that is "--boundary", with the line break before it. */
typedef struct {
  goffset start; /* of the line break, or of the line when it is the first */
  goffset end;   /* behind the line */
  gboolean last; /* "--boundary--" */
} Delimiter;

typedef struct {
  PlacardSpool *spool;
  char *dashed; /* "--boundary" */
  gsize length;
  char *window;
  GCancellable *cancellable;
} Parser;

void
placard_part_free (PlacardPart *part)
{
  g_free (part->name);
  g_free (part->disposition);
  g_free (part->content_type);
  g_free (part->encoding);
  g_ptr_array_unref (part->headers);
  g_free (part);
}

static void
set_error (GError **error, const char *reason)
{
  g_set_error (error, PLACARD_ERROR, PLACARD_ERROR_UNDECODABLE,
               /* Translators: multipart is a kind of body, the last one is a reason */
               _ ("The multipart answer cannot be taken apart: %s"), reason);
}

/* The line behind @at is a delimiter's: "--" or nothing, blanks, a line break or the end. */
static gboolean
read_delimiter_end (Parser *self, goffset at, Delimiter *delimiter)
{
  char rest[128];
  gssize n = placard_spool_read_at (self->spool, at, rest, sizeof rest, NULL);
  gssize i = 0;

  if (n < 0)
    return FALSE;
  delimiter->last = n >= 2 && memcmp (rest, "--", 2) == 0;
  if (delimiter->last)
    i = 2;
  while (i < n && (rest[i] == ' ' || rest[i] == '\t' || rest[i] == '\r'))
    i++;
  if (i < n && rest[i] != '\n')
    return FALSE;
  delimiter->end = at + MIN (i + 1, n);
  return TRUE;
}

/* Whether a delimiter begins at the dashes at window[index]. */
static gboolean
match_delimiter (Parser *self, goffset offset, gsize index, Delimiter *delimiter)
{
  goffset at = offset + index;

  delimiter->start = at;
  if (at > 0) {
    if (index == 0 || self->window[index - 1] != '\n')
      return FALSE;
    delimiter->start--;
    if (index > 1 && self->window[index - 2] == '\r')
      delimiter->start--;
  }
  return read_delimiter_end (self, at + self->length, delimiter);
}

/* The first delimiter whose line begins at @from or later. */
static gboolean
find_delimiter (Parser *self, goffset from, Delimiter *delimiter, GError **error)
{
  /* The two bytes before it are looked at too. */
  goffset offset = MAX (from - 2, 0);

  for (;;) {
    gssize n = placard_spool_read_at (self->spool, offset, self->window, WINDOW_BYTES, error);
    const char *at = self->window + (from > offset ? from - offset : 0);

    if (n < 0 || g_cancellable_set_error_if_cancelled (self->cancellable, error))
      return FALSE;
    while ((at = memmem (at, self->window + n - at, self->dashed, self->length))) {
      if (match_delimiter (self, offset, at - self->window, delimiter))
        return TRUE;
      at++;
    }
    if (n < WINDOW_BYTES)
      return FALSE;
    from = offset + n - self->length + 1;
    offset = from - 2;
  }
}

static char *
trimmed (const char *start, gsize length)
{
  return g_strstrip (g_strndup (start, length));
}

static void
take_header (PlacardPart *part, const char *name, const char *value)
{
  g_ptr_array_add (part->headers, placard_response_header_new (name, value));
  if (!part->disposition && g_ascii_strcasecmp (name, "Content-Disposition") == 0) {
    g_autofree char *field = placard_parameters_get (value, "name");

    part->disposition = g_strdup (value);
    part->name = field ? g_utf8_make_valid (field, -1) : NULL;
  } else if (!part->content_type && g_ascii_strcasecmp (name, "Content-Type") == 0) {
    part->content_type = g_strdup (value);
  } else if (!part->encoding && g_ascii_strcasecmp (name, "Content-Transfer-Encoding") == 0) {
    part->encoding = g_ascii_strdown (value, -1);
  }
}

/* Lines that begin with a blank go on with the line before (obsolete, still sent). */
static void
read_headers (PlacardPart *part, char *head)
{
  g_auto (GStrv) lines = NULL;

  for (char *at = head; (at = strchr (at, '\n')); at++)
    if (at[1] == ' ' || at[1] == '\t') {
      *at = ' ';
      if (at > head && at[-1] == '\r')
        at[-1] = ' ';
    }
  lines = g_strsplit (head, "\n", -1);
  for (char **line = lines; *line; line++) {
    const char *colon = strchr (*line, ':');

    if (colon) {
      g_autofree char *name = trimmed (*line, colon - *line);
      g_autofree char *value = trimmed (colon + 1, strlen (colon + 1));

      take_header (part, name, value);
    }
  }
}

/* The length of the head with the empty line that ends it; 0 when there is none in sight. */
static gsize
head_length (const char *head, gsize n_bytes)
{
  gsize line = 0;

  for (gsize i = 0; i < n_bytes; i++) {
    if (head[i] != '\n')
      continue;
    if (i == line || (i == line + 1 && head[line] == '\r'))
      return i + 1;
    line = i + 1;
  }
  return 0;
}

static PlacardPart *
read_part (Parser *self, goffset start, GError **error)
{
  g_autoptr (PlacardPart) part = g_new0 (PlacardPart, 1);
  g_autofree char *head = g_malloc (MAX_HEAD_BYTES + 1);
  gssize n = placard_spool_read_at (self->spool, start, head, MAX_HEAD_BYTES, error);
  gsize length;

  part->headers = g_ptr_array_new_with_free_func ((GDestroyNotify) placard_response_header_free);
  if (n < 0)
    return NULL;
  length = head_length (head, n);
  if (!length) {
    set_error (error, n == MAX_HEAD_BYTES ? _ ("the head of a part is too long")
                                          : _ ("it ends in the head of a part"));
    return NULL;
  }
  head[length] = '\0';
  /* A NUL would hide what comes after it. */
  for (gsize i = 0; i < length; i++)
    if (!head[i])
      head[i] = ' ';
  read_headers (part, head);
  part->start = start + length;
  return g_steal_pointer (&part);
}

/* Some servers forget to say it; the body does. */
static char *
read_boundary (PlacardSpool *spool)
{
  char line[MAX_BOUNDARY_BYTES + 3];
  gssize n = placard_spool_read_at (spool, 0, line, sizeof line - 1, NULL);

  if (n < 3 || memcmp (line, "--", 2) != 0)
    return NULL;
  line[n] = '\0';
  if (!line[strcspn (line, "\r\n")])
    return NULL;
  line[strcspn (line, "\r\n")] = '\0';
  return g_strdup (line + 2);
}

static GPtrArray *
parse (Parser *self, GError **error)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func ((GDestroyNotify) placard_part_free);
  g_autoptr (GError) reason = NULL;
  Delimiter delimiter;
  gboolean found = find_delimiter (self, 0, &delimiter, &reason);

  while (found && !delimiter.last && parts->len < MAX_PARTS) {
    PlacardPart *part = read_part (self, delimiter.end, &reason);

    if (!part)
      break;
    g_ptr_array_add (parts, part);
    found = find_delimiter (self, part->start, &delimiter, &reason);
    part->whole = found;
    part->end = found ? MAX (delimiter.start, part->start) : placard_spool_get_size (self->spool);
  }
  if (!parts->len && !reason)
    set_error (&reason, _ ("its boundary is not in it"));
  /* What is broken behind whole parts does not take them away. */
  if (reason && (!parts->len || reason->domain != PLACARD_ERROR)) {
    g_propagate_error (error, g_steal_pointer (&reason));
    return NULL;
  }
  return g_steal_pointer (&parts);
}

GPtrArray *
placard_multipart_parse (PlacardSpool *spool,
                         const char *content_type,
                         GCancellable *cancellable,
                         GError **error)
{
  g_autofree char *boundary = placard_parameters_get (content_type, "boundary");
  Parser parser = {.spool = spool, .cancellable = cancellable};
  GPtrArray *parts;

  if (!boundary || !*boundary || strlen (boundary) > MAX_BOUNDARY_BYTES) {
    g_free (boundary);
    boundary = read_boundary (spool);
  }
  if (!boundary || !*boundary) {
    set_error (error, _ ("it has no boundary"));
    return NULL;
  }
  parser.dashed = g_strconcat ("--", boundary, NULL);
  parser.length = strlen (parser.dashed);
  parser.window = g_malloc (WINDOW_BYTES);
  parts = parse (&parser, error);
  g_free (parser.window);
  g_free (parser.dashed);
  return parts;
}
