/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-error.h"
#include "placard-multipart.h"
#include "placard-response.h"

#include <string.h>

static PlacardSpool *
new_spool (const void *bytes, gsize length)
{
  g_autoptr (GError) error = NULL;
  PlacardSpool *spool = placard_spool_new (g_get_tmp_dir (), &error);

  g_assert_no_error (error);
  placard_spool_append (spool, bytes, length, &error);
  g_assert_no_error (error);
  placard_spool_seal (spool, PLACARD_SPOOL_COMPLETE);
  return spool;
}

/* One line a part: "name|content type|encoding|body", with "..." behind one that is cut. */
static char *
describe (PlacardSpool *spool, GPtrArray *parts)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < parts->len; i++) {
    PlacardPart *part = g_ptr_array_index (parts, i);
    char body[256] = "";

    g_assert_cmpint (part->end - part->start, <, (goffset) sizeof body);
    placard_spool_read_at (spool, part->start, body, part->end - part->start, NULL);
    g_string_append_printf (text, "%s%s|%s|%s|%s%s", i ? "\n" : "", part->name ? part->name : "",
                            part->content_type ? part->content_type : "",
                            part->encoding ? part->encoding : "", body, part->whole ? "" : "...");
  }
  return g_string_free (text, FALSE);
}

#define FORM "multipart/form-data; boundary=AaB03x"

static const struct {
  const char *what;
  const char *content_type;
  const char *body;
  const char *parts; /* %NULL: it fails */
} rows[] = {
    {"two fields (RFC 7578)", FORM,
     "--AaB03x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\none\r\n--AaB03x\r\n"
     "content-disposition: form-data; name=\"qr\"; filename=\"q.png\"\r\n"
     "Content-Type: image/png\r\n\r\nPNG\r\n--AaB03x--\r\n",
     "a|||one\nqr|image/png||PNG"},
    {"preamble and epilogue (RFC 2046)", "multipart/mixed; boundary=\"simple boundary\"",
     "This is the preamble. --simple boundary\r\n--simple boundary\r\n\r\nfirst\r\n"
     "--simple boundary\r\nContent-type: text/plain; charset=us-ascii\r\n\r\nsecond\r\n\r\n"
     "--simple boundary--\r\nThis is the epilogue.\r\n--simple boundary\r\n\r\nnot a part",
     "|||first\n|text/plain; charset=us-ascii||second\r\n"},
    {"bare line feeds", FORM, "--AaB03x\nContent-Type: image/png\n\nPNG\n--AaB03x--\n",
     "|image/png||PNG"},
    {"padding behind the boundary", FORM, "--AaB03x \t\r\n\r\nPNG\r\n--AaB03x--  \r\n", "|||PNG"},
    {"a longer boundary inside", FORM, "--AaB03x\r\n\r\n\r\n--AaB03xy\r\n-- AaB03x\r\n--AaB03x--",
     "|||\r\n--AaB03xy\r\n-- AaB03x"},
    {"an empty body", FORM, "--AaB03x\r\n\r\n\r\n--AaB03x--", "|||"},
    {"an empty body without its line break", FORM, "--AaB03x\r\n\r\n--AaB03x--", "|||"},
    {"base64", FORM, "--AaB03x\r\nContent-Transfer-Encoding: BASE64\r\n\r\nUE5H\r\n--AaB03x--",
     "||base64|UE5H"},
    {"a folded head", FORM,
     "--AaB03x\r\nContent-Disposition: form-data;\r\n  name=\"qr\"\r\n\r\nPNG\r\n--AaB03x--",
     "qr|||PNG"},
    {"no boundary named", "multipart/mixed", "--found\r\n\r\nPNG\r\n--found--", "|||PNG"},
    {"no end", FORM, "--AaB03x\r\n\r\none\r\n--AaB03x\r\n\r\ntw", "|||one\n|||tw..."},
    {"broken behind a whole part", FORM, "--AaB03x\r\n\r\none\r\n--AaB03x\r\nContent-Ty", "|||one"},
    {"no parts", FORM, "--AaB03x--", NULL},
    {"another boundary", FORM, "--other\r\n\r\none\r\n--other--", NULL},
    {"no boundary anywhere", "multipart/mixed", "just text", NULL},
    {"empty", FORM, "", NULL},
    {"a head without an end", FORM, "--AaB03x\r\nContent-Type: x", NULL},
};

