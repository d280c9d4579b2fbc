/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Invariants: marks[i] is where row i * MARK_ROWS begins. Where a row ends depends on the bytes and the
 * charset alone, never on when they came. `lock` guards the index and the charset, and is not held while
 * the spool is read, but for indexing itself. */
#include "placard-text.h"

#include <string.h>

#define MARK_ROWS 64
#define ROW_BYTES 4096
/* A row, its newline in any charset, and one unit more. */
#define ROW_WINDOW (ROW_BYTES + 4)
#define BUFFER_BYTES 65536

struct _PlacardText {
  GObject parent_instance;
  PlacardSpool *spool;
  char *content_type;

  GMutex lock;
  const char *charset; /* NULL before it is known */
  PlacardCharsetEvidence evidence;
  GArray *marks; /* (element-type goffset) */
  guint64 n_rows;
  goffset indexed; /* where row n_rows begins */
};

G_DEFINE_FINAL_TYPE (PlacardText, placard_text, G_TYPE_OBJECT)

/* Walks over rows from the start of one of them. */
typedef struct {
  PlacardSpool *spool;
  const char *charset;
  PlacardCharsetConverter *converter;
  GString *scratch;
  guint8 *buffer;
  goffset offset; /* of the buffer's first byte */
  gsize length;
  gsize at; /* in the buffer: where the next row begins */
  gboolean at_end;
} Reader;

static void
reader_init (Reader *reader, PlacardSpool *spool, const char *charset, goffset offset)
{
  *reader = (Reader){
      .spool = spool,
      .charset = charset,
      .converter = placard_charset_converter_new (charset),
      .scratch = g_string_new (NULL),
      .buffer = g_malloc (BUFFER_BYTES),
      .offset = offset,
  };
}

static void
reader_clear (Reader *reader)
{
  placard_charset_converter_free (reader->converter);
  g_string_free (reader->scratch, TRUE);
  g_free (reader->buffer);
}

/* Has a whole window in the buffer, or all there is. */
static gboolean
reader_fill (Reader *reader, GError **error)
{
  if (reader->length - reader->at >= ROW_WINDOW)
    return TRUE;
  reader->offset += reader->at;
  reader->length -= reader->at;
  memmove (reader->buffer, reader->buffer + reader->at, reader->length);
  reader->at = 0;
  while (reader->length < BUFFER_BYTES) {
    /* Asked before reading: a seal after it only makes this the last but one look. */
    gboolean sealed = placard_spool_get_state (reader->spool) != PLACARD_SPOOL_OPEN;
    gssize n = placard_spool_read_at (reader->spool, reader->offset + reader->length,
                                      reader->buffer + reader->length,
                                      BUFFER_BYTES - reader->length, error);

    if (n < 0)
      return FALSE;
    if (n == 0) {
      reader->at_end = sealed;
      return TRUE;
    }
    reader->length += n;
  }
  return TRUE;
}

static const guint8 *
find_newline (const char *charset, const guint8 *row, gsize n_bytes)
{
  gboolean little = strcmp (charset, "UTF-16LE") == 0;
  const guint8 *at = row;

  if (!little && strcmp (charset, "UTF-16BE") != 0)
    return memchr (row, '\n', n_bytes);
  while ((at = memchr (at, '\n', row + n_bytes - at))) {
    gsize index = at - row;

    if (little && index % 2 == 0 && index + 1 < n_bytes && at[1] == 0)
      return at;
    if (!little && index % 2 == 1 && at[-1] == 0)
      return at - 1;
    at++;
  }
  return NULL;
}

/* The most whole characters that fit into a row. */
static gsize
split_length (Reader *reader)
{
  gsize length;

  g_string_truncate (reader->scratch, 0);
  placard_charset_converter_feed (reader->converter, reader->buffer + reader->at, ROW_BYTES, FALSE,
                                  reader->scratch);
  length = ROW_BYTES - placard_charset_converter_get_pending (reader->converter);
  placard_charset_converter_feed (reader->converter, NULL, 0, TRUE, reader->scratch);
  return length;
}

