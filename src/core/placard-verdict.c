/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-verdict.h"

#include <glib/gi18n-lib.h>
#include <libsoup/soup.h>
#include <string.h>
#include <unistd.h>

#include "placard-error.h"
#include "placard-failure.h"
#include "placard-server-message.h"

/* The label is what the server says, the body is what it did: the body wins, and the label is
 * mentioned. Made once, never changed. */

/* What a page that is no picture seems to be. */
typedef enum { PAGE_ANY, PAGE_LOGIN, PAGE_PORTAL } Page;

struct _PlacardVerdict {
  gatomicrefcount ref_count;

  PlacardAction action;
  PlacardMediaType sniffed;
  PlacardCompleteness completeness;
  PlacardSpoolState spool_state;
  gboolean mislabelled;
  gboolean is_head; /* the answer to HEAD */
  gboolean is_empty;
  Page page;
  int width;
  int height;
  guint status;     /* 0 for a local file */
  goffset received; /* bytes of body */
  goffset expected; /* -1 when not stated */
  char *declared;
  char *coding; /* (nullable): a Content-Encoding that the bytes do not have */
  char *host;
  char *status_line; /* "404 Not Found" */
  char *server_message;
  char *reason;
};

G_DEFINE_BOXED_TYPE (PlacardVerdict, placard_verdict, placard_verdict_ref, placard_verdict_unref)

/* A longer text that comes as an attachment is a file. */
#define ATTACHED_TEXT_BYTES (1024 * 1024)

static gboolean
is_ok (const PlacardVerdict *self)
{
  return self->status == 0 || (self->status >= 200 && self->status <= 299);
}

/* RFC 9110: these never have a body. */
static gboolean
has_no_content (const PlacardVerdict *self)
{
  return self->status == 204 || self->status == 205 || self->status == 304;
}

static gboolean
is_cut (const PlacardVerdict *self)
{
  return self->completeness == PLACARD_COMPLETENESS_INCOMPLETE ||
         self->spool_state == PLACARD_SPOOL_INCOMPLETE ||
         self->spool_state == PLACARD_SPOOL_CANCELLED;
}

/* Plain text may be any of the texts, and XML may be a picture or a page: these labels are not
 * wrong. */
static gboolean
label_covers (PlacardMediaType declared, PlacardMediaType sniffed)
{
  if (declared == sniffed || declared == PLACARD_MEDIA_BINARY)
    return TRUE;
  if (declared == PLACARD_MEDIA_TEXT)
    return placard_media_type_is_text (sniffed);
  if (declared == PLACARD_MEDIA_XML)
    return sniffed == PLACARD_MEDIA_SVG || sniffed == PLACARD_MEDIA_HTML ||
           sniffed == PLACARD_MEDIA_TEXT;
  if (declared == PLACARD_MEDIA_HTML)
    return sniffed == PLACARD_MEDIA_TEXT || sniffed == PLACARD_MEDIA_XML;
  return FALSE;
}

static gboolean
contradicts (const char *declared, PlacardMediaType sniffed)
{
  PlacardMediaType type = placard_media_type_from_mime (declared);

  if (!declared || sniffed == PLACARD_MEDIA_UNKNOWN || sniffed == PLACARD_MEDIA_EMPTY)
    return FALSE;
  if (type != PLACARD_MEDIA_UNKNOWN)
    return !label_covers (type, sniffed);
  /* A type that is not in the list cannot be checked, but that it is a picture or a text can. */
  if (placard_media_type_is_image (sniffed))
    return TRUE;
  return g_str_has_prefix (declared, "image/") && sniffed != PLACARD_MEDIA_BINARY;
}

static gboolean
is_attachment (PlacardResponse *response)
{
  const char *value =
      response ? placard_response_get_header (response, "Content-Disposition") : NULL;

  return value && g_ascii_strncasecmp (value + strspn (value, " \t"), "attachment", 10) == 0;
}

static PlacardAction
decide (const PlacardVerdict *self, gboolean attachment)
{
  if (self->is_head || self->is_empty || has_no_content (self) ||
      self->sniffed == PLACARD_MEDIA_UNKNOWN)
    return PLACARD_ACTION_EXPLAIN;
  if (placard_media_type_is_image (self->sniffed))
    return PLACARD_ACTION_SHOW_PICTURE;
  if (!placard_media_type_is_text (self->sniffed))
    return PLACARD_ACTION_OFFER_FILE;
  if (attachment && MAX (self->received, self->expected) > ATTACHED_TEXT_BYTES)
    return PLACARD_ACTION_OFFER_FILE;
  return PLACARD_ACTION_SHOW_TEXT;
}

