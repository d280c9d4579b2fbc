/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <string.h>

#include "placard-field.h"
#include "placard-freshness.h"
#include "placard-response.h"

/* Sun, 06 Nov 1994 08:49:37 GMT, RFC 9110's own example. */
#define DATE G_GINT64_CONSTANT (784111777)
#define DATE_FIELD "Date: Sun, 06 Nov 1994 08:49:37 GMT"

/* Every mode, with something stored and fresh, stored and stale, nothing stored. */
static const struct {
  PlacardCacheMode mode;
  PlacardCacheAction fresh, stale, nothing;
  gboolean keeps;
} modes[] = {
    {PLACARD_CACHE_OFF, PLACARD_CACHE_FETCH, PLACARD_CACHE_FETCH, PLACARD_CACHE_FETCH, FALSE},
    {PLACARD_CACHE_DEFAULT, PLACARD_CACHE_USE, PLACARD_CACHE_VALIDATE, PLACARD_CACHE_FETCH, TRUE},
    {PLACARD_CACHE_NO_STORE, PLACARD_CACHE_FETCH, PLACARD_CACHE_FETCH, PLACARD_CACHE_FETCH, FALSE},
    {PLACARD_CACHE_RELOAD, PLACARD_CACHE_FETCH, PLACARD_CACHE_FETCH, PLACARD_CACHE_FETCH, TRUE},
    {PLACARD_CACHE_NO_CACHE, PLACARD_CACHE_VALIDATE, PLACARD_CACHE_VALIDATE, PLACARD_CACHE_FETCH,
     TRUE},
    {PLACARD_CACHE_FORCE_CACHE, PLACARD_CACHE_USE, PLACARD_CACHE_USE, PLACARD_CACHE_FETCH, TRUE},
    {PLACARD_CACHE_ONLY_IF_CACHED, PLACARD_CACHE_USE, PLACARD_CACHE_USE, PLACARD_CACHE_REFUSE,
     TRUE},
};

static void
test_modes (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (modes); i++) {
    PlacardCacheMode mode = modes[i].mode;

    g_assert_cmpint (placard_freshness_decide (mode, TRUE, TRUE), ==, modes[i].fresh);
    g_assert_cmpint (placard_freshness_decide (mode, TRUE, FALSE), ==, modes[i].stale);
    g_assert_cmpint (placard_freshness_decide (mode, FALSE, FALSE), ==, modes[i].nothing);
    g_assert_cmpint (placard_freshness_keeps (mode), ==, modes[i].keeps);
  }
}

static GPtrArray *
make_headers (const char *const *lines)
{
  GPtrArray *headers =
      g_ptr_array_new_with_free_func ((GDestroyNotify) placard_response_header_free);

  for (; lines && *lines; lines++) {
    const char *colon = strchr (*lines, ':');
    g_autofree char *name = g_strndup (*lines, (gsize) (colon - *lines));

    g_ptr_array_add (headers, placard_response_header_new (name, colon + 2));
  }
  return headers;
}

static GPtrArray *
make_fields (const char *const *lines)
{
  GPtrArray *fields = placard_field_list_new ();

  for (; lines && *lines; lines++) {
    const char *colon = strchr (*lines, ':');
    g_autofree char *name = g_strndup (*lines, (gsize) (colon - *lines));

    g_ptr_array_add (fields, placard_field_new (name, colon + 2));
  }
  return fields;
}

