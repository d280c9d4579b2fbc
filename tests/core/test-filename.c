/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-filename.h"

#include <string.h>

/* N8, SV2, SV3, CT3, CT4. The tables are files of tests/data/file-names: each names its source, with
 * version and licence, and what its columns are. Where Placard differs from what a source expects the row
 * says what it makes instead, and why: RELIABILITY's rule decides. */

typedef struct {
  char **fields;
  guint n_fields;
} Row;

static void
row_free (gpointer data)
{
  Row *row = data;

  g_strfreev (row->fields);
  g_free (row);
}

static const char *
get_field (const Row *row, guint i)
{
  return i < row->n_fields ? row->fields[i] : NULL;
}

/* The rows live as long as the program: GTest keeps pointers to them. */
static GPtrArray *all_rows;

/* A row with an outcome of its own says why, and the outcome is another one. */
static void
check_reason (const Row *row, guint expected)
{
  const char *own = get_field (row, expected + 1);
  const char *reason = get_field (row, expected + 2);

  g_assert_cmpuint (row->n_fields, >, expected);
  if (!own)
    return;
  g_assert_cmpstr (own, !=, row->fields[expected]);
  g_assert_true (reason && strlen (reason) > 10);
}

/* "TYPE:NAME"; %NULL of a name is "-", a type that does not matter "*". */
static void
check_outcome (const char *wanted, gboolean attachment, const char *name)
{
  const char *colon = strchr (wanted, ':');

  g_assert_nonnull (colon);
  if (*wanted != '*')
    g_assert_cmpint (attachment, ==, g_str_has_prefix (wanted, "attachment:"));
  g_assert_cmpstr (name ? name : "-", ==, colon + 1);
}

static void
check_field (const Row *row, gboolean sanitised)
{
  const char *own = get_field (row, 3);
  gboolean attachment = 2;
  g_autofree char *given = placard_filename_parse_disposition (row->fields[1], &attachment);
  g_autofree char *safe = placard_filename_sanitise (given);

  check_outcome (own ? own : row->fields[2], attachment, sanitised ? safe : given);
}

static void
test_field (gconstpointer data)
{
  const Row *row = data;

  check_reason (row, 2);
  check_field (row, FALSE);
}

static void
test_habit (gconstpointer data)
{
  check_field (data, TRUE);
}

static void
test_name (gconstpointer data)
{
  const Row *row = data;
  const char *field = row->fields[1];
  const char *url = row->fields[2];
  const char *own = get_field (row, 5);
  g_autofree char *name = NULL;
  PlacardMediaType type;

  check_reason (row, 4);
  type = placard_media_type_from_mime (row->fields[3]);
  if (g_str_equal (row->fields[3], "sanitise"))
    name = placard_filename_sanitise (field);
  else
    name = placard_filename_suggest (*field ? field : NULL, *url ? url : NULL,
                                     type ? type : PLACARD_MEDIA_BINARY);
  g_assert_cmpstr (name, ==, own ? own : row->fields[4]);
}

static Row *
read_row (const char *line)
{
  Row *row = g_new0 (Row, 1);

  row->fields = g_strsplit (line, "\t", -1);
  row->n_fields = g_strv_length (row->fields);
  for (guint i = 0; i < row->n_fields; i++) {
    char *escaped = row->fields[i];

    row->fields[i] = g_strcompress (escaped);
    g_free (escaped);
  }
  g_ptr_array_add (all_rows, row);
  return row;
}

/* Says how many rows there are and how many differ from their source. */
static void
add_table (const char *table, guint n_rows, guint own, GTestDataFunc check)
{
  g_autofree char *file = g_strconcat (table, ".tsv", NULL);
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "data", "file-names", file, NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  guint n = 0, n_own = 0;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    g_error ("%s is not there", path);
  lines = g_strsplit (text, "\n", -1);
  for (char **line = lines; *line; line++) {
    g_autofree char *name = NULL;
    Row *row;

    if (!**line || **line == '#')
      continue;
    row = read_row (*line);
    n++;
    n_own += own && row->n_fields > own;
    name = g_strdup_printf ("/filename/%s/%s", table, row->fields[0]);
    g_test_add_data_func (name, row, check);
  }
  g_test_message (
      "%s: %u rows, %u as the source expects, %u by RELIABILITY's rule, with the reason", table, n,
      n - n_own, n_own);
  g_assert_cmpuint (n, ==, n_rows);
}