static const char *
get_host (const PlacardVerdict *self)
{
  /* Translators: stands for the host when it is not known, at the start of a sentence */
  return self->host && *self->host ? self->host : _ ("The server");
}

static char *
format_cut (const PlacardVerdict *self)
{
  g_autofree char *received = placard_failure_format_count (self->received);
  g_autofree char *expected = placard_failure_format_count (self->expected);

  if (self->spool_state == PLACARD_SPOOL_CANCELLED)
    return g_strdup_printf (_ ("The picture is not whole: it was stopped after %s bytes"),
                            received);
  if (self->expected > self->received)
    return g_strdup_printf (
        _ ("The picture is not whole: the server closed the connection after %s of %s bytes"),
        received, expected);
  if (self->completeness == PLACARD_COMPLETENESS_COMPLETE)
    return g_strdup (_ ("The picture has come to its own end, but the answer around it was cut"));
  return g_strdup_printf (_ ("The picture ends early: %s bytes came, and the picture needs more"),
                          received);
}

static char *
explain_picture (const PlacardVerdict *self)
{
  const char *name = placard_media_type_to_name (self->sniffed);

  if (!is_ok (self))
    return g_strdup_printf (_ ("%s answered %s: the picture is what came with it"), get_host (self),
                            self->status_line);
  if (self->completeness == PLACARD_COMPLETENESS_BROKEN)
    return g_strdup_printf (_ ("The picture is damaged: its %s structure or checksum is wrong"),
                            name);
  if (is_cut (self))
    return format_cut (self);
  if (self->mislabelled)
    return g_strdup_printf (_ ("The server declared %s, but this is %s"), self->declared, name);
  if (self->coding)
    return g_strdup_printf (_ ("The server declared %s, but this is %s"), self->coding, name);
  return NULL;
}

static char *
explain_empty (const PlacardVerdict *self)
{
  if (self->is_head)
    return g_strdup (_ ("HEAD asks for the head of an answer only: no picture comes with it"));
  if (has_no_content (self))
    return g_strdup_printf (_ ("%s answered %s: no picture comes with that"), get_host (self),
                            self->status_line);
  if (!self->is_empty)
    return NULL;
  if (!is_ok (self))
    return g_strdup_printf (_ ("%s answered %s and sent nothing else"), get_host (self),
                            self->status_line);
  if (self->status == 0)
    return g_strdup (_ ("The file is empty"));
  if (is_cut (self))
    return g_strdup_printf (_ ("%s closed the connection before the first byte of the picture"),
                            get_host (self));
  return g_strdup_printf (_ ("%s sent an empty answer: there is no picture in it"),
                          get_host (self));
}

static char *
name_page (const PlacardVerdict *self)
{
  const char *host = get_host (self);

  switch (self->page) {
  case PAGE_PORTAL:
    return g_strdup_printf (_ ("%s sent a web page instead of a picture; perhaps this network "
                               "wants you to sign in first"),
                            host);
  case PAGE_LOGIN:
    return g_strdup_printf (_ ("%s sent a login page instead of a picture"), host);
  case PAGE_ANY:
    break;
  }
  return g_strdup_printf (_ ("%s sent a web page instead of a picture"), host);
}

/* Its first line is a boundary, or words that nobody is to read (RFC 2046, section 5.1.1): no message. */
static gboolean
is_multipart (const PlacardVerdict *self)
{
  return self->declared && g_str_has_prefix (self->declared, "multipart/") &&
         (self->sniffed == PLACARD_MEDIA_TEXT || self->sniffed == PLACARD_MEDIA_BINARY);
}