static const struct {
  const char *headers[5];
  gint64 lifetime;
} lifetimes[] = {
    {{NULL}, 0},
    {{DATE_FIELD, "Cache-Control: max-age=60"}, 60},
    {{DATE_FIELD, "Cache-Control: public, MAX-AGE=60 , x"}, 60},
    {{DATE_FIELD, "Cache-Control: max-age=\"60\""}, 60},
    {{DATE_FIELD, "Cache-Control: x=\"max-age=5\", max-age=60"}, 60},
    {{DATE_FIELD, "Cache-Control: private", "Cache-Control: max-age=60"}, 60},
    {{DATE_FIELD, "Cache-Control: max-age=-60"}, 0},
    {{DATE_FIELD, "Cache-Control: max-age=6x"}, 0},
    {{DATE_FIELD, "Cache-Control: max-age"}, 0},
    {{DATE_FIELD, "Cache-Control: max-age=99999999999999999999"}, G_GINT64_CONSTANT (2147483648)},
    {{DATE_FIELD, "Cache-Control: s-maxage=60"}, 0},
    {{DATE_FIELD, "Expires: Sun, 06 Nov 1994 08:50:37 GMT"}, 60},
    {{DATE_FIELD, "Expires: Sunday, 06-Nov-94 08:50:37 GMT"}, 60},
    {{DATE_FIELD, "Expires: Sun Nov  6 08:50:37 1994"}, 60},
    {{DATE_FIELD, "Expires: Sun, 06 Nov 1994 08:48:37 GMT"}, 0},
    {{DATE_FIELD, "Expires: 0"}, 0},
    {{DATE_FIELD, "Expires: Sun, 06 Nov 1994 08:50:37 GMT", "Cache-Control: max-age=5"}, 5},
    {{DATE_FIELD, "Expires: 0", "Last-Modified: Sun, 06 Nov 1993 08:49:37 GMT"}, 0},
    {{DATE_FIELD, "Last-Modified: Sun, 06 Nov 1994 08:32:57 GMT"}, 100},
    {{DATE_FIELD, "Last-Modified: Sun, 06 Nov 1983 08:32:57 GMT"}, 86400},
    {{DATE_FIELD, "Last-Modified: Mon, 07 Nov 1994 08:32:57 GMT"}, 0},
    {{"Expires: Sun, 06 Nov 1994 08:50:37 GMT"}, 60}, /* no Date: when it came */
};

static void
test_lifetimes (void)
{
  const PlacardFreshnessTimes times = {DATE, DATE};

  for (gsize i = 0; i < G_N_ELEMENTS (lifetimes); i++) {
    g_autoptr (GPtrArray) headers = make_headers (lifetimes[i].headers);

    g_test_message ("%s", lifetimes[i].headers[0] ? lifetimes[i].headers[1] : "-");
    g_assert_cmpint (placard_freshness_get_lifetime (headers, &times), ==, lifetimes[i].lifetime);
  }
}

static const struct {
  const char *headers[3];
  PlacardFreshnessTimes times;
  gint64 now;
  gint64 age;
} ages[] = {
    {{DATE_FIELD}, {DATE, DATE}, DATE, 0},
    {{DATE_FIELD}, {DATE, DATE}, DATE + 10, 10},
    {{DATE_FIELD}, {DATE + 4, DATE + 5}, DATE + 15, 15},              /* Date says 5 */
    {{DATE_FIELD, "Age: 100"}, {DATE + 4, DATE + 5}, DATE + 15, 111}, /* 100 + 1 + 10 */
    {{DATE_FIELD, "Age: 2"}, {DATE, DATE + 50}, DATE + 60, 62},       /* a slow answer */
    {{DATE_FIELD, "Age: x"}, {DATE, DATE}, DATE + 10, 10},
    {{NULL}, {DATE, DATE + 1}, DATE + 10, 10},
    {{DATE_FIELD}, {DATE - 500, DATE - 500}, DATE - 490, 10}, /* the server's clock is ahead */
    {{DATE_FIELD}, {DATE, DATE}, DATE - 10, 0},               /* ours was put back */
};

static void
test_ages (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (ages); i++) {
    g_autoptr (GPtrArray) headers = make_headers (ages[i].headers);

    g_assert_cmpint (placard_freshness_get_age (headers, &ages[i].times, ages[i].now), ==,
                     ages[i].age);
  }
}