typedef struct {
  const guint8 *bytes;
  gsize length;       /* without the newline */
  gsize total;        /* with it */
  gboolean continues; /* the line goes on in the next row */
} Row;

/* %FALSE when there is no whole row (yet). The bytes are valid until the next call. */
static gboolean
reader_next (Reader *reader, Row *row, GError **error)
{
  gsize unit = g_str_has_prefix (reader->charset, "UTF-16") ? 2 : 1;
  gsize available;
  const guint8 *newline;

  if (!reader_fill (reader, error))
    return FALSE;
  *row = (Row){.bytes = reader->buffer + reader->at};
  available = reader->length - reader->at;
  newline = find_newline (reader->charset, row->bytes, MIN (available, ROW_BYTES + unit));
  if (newline) {
    row->length = newline - row->bytes;
    row->total = row->length + unit;
  } else if (available >= ROW_WINDOW || (reader->at_end && available > ROW_BYTES)) {
    row->length = row->total = split_length (reader);
    row->continues = TRUE;
  } else if (reader->at_end && available) {
    row->length = row->total = available;
  } else {
    return FALSE;
  }
  reader->at += row->total;
  return TRUE;
}

static void
append_row (Reader *reader, const Row *row, GString *text)
{
  placard_charset_converter_feed (reader->converter, row->bytes, row->length, TRUE, text);
  if (!row->continues && text->len && text->str[text->len - 1] == '\r')
    g_string_truncate (text, text->len - 1);
}

static void
placard_text_finalize (GObject *object)
{
  PlacardText *self = PLACARD_TEXT (object);

  g_object_unref (self->spool);
  g_free (self->content_type);
  g_array_unref (self->marks);
  g_mutex_clear (&self->lock);
  G_OBJECT_CLASS (placard_text_parent_class)->finalize (object);
}

static void
placard_text_class_init (PlacardTextClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = placard_text_finalize;
}

static void
placard_text_init (PlacardText *self)
{
  g_mutex_init (&self->lock);
  self->marks = g_array_new (FALSE, FALSE, sizeof (goffset));
}

PlacardText *
placard_text_new (PlacardSpool *spool, const char *content_type)
{
  PlacardText *self = g_object_new (PLACARD_TYPE_TEXT, NULL);

  self->spool = g_object_ref (spool);
  self->content_type = g_strdup (content_type);
  return self;
}

/* Called with the lock held, as are those that it calls. */
static void
restart_index (PlacardText *self)
{
  guint8 mark[4];
  gssize n = placard_spool_read_at (self->spool, 0, mark, sizeof mark, NULL);

  g_array_set_size (self->marks, 0);
  self->n_rows = 0;
  self->indexed = n > 0 ? placard_charset_mark_length (self->charset, mark, n) : 0;
}

static gboolean
ensure_charset (PlacardText *self)
{
  g_autofree guint8 *start = NULL;
  gboolean sealed;
  gssize n;

  if (self->charset)
    return TRUE;
  sealed = placard_spool_get_state (self->spool) != PLACARD_SPOOL_OPEN;
  start = g_malloc (PLACARD_CHARSET_DETECT_BYTES);
  n = placard_spool_read_at (self->spool, 0, start, PLACARD_CHARSET_DETECT_BYTES, NULL);
  if (n < 0 || (n < PLACARD_CHARSET_DETECT_BYTES && !sealed))
    return FALSE;
  self->charset = placard_charset_detect (self->content_type, start, n,
                                          n < PLACARD_CHARSET_DETECT_BYTES, &self->evidence);
  restart_index (self);
  return TRUE;
}

const char *
placard_text_get_charset (PlacardText *self)
{
  const char *charset;

  g_return_val_if_fail (PLACARD_IS_TEXT (self), NULL);

  g_mutex_lock (&self->lock);
  ensure_charset (self);
  charset = self->charset;
  g_mutex_unlock (&self->lock);
  return charset;
}