/* What came instead of a picture. */
static char *
name_other (const PlacardVerdict *self)
{
  const char *host = get_host (self);

  if (is_multipart (self))
    return g_strdup_printf (_ ("%s sent %s instead of a picture"), host, self->declared);
  switch (self->sniffed) {
  case PLACARD_MEDIA_HTML:
    return name_page (self);
  case PLACARD_MEDIA_TEXT:
    return g_strdup_printf (_ ("%s sent text instead of a picture"), host);
  case PLACARD_MEDIA_PDF:
    return g_strdup_printf (_ ("%s sent a PDF document instead of a picture"), host);
  case PLACARD_MEDIA_ZIP:
    return g_strdup_printf (_ ("%s sent a ZIP archive instead of a picture"), host);
  case PLACARD_MEDIA_MP4:
    return g_strdup_printf (_ ("%s sent a video instead of a picture"), host);
  case PLACARD_MEDIA_BINARY:
    return g_strdup_printf (_ ("%s sent data that is no picture Placard knows"), host);
  default:
    /* Translators: the second %s is a format: JSON, XML, gzip data */
    return g_strdup_printf (_ ("%s sent %s instead of a picture"), host,
                            placard_media_type_to_name (self->sniffed));
  }
}

/* The sentence without the server's own words. */
static char *
name_answer (const PlacardVerdict *self)
{
  g_autofree char *what = NULL;

  if (!is_ok (self))
    return g_strdup_printf (_ ("%s answered %s"), get_host (self), self->status_line);
  what = name_other (self);
  if (!self->mislabelled || !g_str_has_prefix (self->declared, "image/"))
    return g_steal_pointer (&what);
  /* Translators: a sentence, then a media type: "HOST sent JSON instead of a picture, declared as
   * image/png" */
  return g_strdup_printf (_ ("%s, declared as %s"), what, self->declared);
}

static char *
explain_other (const PlacardVerdict *self)
{
  g_autofree char *what = name_answer (self);

  if (!self->server_message)
    return g_steal_pointer (&what);
  if (self->sniffed == PLACARD_MEDIA_HTML)
    /* Translators: a sentence, then the title of the page that came */
    return g_strdup_printf (_ ("%s: “%s”"), what, self->server_message);
  /* Translators: a sentence, then the server's own message */
  return g_strdup_printf (_ ("%s: %s"), what, self->server_message);
}

static char *
explain (const PlacardVerdict *self)
{
  switch (self->action) {
  case PLACARD_ACTION_SHOW_PICTURE:
    return explain_picture (self);
  case PLACARD_ACTION_EXPLAIN:
    return explain_empty (self);
  case PLACARD_ACTION_SHOW_TEXT:
  case PLACARD_ACTION_OFFER_FILE:
    return explain_other (self);
  }
  return NULL;
}

static char *
format_status (PlacardResponse *response)
{
  guint status = placard_response_get_status (response);
  const char *text = placard_response_get_status_text (response);

  /* HTTP/2 has no reason phrase. */
  if (!text || !*text)
    text = soup_status_get_phrase (status);
  return g_strdup_printf ("%u %s", status, text);
}

static void
take_head (PlacardVerdict *self, PlacardResponse *response)
{
  g_autoptr (GUri) uri = NULL;

  self->expected = -1;
  if (!response)
    return;
  uri = g_uri_parse (placard_response_get_url (response), G_URI_FLAGS_NONE, NULL);
  self->host = g_strdup (uri ? g_uri_get_host (uri) : NULL);
  self->status = placard_response_get_status (response);
  self->status_line = format_status (response);
  self->declared = g_strdup (placard_response_get_declared_type (response));
  self->is_head = strcmp (placard_response_get_method (response), "HEAD") == 0;
  /* With a coding on top the lengths are of different things. */
  if (!placard_response_get_header (response, "Content-Encoding"))
    self->expected = placard_response_get_expected_length (response);
}

/* What came is as long as it was on the wire, so nothing was unpacked (fault row 13). */
static char *
dup_wrong_coding (const PlacardVerdict *self, PlacardResponse *response)
{
  const char *coding = response ? placard_response_get_header (response, "Content-Encoding") : NULL;

  if (!coding || g_ascii_strcasecmp (coding, "identity") == 0 || self->received == 0 ||
      self->received != placard_response_get_expected_length (response))
    return NULL;
  return g_strdup (coding);
}

/* Who asked in clear and was led to another host may have been caught on the way. */
static gboolean
was_led_away (const PlacardVerdict *self, PlacardResponse *response)
{
  GPtrArray *hops = response ? placard_response_get_hops (response) : NULL;
  g_autoptr (GUri) asked = NULL;

  if (!hops || hops->len == 0)
    return FALSE;
  asked = g_uri_parse (((PlacardHop *) hops->pdata[0])->url, G_URI_FLAGS_NONE, NULL);
  return asked && g_str_equal (g_uri_get_scheme (asked), "http") &&
         g_strcmp0 (g_uri_get_host (asked), self->host) != 0;
}