static const struct {
  const char *headers[4];
  gint64 after;
  gboolean fresh;
} fresh_rows[] = {
    {{DATE_FIELD, "Cache-Control: max-age=60"}, 59, TRUE},
    {{DATE_FIELD, "Cache-Control: max-age=60"}, 60, FALSE},
    {{DATE_FIELD, "Cache-Control: max-age=60, no-cache"}, 1, FALSE},
    {{DATE_FIELD, "Cache-Control: max-age=60, no-cache=\"Set-Cookie\""}, 1, FALSE},
    {{DATE_FIELD, "Cache-Control: max-age=60, must-revalidate"}, 1, TRUE},
    {{DATE_FIELD, "Expires: Sun, 06 Nov 1994 08:50:37 GMT", "Pragma: no-cache"}, 1, FALSE},
    {{DATE_FIELD, "Cache-Control: max-age=60", "Pragma: no-cache"}, 1, TRUE},
    {{DATE_FIELD}, 0, FALSE},
};

static void
test_fresh (void)
{
  const PlacardFreshnessTimes times = {DATE, DATE};

  for (gsize i = 0; i < G_N_ELEMENTS (fresh_rows); i++) {
    g_autoptr (GPtrArray) headers = make_headers (fresh_rows[i].headers);

    g_assert_cmpint (placard_freshness_is_fresh (headers, &times, DATE + fresh_rows[i].after), ==,
                     fresh_rows[i].fresh);
  }
}

static const struct {
  const char *method;
  const char *field; /* (nullable): of the request */
  guint status;
  const char *header; /* (nullable) */
  gboolean storable;
} storables[] = {
    {"GET", NULL, 200, NULL, TRUE},
    {"GET", NULL, 203, "Cache-Control: private", TRUE},
    {"GET", "Authorization: Bearer t", 200, NULL, TRUE},
    {"HEAD", NULL, 200, NULL, FALSE},
    {"POST", NULL, 200, "Cache-Control: max-age=60", FALSE},
    {"GET", NULL, 206, NULL, FALSE},
    {"GET", NULL, 304, NULL, FALSE},
    {"GET", NULL, 404, NULL, FALSE},
    {"GET", NULL, 200, "Cache-Control: no-store", FALSE},
    {"GET", NULL, 200, "cache-control: max-age=3, No-Store", FALSE},
    {"GET", NULL, 200, "Cache-Control: x=\"no-store\"", TRUE},
    {"GET", "Cache-Control: no-store", 200, NULL, FALSE},
    {"GET", NULL, 200, "Vary: *", FALSE},
    {"GET", NULL, 200, "Vary: Accept", TRUE},
};

static void
test_storable (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (storables); i++) {
    const char *header_lines[] = {storables[i].header, NULL};
    const char *field_lines[] = {storables[i].field, NULL};
    g_autoptr (GPtrArray) headers = make_headers (header_lines);
    g_autoptr (GPtrArray) fields = make_fields (field_lines);

    g_test_message ("%s %s", storables[i].method, storables[i].header);
    g_assert_cmpint (
        placard_freshness_is_storable (storables[i].method, fields, storables[i].status, headers),
        ==, storables[i].storable);
  }
}

static void
test_adjust (void)
{
  static const char *const conditional[] = {"If-None-Match: \"a\"", NULL};
  static const char *const range[] = {"range: bytes=1-", NULL};
  static const char *const plain[] = {"Accept: image/*", NULL};
  g_autoptr (GPtrArray) one = make_fields (conditional);
  g_autoptr (GPtrArray) other = make_fields (range);
  g_autoptr (GPtrArray) none = make_fields (plain);

  g_assert_cmpint (placard_freshness_adjust_mode (PLACARD_CACHE_DEFAULT, one), ==,
                   PLACARD_CACHE_NO_STORE);
  g_assert_cmpint (placard_freshness_adjust_mode (PLACARD_CACHE_DEFAULT, other), ==,
                   PLACARD_CACHE_NO_STORE);
  g_assert_cmpint (placard_freshness_adjust_mode (PLACARD_CACHE_DEFAULT, none), ==,
                   PLACARD_CACHE_DEFAULT);
  g_assert_cmpint (placard_freshness_adjust_mode (PLACARD_CACHE_RELOAD, one), ==,
                   PLACARD_CACHE_RELOAD);
}