static void
test_rows (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (PlacardSpool) spool = new_spool (rows[i].body, strlen (rows[i].body));
    g_autoptr (GError) error = NULL;
    g_autoptr (GPtrArray) parts =
        placard_multipart_parse (spool, rows[i].content_type, NULL, &error);
    g_autofree char *description = parts ? describe (spool, parts) : NULL;

    g_test_message ("%s", rows[i].what);
    g_assert_cmpstr (description, ==, rows[i].parts);
    if (!rows[i].parts)
      g_assert_error (error, PLACARD_ERROR, PLACARD_ERROR_UNDECODABLE);
    else
      g_assert_no_error (error);
  }
}

/* Delimiters at and around the edge of what is read at a time, beside data that looks like them. */
static void
test_edges (void)
{
  const gsize window = 262144;

  for (gsize length = window - 40; length < window + 10; length++) {
    g_autoptr (GString) body = g_string_new ("--b\r\n\r\n");
    g_autoptr (PlacardSpool) spool = NULL;
    g_autoptr (GPtrArray) parts = NULL;
    PlacardPart *part;

    for (gsize i = 0; i < length; i++)
      g_string_append_c (body, "\r\n--x"[i % 5]);
    g_string_append (body, "\r\n--b\r\n\r\nend\r\n--b--");
    spool = new_spool (body->str, body->len);
    parts = placard_multipart_parse (spool, "multipart/mixed; boundary=b", NULL, NULL);
    g_assert_cmpuint (parts->len, ==, 2);
    part = g_ptr_array_index (parts, 0);
    g_assert_cmpint (part->start, ==, 7);
    g_assert_cmpint (part->end, ==, 7 + length);
    part = g_ptr_array_index (parts, 1);
    g_assert_cmpint (part->end - part->start, ==, 3);
    g_assert_true (part->whole);
  }
}

static void
test_limits (void)
{
  g_autoptr (GString) body = g_string_new (NULL);
  g_autofree char *filler = g_strnfill (20000, 'x');
  g_autoptr (PlacardSpool) many = NULL, long_head = NULL;
  g_autoptr (GPtrArray) parts = NULL;
  g_autoptr (GError) error = NULL;

  for (int i = 0; i < 5000; i++)
    g_string_append (body, "--b\n\n\n");
  many = new_spool (body->str, body->len);
  parts = placard_multipart_parse (many, "multipart/mixed; boundary=b", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (parts->len, ==, 1000);

  g_string_printf (body, "--b\nX: %s\n\nbody\n--b--", filler);
  long_head = new_spool (body->str, body->len);
  g_assert_null (placard_multipart_parse (long_head, "multipart/mixed; boundary=b", NULL, &error));
  g_assert_error (error, PLACARD_ERROR, PLACARD_ERROR_UNDECODABLE);
}

static void
test_headers (void)
{
  static const char body[] = "--b\r\nX-One: 1\r\nno field\r\nX-Two : a: b \r\n\r\n\r\n--b--";
  g_autoptr (PlacardSpool) spool = new_spool (body, strlen (body));
  g_autoptr (GPtrArray) parts =
      placard_multipart_parse (spool, "multipart/mixed; boundary=b", NULL, NULL);
  PlacardPart *part = g_ptr_array_index (parts, 0);
  PlacardResponseHeader *second = g_ptr_array_index (part->headers, 1);

  g_assert_cmpuint (part->headers->len, ==, 2);
  g_assert_cmpstr (second->name, ==, "X-Two");
  g_assert_cmpstr (second->value, ==, "a: b");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/multipart/rows", test_rows);
  g_test_add_func ("/multipart/edges", test_edges);
  g_test_add_func ("/multipart/limits", test_limits);
  g_test_add_func ("/multipart/headers", test_headers);
  return g_test_run ();
}