static Page
tell_page (const PlacardVerdict *self,
           PlacardResponse *response,
           const guint8 *first,
           gsize n_first)
{
  if (placard_server_message_is_portal (first, n_first))
    return PAGE_PORTAL;
  if (placard_server_message_is_login (first, n_first, self->server_message))
    return PAGE_LOGIN;
  return was_led_away (self, response) ? PAGE_PORTAL : PAGE_ANY;
}

/* Everything that follows from the fields that are set by now. */
static void
conclude (PlacardVerdict *self, PlacardResponse *response, const guint8 *first, gsize n_first)
{
  const char *content_type = response ? placard_response_get_content_type (response) : NULL;

  self->mislabelled = contradicts (self->declared, self->sniffed);
  self->action = decide (self, is_attachment (response));
  self->coding = dup_wrong_coding (self, response);
  if (self->action == PLACARD_ACTION_SHOW_TEXT && !is_multipart (self))
    self->server_message =
        placard_server_message_find (self->sniffed, first, n_first, content_type);
  if (self->sniffed == PLACARD_MEDIA_HTML)
    self->page = tell_page (self, response, first, n_first);
  self->reason = explain (self);
}

static PlacardVerdict *
verdict_new (PlacardResponse *response)
{
  PlacardVerdict *self = g_new0 (PlacardVerdict, 1);

  g_atomic_ref_count_init (&self->ref_count);
  take_head (self, response);
  return self;
}

PlacardVerdict *
placard_verdict_new (PlacardResponse *response,
                     const guint8 *first,
                     gsize n_first,
                     gboolean at_end,
                     PlacardSpoolState spool_state,
                     PlacardCompleteness completeness)
{
  PlacardVerdict *self = verdict_new (response);
  g_autoptr (PlacardCompletenessScanner) scanner = NULL;

  self->sniffed = placard_media_type_sniff (first, n_first, at_end);
  self->is_empty = at_end && n_first == 0;
  self->spool_state = spool_state;
  self->completeness = completeness;
  self->received = (goffset) n_first;
  scanner = placard_completeness_scanner_new (self->sniffed);
  placard_completeness_scanner_feed (scanner, first, n_first);
  placard_completeness_scanner_get_size (scanner, &self->width, &self->height);
  conclude (self, response, first, n_first);
  return self;
}

#define SLICE (256 * 1024)

static void
feed_rest (PlacardCompletenessScanner *scanner,
           PlacardSpool *spool,
           goffset at,
           GCancellable *cancellable)
{
  g_autofree guint8 *buffer = g_malloc (SLICE);
  gssize n;

  for (; !g_cancellable_is_cancelled (cancellable); at += n) {
    n = placard_spool_read_at (spool, at, buffer, SLICE, NULL);
    if (n <= 0)
      break;
    placard_completeness_scanner_feed (scanner, buffer, (gsize) n);
  }
}

/* Pictures are read to their end, everything else only as far as a message may be. */
static void
scan_spool (PlacardVerdict *self,
            PlacardSpool *spool,
            const guint8 *first,
            gsize n_first,
            GCancellable *cancellable)
{
  g_autoptr (PlacardCompletenessScanner) scanner = placard_completeness_scanner_new (self->sniffed);
  int fd = self->sniffed == PLACARD_MEDIA_TIFF ? placard_spool_open_fd (spool, NULL) : -1;

  placard_completeness_scanner_set_fd (scanner, fd);
  placard_completeness_scanner_feed (scanner, first, n_first);
  if ((goffset) n_first < self->received)
    feed_rest (scanner, spool, (goffset) n_first, cancellable);
  self->completeness = placard_completeness_scanner_end (scanner);
  placard_completeness_scanner_get_size (scanner, &self->width, &self->height);
  if (fd >= 0)
    close (fd);
}

PlacardVerdict *
placard_verdict_judge (PlacardResponse *response, PlacardSpool *spool)
{
  return placard_verdict_judge_cancellable (response, spool, NULL);
}

