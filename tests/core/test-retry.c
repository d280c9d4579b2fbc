/* SPDX-License-Identifier: GPL-3.0-or-later */
/* NW6. */
#include "placard-retry.h"

#include "placard-error.h"

static void
test_after (void)
{
  static const struct {
    const char *value;
    gint64 expected;
  } rows[] = {
      {NULL, -1},
      {"", -1},
      {"0", 0},
      {"120", 120000},
      {"120s", -1},
      {"-5", -1},
      {"soon", -1},
      {"99999999999999999999", (gint64) G_MAXINT32 * 1000},
      {"Fri, 20 Nov 2026 12:01:00 GMT", 60000},
      {"Fri, 20 Nov 2026 11:59:00 GMT", 0},
  };
  g_autoptr (GDateTime) now = g_date_time_new_utc (2026, 11, 20, 12, 0, 0);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpint (placard_retry_parse_after (rows[i].value, now), ==, rows[i].expected);
}

static void
test_pauses (void)
{
  g_autoptr (PlacardTransport) transport = placard_transport_new ();
  PlacardRetry retry;

  transport->retry = 12;
  retry = placard_retry_new (transport);
  for (gint64 expected = 1000; expected <= 512000; expected *= 2)
    g_assert_cmpint (placard_retry_next (&retry, -1, 0), ==, expected);
  g_assert_cmpint (placard_retry_next (&retry, -1, 0), ==, 600000);
  g_assert_cmpint (placard_retry_next (&retry, -1, 0), ==, 600000);
  g_assert_cmpint (placard_retry_next (&retry, -1, 0), ==, -1);

  transport->retry = 3;
  transport->retry_delay_ms = 70;
  transport->retry_max_ms = 1000;
  retry = placard_retry_new (transport);
  g_assert_cmpint (placard_retry_next (&retry, -1, 0), ==, 70);
  g_assert_cmpint (placard_retry_next (&retry, 500, 100), ==, 500);
  g_assert_cmpint (placard_retry_next (&retry, 500, 600), ==, -1);
  g_assert_cmpint (placard_retry_next (&retry, -1, 600), ==, 70);
  g_assert_cmpint (placard_retry_next (&retry, -1, 600), ==, -1);
}

static PlacardResponse *
make_response (guint status, const char *etag, const char *length, const char *range)
{
  g_autoptr (GPtrArray) headers =
      g_ptr_array_new_with_free_func ((GDestroyNotify) placard_response_header_free);
  PlacardResponseFacts facts = {.status = status, .headers = headers};

  if (etag)
    g_ptr_array_add (headers, placard_response_header_new ("ETag", etag));
  if (length)
    g_ptr_array_add (headers, placard_response_header_new ("Content-Length", length));
  if (range)
    g_ptr_array_add (headers, placard_response_header_new ("Content-Range", range));
  return placard_response_new (&facts);
}

/* Fault 43: only what goes on with the same bytes is taken. */
static void
test_resume (void)
{
  static const struct {
    guint status;
    const char *etag;
    const char *range;
    gboolean expected;
    goffset skip;
  } rows[] = {
      {206, "\"a\"", "bytes 500-999/1000", TRUE, 0},
      {206, NULL, "bytes 500-999/1000", TRUE, 0},
      {206, "\"a\"", "bytes 500-999/*", TRUE, 0},
      {206, "\"b\"", "bytes 500-999/1000", FALSE, 0},
      {206, "\"a\"", "bytes 400-999/1000", FALSE, 0},
      {206, "\"a\"", "bytes 500-899/1000", FALSE, 0},
      {206, "\"a\"", "bytes 500-999/2000", FALSE, 0},
      {206, "\"a\"", "lines 500-999/1000", FALSE, 0},
      {206, "\"a\"", "bytes 500", FALSE, 0},
      {206, "\"a\"", NULL, FALSE, 0},
      {200, "\"a\"", NULL, TRUE, 500},
      {200, "\"b\"", NULL, FALSE, 500},
      {200, NULL, NULL, FALSE, 500},
      {416, "\"a\"", "bytes */1000", FALSE, 0},
  };
  g_autoptr (PlacardResponse) first = make_response (200, "\"a\"", "1000", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (PlacardResponse) answer =
        make_response (rows[i].status, rows[i].etag, NULL, rows[i].range);
    goffset skip = -1;

    g_assert_true (placard_retry_check_resume (first, answer, 500, &skip) == rows[i].expected);
    if (rows[i].expected)
      g_assert_cmpint (skip, ==, rows[i].skip);
  }
}

static void
test_can_resume (void)
{
  static const struct {
    const char *method;
    guint status;
    const char *etag;
    gboolean expected;
  } rows[] = {
      {"GET", 200, "\"a\"", TRUE},    {"POST", 200, "\"a\"", FALSE}, {"GET", 404, "\"a\"", FALSE},
      {"GET", 200, "W/\"a\"", FALSE}, {"GET", 200, NULL, FALSE},
  };
  g_autoptr (GUri) uri = g_uri_parse ("http://a.example/", G_URI_FLAGS_NONE, NULL);
  g_autoptr (GPtrArray) none = g_ptr_array_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (PlacardStep) step = placard_step_new (rows[i].method, uri, none, NULL, FALSE);
    g_autoptr (PlacardResponse) response =
        make_response (rows[i].status, rows[i].etag, "1000", NULL);

    g_assert_true (placard_retry_can_resume (step, response) == rows[i].expected);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/retry/after", test_after);
  g_test_add_func ("/retry/pauses", test_pauses);
  g_test_add_func ("/retry/resume", test_resume);
  g_test_add_func ("/retry/can-resume", test_can_resume);
  return g_test_run ();
}