static void
test_sanitise (void)
{
  static const char *const rows[][2] = {
      {"a.png", "a.png"},
      {"", NULL},
      {".", NULL},
      {"..", NULL},
      {" . .. ", NULL},
      {"/", NULL},
      {"a/", NULL},
      {"../../etc/passwd", "passwd"},
      {"..\\..\\boot.ini", "boot.ini"},
      {"/absolute/x.png", "x.png"},
      {".bashrc", "bashrc"},
      {"...hidden.png", "hidden.png"},
      {"  a.png  ", "a.png"},
      {"a.png...", "a.png"},
      {"a.png. . ", "a.png"},
      {"a\tb\r\nc.png", "a_b__c.png"},
      {"a\x7f"
       "b\xc2\x85"
       "c.png",
       "a_b_c.png"},
      {"a:b*c?d\"e<f>g|h.png", "a_b_c_d_e_f_g_h.png"},
      {"gpj.\u202egnp.exe", "gpj._gnp.exe"},
      {"\u200ea\u200f\u2066b\u2069.png", "_a__b_.png"},
      {"\ufeffa.png", "_a.png"},
      {"a\u061c\u180e.png", "a__.png"},
      {"a\ufffd.png", "a_.png"},
      {"\xff\xfe.png", "__.png"},
      {"\u00a0a\u2003b.png", "a b.png"},
      {"\u3000卡\u3000.png", "卡\u3000.png"},
      {"CON", "CON"},
      {"com1.png", "com1.png"},
      {"~a.png", "~a.png"},
      {"-rf.png", "-rf.png"},
      {"👨\u200d👩\u200d👧.png", "👨\u200d👩\u200d👧.png"},
      {"卡 (1).png", "卡 (1).png"},
      {"a\u2028b.png", "a_b.png"},
      {"x\U000e0041.png", "x_.png"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *name = placard_filename_sanitise (rows[i][0]);

    g_assert_cmpstr (name, ==, rows[i][1]);
  }
  g_assert_null (placard_filename_sanitise (NULL));
}

/* The oracle of any name: what may never be in it. */
static void
check_safe (const char *name)
{
  g_autofree char *again = placard_filename_sanitise (name);

  g_assert_cmpstr (again, ==, name);
  g_assert_true (g_utf8_validate (name, -1, NULL));
  g_assert_cmpuint (strlen (name), >, 0);
  g_assert_cmpuint (strlen (name), <=, 255);
  g_assert_null (strpbrk (name, "/\\:*?\"<>|"));
  g_assert_true (name[0] != '.' && name[0] != ' ');
  for (const char *at = name; *at; at = g_utf8_next_char (at)) {
    gunichar c = g_utf8_get_char (at);

    g_assert_false (g_unichar_iscntrl (c));
    g_assert_false ((c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069));
  }
}

static void
test_length (void)
{
  static const char *const units[] = {"a",        "é",      "卡",      "👍", "e\u0301\u0302",
                                      "👨\u200d👩", "\u0301", "👍🏽"};
  static const char *const ends[] = {"", ".png", ".", " .png", ".verylongextensionthatisstillone"};

  for (gsize i = 0; i < G_N_ELEMENTS (units); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (ends); j++)
      for (gsize shift = 0; shift < 8; shift++) {
        g_autoptr (GString) text = g_string_new_len ("xxxxxxxx", (gssize) shift);
        g_autofree char *name = NULL;

        while (text->len < 300)
          g_string_append (text, units[i]);
        g_string_append (text, ends[j]);
        name = placard_filename_sanitise (text->str);
        check_safe (name);
        g_assert_cmpuint (strlen (name), >=, 230);
        if (j == 1)
          g_assert_true (g_str_has_suffix (name, ".png"));
      }
}

/* A cut leaves no half of a character with its marks. */
static void
test_marks (void)
{
  g_autoptr (GString) text = g_string_new ("x");
  g_autofree char *name = NULL;

  while (text->len < 300)
    g_string_append (text, "e\u0301");
  g_string_append (text, ".png");
  name = placard_filename_sanitise (text->str);
  g_assert_true (g_str_has_suffix (name, "e\u0301.png"));
}

static void
test_random (void)
{
  static const char *const pieces[] = {
      "/",         "\\",       ".",          "..",         " ",          "\u202e", "\u200f",
      "卡",        "👍",        "\u0301",     "\x01",       "\x7f",       "\xff",   ":",
      "\"",        ";",        "filename=",  "filename*=", "UTF-8''",    "%",      "%41",
      "%2e%2e%2f", "%00",      "=?UTF-8?B?", "?=",         "Li4v",       "*0=",    "*1*=",
      "a.png",     ".desktop", "'",          "\\\"",       "attachment", "\u3000"};

  for (int round = 0; round < 30000; round++) {
    g_autoptr (GString) text = g_string_new (g_test_rand_bit () ? "attachment; filename=" : "");
    g_autofree char *name = NULL;

    for (int n = g_test_rand_int_range (0, 24); n; n--)
      g_string_append (text, pieces[g_test_rand_int_range (0, G_N_ELEMENTS (pieces))]);
    name = placard_filename_suggest (
        text->str, round & 1 ? text->str : "http://[::1]:8/a/%2e%2e/",
        (PlacardMediaType) g_test_rand_int_range (0, PLACARD_MEDIA_BINARY + 1));
    check_safe (name);
    g_assert_nonnull (strchr (name, '.'));
    g_assert_false (g_str_has_suffix (name, ".desktop"));
  }
}

static void
test_suggest (void)
{
  static const struct {
    const char *disposition;
    const char *url;
    PlacardMediaType type;
    const char *name;
  } rows[] = {
      {NULL, "https://api.example/me/qr.png", PLACARD_MEDIA_PNG, "qr.png"},
      {NULL, "https://api.example/me/qr", PLACARD_MEDIA_PNG, "qr.png"},
      {NULL, "https://api.example/qr.php?id=3#x", PLACARD_MEDIA_JPEG, "qr.jpg"},
      {NULL, "https://api.example/", PLACARD_MEDIA_PNG, "image-api.example.png"},
      {NULL, "https://api.example", PLACARD_MEDIA_WEBP, "image-api.example.webp"},
      {NULL, "http://[::1]:80/", PLACARD_MEDIA_GIF, "image---1.gif"},
      {NULL, "http://10.0.0.1/", PLACARD_MEDIA_PNG, "image-10.0.0.1.png"},
      {NULL, "https://a.example/%E5%8D%A1", PLACARD_MEDIA_PNG, "卡.png"},
      {NULL, "https://a.example/%2e%2e%2fx", PLACARD_MEDIA_PNG, "x.png"},
      {NULL, "https://a.example/a/..", PLACARD_MEDIA_PNG, "image-a.example.png"},
      {NULL, "https://a.example/%B6%FE", PLACARD_MEDIA_PNG, "%B6%FE.png"},
      {NULL, "https://a.example/x;v=1", PLACARD_MEDIA_PNG, "x;v=1.png"},
      {NULL, "data:image/png;base64,AAAA", PLACARD_MEDIA_PNG, "image.png"},
      {NULL, NULL, PLACARD_MEDIA_PNG, "image.png"},
      {NULL, "", PLACARD_MEDIA_BINARY, "image.bin"},
      {"attachment; filename=\"x.jpeg\"", NULL, PLACARD_MEDIA_PNG, "x.png"},
      {"attachment; filename=\"x.jpeg\"", NULL, PLACARD_MEDIA_JPEG, "x.jpeg"},
      {"attachment; filename=\"x.JPG\"", NULL, PLACARD_MEDIA_JPEG, "x.JPG"},
      {"attachment; filename=\"x.png\"", NULL, PLACARD_MEDIA_JSON, "x.json"},
      {"attachment; filename=\"x.jpg\"", NULL, PLACARD_MEDIA_HTML, "x.html"},
      {"attachment; filename=\"x.desktop\"", NULL, PLACARD_MEDIA_PNG, "x.png"},
      {"attachment; filename=\"x.desktop\"", NULL, PLACARD_MEDIA_TEXT, "x.desktop.download"},
      {"attachment; filename=\"x.lnk\"", NULL, PLACARD_MEDIA_BINARY, "x.lnk.download"},
      {"attachment; filename=\"report.v1.2\"", NULL, PLACARD_MEDIA_PNG, "report.v1.2.png"},
      {"attachment; filename=\"2024.05.01\"", NULL, PLACARD_MEDIA_PNG, "2024.05.01.png"},
      {"attachment; filename=\"x.exe\"", NULL, PLACARD_MEDIA_PNG, "x.png"},
      {"attachment; filename=\"data.csv\"", NULL, PLACARD_MEDIA_TEXT, "data.csv"},
      {"attachment; filename=\"a.docx\"", NULL, PLACARD_MEDIA_ZIP, "a.docx"},
      {"attachment; filename=\"a.heic\"", NULL, PLACARD_MEDIA_BINARY, "a.heic"},
      {"attachment; filename=\"a\"", NULL, PLACARD_MEDIA_BINARY, "a.bin"},
      {"attachment; filename=\"index.php\"", NULL, PLACARD_MEDIA_HTML, "index.html"},
      {"attachment; filename=\"..\"", "https://a.example/qr", PLACARD_MEDIA_PNG, "qr.png"},
      {"attachment; filename=\"\"", "https://a.example/", PLACARD_MEDIA_PNG, "image-a.example.png"},
      {"attachment; filename=\"x.tif\"", NULL, PLACARD_MEDIA_TIFF, "x.tif"},
      {"inline; filename=卡", "https://a.example/b.png", PLACARD_MEDIA_AVIF, "卡.avif"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *name =
        placard_filename_suggest (rows[i].disposition, rows[i].url, rows[i].type);

    g_assert_cmpstr (name, ==, rows[i].name);
    check_safe (name);
  }
}

/* SV2: before the host, after everything that the server said. */
static void
test_profile (void)
{
  static const struct {
    const char *disposition;
    const char *url;
    const char *profile;
    const char *name;
  } rows[] = {
      {NULL, "https://api.example/", "/home/me/cards/Me at the till.placard", "Me at the till.png"},
      {NULL, "https://api.example/qr", "/home/me/card.placard", "qr.png"},
      {"attachment; filename=x.png", "https://api.example/", "card.placard", "x.png"},
      {"attachment; filename=\"..\"", "https://api.example/", "card", "card.png"},
      {NULL, "https://api.example/", "/home/me/.placard", "image-api.example.png"},
      {NULL, "https://api.example/", "/home/me/..placard", "image-api.example.png"},
      {NULL, "https://api.example/", NULL, "image-api.example.png"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *name = placard_filename_suggest_for_profile (
        rows[i].disposition, rows[i].url, rows[i].profile, PLACARD_MEDIA_PNG);

    g_assert_cmpstr (name, ==, rows[i].name);
    check_safe (name);
  }
}

static void
test_suffix (void)
{
  g_autofree char *plain = placard_filename_with_suffix ("name.png", " (2)");
  g_autofree char *bare = placard_filename_with_suffix ("name", " (incomplete)");
  g_autofree char *long_name = g_strnfill (255, 'a');
  g_autofree char *cut = NULL;

  memcpy (long_name + 251, ".png", 4);
  cut = placard_filename_with_suffix (long_name, " (12)");
  g_assert_cmpstr (plain, ==, "name (2).png");
  g_assert_cmpstr (bare, ==, "name (incomplete)");
  g_assert_cmpuint (strlen (cut), ==, 255);
  g_assert_true (g_str_has_suffix (cut, "a (12).png"));
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  all_rows = g_ptr_array_new_with_free_func (row_free);
  add_table ("tc2231", 89, 3, test_field);
  add_table ("chromium", 143, 3, test_field);
  add_table ("firefox", 99, 3, test_field);
  add_table ("chromium-names", 110, 5, test_name);
  add_table ("firefox-names", 68, 5, test_name);
  add_table ("habits", 68, 0, test_habit);
  add_table ("own", 33, 0, test_habit);
  g_test_add_func ("/filename/sanitise", test_sanitise);
  g_test_add_func ("/filename/length", test_length);
  g_test_add_func ("/filename/marks", test_marks);
  g_test_add_func ("/filename/random", test_random);
  g_test_add_func ("/filename/suggest", test_suggest);
  g_test_add_func ("/filename/profile", test_profile);
  g_test_add_func ("/filename/suffix", test_suffix);
  status = g_test_run ();
  g_ptr_array_unref (all_rows);
  return status;
}