PlacardVerdict *
placard_verdict_judge_cancellable (PlacardResponse *response,
                                   PlacardSpool *spool,
                                   GCancellable *cancellable)
{
  PlacardVerdict *self = verdict_new (response);
  goffset size = placard_spool_get_size (spool);
  gsize n_first = MIN (size, PLACARD_SERVER_MESSAGE_BYTES);
  g_autofree guint8 *first = g_malloc (MAX (n_first, 1));
  gssize n = placard_spool_read_at (spool, 0, first, n_first, NULL);

  n = MAX (n, 0);
  self->received = size;
  self->spool_state = placard_spool_get_state (spool);
  self->is_empty = self->received == 0;
  self->sniffed = placard_media_type_sniff (first, (gsize) n, TRUE);
  /* What is gone is not judged: the stated length has to do. */
  if (placard_media_type_is_image (self->sniffed) && !placard_spool_has_forgotten (spool))
    scan_spool (self, spool, first, (gsize) n, cancellable);
  conclude (self, response, first, (gsize) n);
  return self;
}

PlacardVerdict *
placard_verdict_ref (PlacardVerdict *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
placard_verdict_unref (PlacardVerdict *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_free (self->declared);
  g_free (self->coding);
  g_free (self->host);
  g_free (self->status_line);
  g_free (self->server_message);
  g_free (self->reason);
  g_free (self);
}

PlacardAction
placard_verdict_get_action (const PlacardVerdict *self)
{
  return self->action;
}

PlacardMediaType
placard_verdict_get_sniffed (const PlacardVerdict *self)
{
  return self->sniffed;
}

const char *
placard_verdict_get_declared (const PlacardVerdict *self)
{
  return self->declared;
}

gboolean
placard_verdict_is_mislabelled (const PlacardVerdict *self)
{
  return self->mislabelled;
}

PlacardCompleteness
placard_verdict_get_completeness (const PlacardVerdict *self)
{
  return self->completeness;
}

int
placard_verdict_get_width (const PlacardVerdict *self)
{
  return self->width;
}

int
placard_verdict_get_height (const PlacardVerdict *self)
{
  return self->height;
}

const char *
placard_verdict_get_reason (const PlacardVerdict *self)
{
  return self->reason;
}

const char *
placard_verdict_get_server_message (const PlacardVerdict *self)
{
  return self->server_message;
}

const char *
placard_verdict_get_wholeness (const PlacardVerdict *self)
{
  if (!placard_media_type_is_image (self->sniffed) || self->spool_state == PLACARD_SPOOL_OPEN)
    return NULL;
  if (self->completeness == PLACARD_COMPLETENESS_BROKEN)
    return _ ("damaged");
  if (is_cut (self))
    return _ ("ends early");
  if (self->completeness == PLACARD_COMPLETENESS_UNKNOWN)
    return self->expected >= 0 ? _ ("every announced byte came") : _ ("cannot be told");
  return self->status && self->expected < 0 ? _ ("length not stated; the picture is whole")
                                            : _ ("complete");
}

char *
placard_verdict_describe_wholeness (const PlacardVerdict *self, int rows)
{
  const char *words = placard_verdict_get_wholeness (self);

  if (!words || self->completeness == PLACARD_COMPLETENESS_BROKEN || !is_cut (self) || rows <= 0 ||
      rows >= self->height)
    return g_strdup (words);
  /* Translators: of a picture that was cut: how many of its rows came */
  return g_strdup_printf (_ ("ends early (%d of %d rows)"), rows, self->height);
}

GError *
placard_verdict_to_error (const PlacardVerdict *self)
{
  PlacardError code;

  if (self->is_head && is_ok (self))
    return NULL;
  if (!is_ok (self) && !has_no_content (self))
    code = PLACARD_ERROR_HTTP_STATUS;
  else if (self->action == PLACARD_ACTION_EXPLAIN)
    code = PLACARD_ERROR_EMPTY;
  else if (self->action != PLACARD_ACTION_SHOW_PICTURE)
    code = PLACARD_ERROR_NOT_AN_IMAGE;
  else if (self->completeness == PLACARD_COMPLETENESS_BROKEN)
    code = PLACARD_ERROR_UNDECODABLE;
  else if (is_cut (self))
    code = PLACARD_ERROR_TRUNCATED;
  else
    return NULL;

  /* A verdict over a first part that tells nothing yet has no sentence, and is nobody's error. */
  return self->reason ? g_error_new_literal (PLACARD_ERROR, (int) code, self->reason) : NULL;
}