PlacardCharsetEvidence
placard_text_get_charset_evidence (PlacardText *self)
{
  PlacardCharsetEvidence evidence;

  g_return_val_if_fail (PLACARD_IS_TEXT (self), PLACARD_CHARSET_BY_BYTES);

  g_mutex_lock (&self->lock);
  ensure_charset (self);
  evidence = self->evidence;
  g_mutex_unlock (&self->lock);
  return evidence;
}

void
placard_text_set_charset (PlacardText *self, const char *charset)
{
  g_return_if_fail (PLACARD_IS_TEXT (self));
  g_return_if_fail (charset);

  g_mutex_lock (&self->lock);
  self->charset = g_intern_string (charset);
  restart_index (self);
  g_mutex_unlock (&self->lock);
}

static gboolean
extend_index (PlacardText *self, gsize budget)
{
  Reader reader;
  Row row;
  goffset end = self->indexed + budget;

  reader_init (&reader, self->spool, self->charset, self->indexed);
  while (self->indexed < end && reader_next (&reader, &row, NULL)) {
    if (self->n_rows % MARK_ROWS == 0)
      g_array_append_val (self->marks, self->indexed);
    self->n_rows++;
    self->indexed += row.total;
  }
  reader_clear (&reader);
  return self->indexed >= end;
}

gboolean
placard_text_index (PlacardText *self, gsize budget)
{
  gboolean more;

  g_return_val_if_fail (PLACARD_IS_TEXT (self), FALSE);

  g_mutex_lock (&self->lock);
  more = ensure_charset (self) && extend_index (self, budget);
  g_mutex_unlock (&self->lock);
  return more;
}

guint64
placard_text_get_n_rows (PlacardText *self)
{
  guint64 n_rows;

  g_return_val_if_fail (PLACARD_IS_TEXT (self), 0);

  g_mutex_lock (&self->lock);
  n_rows = self->n_rows;
  g_mutex_unlock (&self->lock);
  return n_rows;
}

/* A reader that stands before row @first; %FALSE when there is no such row in the index. */
static gboolean
seek_row (PlacardText *self, guint64 first, Reader *reader, guint64 *n_rows, GError **error)
{
  const char *charset = NULL;
  goffset offset = 0;
  Row row;

  g_mutex_lock (&self->lock);
  *n_rows = self->n_rows;
  if (first < self->n_rows) {
    charset = self->charset;
    offset = g_array_index (self->marks, goffset, first / MARK_ROWS);
  }
  g_mutex_unlock (&self->lock);
  if (!charset)
    return FALSE;

  reader_init (reader, self->spool, charset, offset);
  for (guint64 i = first - first % MARK_ROWS; i < first; i++)
    if (!reader_next (reader, &row, error)) {
      reader_clear (reader);
      return FALSE;
    }
  return TRUE;
}