static void
test_validation (void)
{
  static const char *const stored_lines[] = {"ETag: \"a\"",
                                             "Last-Modified: Sun, 06 Nov 1994 08:49:37 GMT",
                                             "Content-Type: image/png",
                                             "Content-Length: 5",
                                             "X-A: 1",
                                             "X-A: 2",
                                             "Cache-Control: max-age=1",
                                             NULL};
  static const char *const answer_lines[] = {"etag: \"a\"", "Cache-Control: max-age=60",
                                             "Content-Length: 0", "X-B: 3", NULL};
  static const char *const wanted[] = {"Last-Modified: Sun, 06 Nov 1994 08:49:37 GMT",
                                       "Content-Type: image/png",
                                       "Content-Length: 5",
                                       "X-A: 1",
                                       "X-A: 2",
                                       "etag: \"a\"",
                                       "Cache-Control: max-age=60",
                                       "X-B: 3"};
  g_autoptr (GPtrArray) stored = make_headers (stored_lines);
  g_autoptr (GPtrArray) answer = make_headers (answer_lines);
  g_autoptr (GPtrArray) updated = placard_freshness_update_headers (stored, answer);
  g_autoptr (GPtrArray) conditions = placard_freshness_build_conditions (stored);

  g_assert_cmpuint (conditions->len, ==, 2);
  g_assert_cmpstr (placard_field_list_find (conditions, "If-None-Match")->value, ==, "\"a\"");
  g_assert_cmpstr (placard_field_list_find (conditions, "If-Modified-Since")->value, ==,
                   "Sun, 06 Nov 1994 08:49:37 GMT");
  g_assert_cmpuint (updated->len, ==, G_N_ELEMENTS (wanted));
  for (guint i = 0; i < updated->len; i++) {
    const PlacardResponseHeader *header = g_ptr_array_index (updated, i);
    g_autofree char *line = g_strconcat (header->name, ": ", header->value, NULL);

    g_assert_cmpstr (line, ==, wanted[i]);
  }
}

static const struct {
  const char *vary; /* (nullable) */
  const char *variant;
} variants[] = {
    {NULL, ""},
    {"Vary: Accept", "accept: image/*\n"},
    {"Vary: ACCEPT, X-None", "accept: image/*\nx-none: \n"},
    {"Vary: *", NULL},
    {"Vary: Accept, *", NULL},
    {"Vary: a b", NULL},
};

static void
test_variant (void)
{
  static const char *const field_lines[] = {"Accept: image/*", NULL};
  g_autoptr (GPtrArray) fields = make_fields (field_lines);

  for (gsize i = 0; i < G_N_ELEMENTS (variants); i++) {
    const char *lines[] = {variants[i].vary, NULL};
    g_autoptr (GPtrArray) headers = make_headers (lines);
    g_autofree char *variant = placard_freshness_get_variant (headers, fields);

    g_assert_cmpstr (variant, ==, variants[i].variant);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/freshness/modes", test_modes);
  g_test_add_func ("/freshness/lifetimes", test_lifetimes);
  g_test_add_func ("/freshness/ages", test_ages);
  g_test_add_func ("/freshness/fresh", test_fresh);
  g_test_add_func ("/freshness/storable", test_storable);
  g_test_add_func ("/freshness/adjust", test_adjust);
  g_test_add_func ("/freshness/validation", test_validation);
  g_test_add_func ("/freshness/variant", test_variant);
  return g_test_run ();
}