char *
placard_text_get_rows (PlacardText *self, guint64 first, guint n_rows, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GError) reason = NULL;
  guint64 known;
  Reader reader;
  Row row;

  g_return_val_if_fail (PLACARD_IS_TEXT (self), NULL);

  if (seek_row (self, first, &reader, &known, &reason)) {
    guint64 n = MIN (n_rows, known - first);

    for (guint64 i = 0; i < n && reader_next (&reader, &row, &reason); i++) {
      append_row (&reader, &row, text);
      g_string_append_c (text, '\n');
    }
    reader_clear (&reader);
  }
  if (reason) {
    g_propagate_error (error, g_steal_pointer (&reason));
    return NULL;
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
fold (const char *text, gssize length, gboolean match_case)
{
  return match_case ? g_strndup (text, (gsize) length) : g_utf8_casefold (text, length);
}

/* Looks for @needle in @text, of which the first @carried bytes end the row before. */
static gboolean
find_in_row (
    const char *needle, gboolean match_case, GString *text, gsize carried, gboolean *in_row_before)
{
  g_autofree char *folded = fold (text->str, (gssize) text->len, match_case);
  g_autofree char *before = fold (text->str, (gssize) carried, match_case);
  const char *found = strstr (folded, needle);

  if (found)
    *in_row_before = (gsize) (found - folded) < strlen (before);
  return found != NULL;
}

/* Keeps so much of the end of a row that continues as a match could begin in. */
static gsize
carry_over (GString *text, gsize most)
{
  const char *start = text->str + (text->len > most ? text->len - most : 0);

  while (start > text->str && ((guchar) *start & 0xc0) == 0x80)
    start--;
  g_string_erase (text, 0, start - text->str);
  return text->len;
}

/* Looks at the rows from @from to the one before @end. */
static gboolean
search_forward (PlacardText *self,
                const char *needle,
                gboolean match_case,
                guint64 from,
                guint64 end,
                guint64 *row_found,
                GCancellable *cancellable,
                GError **error)
{
  g_autofree char *folded = fold (needle, (gssize) strlen (needle), match_case);
  g_autoptr (GString) text = g_string_new (NULL);
  gboolean found = FALSE, in_row_before = FALSE;
  gsize carried = 0;
  guint64 known, i = from;
  Reader reader;
  Row row;

  if (!seek_row (self, from, &reader, &known, error))
    return FALSE;
  known = MIN (known, end);
  for (; i < known && !found && !g_cancellable_set_error_if_cancelled (cancellable, error); i++) {
    if (!reader_next (&reader, &row, error))
      break;
    append_row (&reader, &row, text);
    found = find_in_row (folded, match_case, text, carried, &in_row_before);
    carried = 0;
    if (row.continues)
      carried = carry_over (text, strlen (needle) * 2);
    else
      g_string_truncate (text, 0);
  }
  reader_clear (&reader);
  if (found)
    *row_found = i - 1 - in_row_before;
  return found;
}

/* So many rows are looked at from their first one on; the last match in them is the one. */
#define BACKWARD_ROWS 1024

static gboolean
search_backward (PlacardText *self,
                 const char *needle,
                 gboolean match_case,
                 guint64 from,
                 guint64 *row_found,
                 GCancellable *cancellable,
                 GError **error)
{
  guint64 n_rows = placard_text_get_n_rows (self);

  for (guint64 end = MIN (from + 1, n_rows); end > 0;) {
    guint64 start = end > BACKWARD_ROWS ? end - BACKWARD_ROWS : 0;
    gboolean found = FALSE;
    guint64 at = start, row;

    /* A match may go on in the row behind the last one: it counts where it begins. */
    while (at < end &&
           search_forward (self, needle, match_case, at, end + 1, &row, cancellable, error) &&
           row < end) {
      *row_found = row;
      found = TRUE;
      at = row + 1;
    }
    if (found)
      return TRUE;
    if (g_cancellable_is_cancelled (cancellable))
      return FALSE;
    end = start;
  }
  return FALSE;
}

gboolean
placard_text_search (PlacardText *self,
                     const char *needle,
                     PlacardTextSearchFlags flags,
                     guint64 from,
                     guint64 *row_found,
                     GCancellable *cancellable,
                     GError **error)
{
  gboolean match_case = (flags & PLACARD_TEXT_SEARCH_MATCH_CASE) != 0;

  g_return_val_if_fail (PLACARD_IS_TEXT (self), FALSE);

  if (flags & PLACARD_TEXT_SEARCH_BACKWARD)
    return search_backward (self, needle, match_case, from, row_found, cancellable, error);
  return search_forward (self, needle, match_case, from, G_MAXUINT64, row_found, cancellable,
                         error);
}

gboolean
placard_text_find (PlacardText *self,
                   const char *needle,
                   guint64 from,
                   guint64 *row_found,
                   GCancellable *cancellable,
                   GError **error)
{
  return placard_text_search (self, needle, PLACARD_TEXT_SEARCH_NONE, from, row_found, cancellable,
                              error);
}
