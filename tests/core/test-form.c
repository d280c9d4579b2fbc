/* SPDX-License-Identifier: GPL-3.0-or-later */
/* RB5, FD1, FD2, FD6, FD8. */
#include "placard-form.h"

#include <glib/gstdio.h>
#include <string.h>

#include "placard-error.h"
#include "placard-request.h"

static char *
read_body (PlacardBody *body, gsize *length)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GInputStream) stream = placard_body_open (body, NULL, &error);
  g_autoptr (GOutputStream) out = g_memory_output_stream_new_resizable ();
  g_autoptr (GBytes) bytes = NULL;

  g_assert_no_error (error);
  g_output_stream_splice (out, stream, G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET, NULL, &error);
  g_assert_no_error (error);
  bytes = g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (out));
  *length = g_bytes_get_size (bytes);
  return g_strndup (g_bytes_get_data (bytes, NULL) ?: "", *length);
}

/* The encoded form, the boundary written as "B". */
static char *
encode (PlacardForm *form)
{
  g_autoptr (PlacardBody) body = placard_body_new_form (form);
  gsize length;
  g_autofree char *text = read_body (body, &length);
  GString *shown;

  g_assert_cmpint (placard_body_get_length (body), ==, (goffset) length);
  shown = g_string_new (text);
  g_string_replace (shown, placard_form_get_boundary (form), "B", 0);
  return g_string_free (shown, FALSE);
}

static void
test_text (void)
{
  g_autoptr (PlacardForm) form = placard_form_new ();
  g_autofree char *text = NULL;

  placard_form_append_text (form, "a", "1");
  placard_form_append_text (form, "a", "2");
  placard_form_append_text (form, "名", "张三");
  placard_form_append_text (form, "lines", "x\ny\r\nz\r");
  text = encode (form);
  g_assert_cmpstr (
      text, ==,
      "--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n"
      "--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n2\r\n"
      "--B\r\nContent-Disposition: form-data; name=\"名\"\r\n\r\n张三\r\n"
      "--B\r\nContent-Disposition: form-data; name=\"lines\"\r\n\r\nx\r\ny\r\nz\r\n\r\n"
      "--B--\r\n");
}

static void
test_empty (void)
{
  g_autoptr (PlacardForm) form = placard_form_new ();
  g_autofree char *text = encode (form);

  g_assert_cmpstr (text, ==, "--B--\r\n");
}

/* A name cannot end its quotes or its line (CVE-2026-1536 is what happens else). */
static void
test_names (void)
{
  static const struct {
    const char *name;
    const char *file_name;
    const char *expected;
  } rows[] = {
      {"a\"b", "c\"d.png", "name=\"a%22b\"; filename=\"c%22d.png\""},
      {"a\r\nX: y", "f\r\nX: y", "name=\"a%0D%0AX: y\"; filename=\"f%0D%0AX: y\""},
      {"a\nb", "f\ng", "name=\"a%0D%0Ab\"; filename=\"f%0Ag\""},
      {"f[]", "卡 片.png", "name=\"f[]\"; filename=\"卡 片.png\""},
      {"", "", "name=\"\"; filename=\"\""},
      {"a\\b", "c\\d%41", "name=\"a\\b\"; filename=\"c\\d%41\""},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (PlacardForm) form = placard_form_new ();
    g_autoptr (GBytes) bytes = g_bytes_new_static ("x", 1);
    g_autoptr (PlacardBody) content = placard_body_new_bytes (bytes, "image/png");
    g_autofree char *expected = g_strdup_printf ("--B\r\nContent-Disposition: form-data; %s\r\n"
                                                 "Content-Type: image/png\r\n\r\nx\r\n--B--\r\n",
                                                 rows[i].expected);
    g_autofree char *text = NULL;

    placard_form_append (form, rows[i].name, rows[i].file_name, content);
    text = encode (form);
    g_assert_cmpstr (text, ==, expected);
  }
}

/* A type with a line break in it is no type. */
static void
test_bad_type (void)
{
  g_autoptr (PlacardForm) form = placard_form_new ();
  g_autoptr (GBytes) bytes = g_bytes_new_static ("x", 1);
  g_autoptr (PlacardBody) content = placard_body_new_bytes (bytes, "image/png\r\nX: y");
  g_autofree char *text = NULL;

  placard_form_append (form, "a", "b", content);
  text = encode (form);
  g_assert_null (strstr (text, "X: y"));
}

static void
test_files (void)
{
  g_autofree char *folder = g_dir_make_tmp ("placard-form-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "卡.PNG", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (PlacardForm) form = placard_form_new ();
  g_autoptr (PlacardBody) body = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GInputStream) stream = NULL;
  g_autofree char *text = NULL;
  char buffer[4096];
  gsize length;

  g_assert_true (g_file_set_contents (path, "\x89PNG", 4, NULL));
  placard_form_append_file (form, "f", file, NULL, NULL);
  placard_form_append_file (form, "f", file, "x.bin", "image/jpeg");
  text = encode (form);
  g_assert_cmpstr (text, ==,
                   "--B\r\nContent-Disposition: form-data; name=\"f\"; filename=\"卡.PNG\"\r\n"
                   "Content-Type: image/png\r\n\r\n\x89PNG\r\n"
                   "--B\r\nContent-Disposition: form-data; name=\"f\"; filename=\"x.bin\"\r\n"
                   "Content-Type: image/jpeg\r\n\r\n\x89PNG\r\n--B--\r\n");

  /* A file that grows or shrinks while it is sent would break the announced length. */
  body = placard_body_new_form (form);
  stream = placard_body_open (body, NULL, NULL);
  g_assert_cmpint (g_input_stream_read (stream, buffer, 10, NULL, NULL), ==, 10);
  g_assert_true (g_file_set_contents (path, "longer than before", -1, NULL));
  g_assert_cmpint (placard_body_get_length (body), >, 0);
  g_input_stream_read_all (stream, buffer, sizeof buffer, &length, NULL, &error);
  g_assert_no_error (error);

  g_unlink (path);
  g_clear_object (&stream);
  g_assert_cmpint (placard_body_get_length (body), ==, -1);
  stream = placard_body_open (body, NULL, NULL);
  g_assert_false (g_input_stream_read_all (stream, buffer, sizeof buffer, &length, NULL, &error));
  g_assert_error (error, PLACARD_ERROR, PLACARD_ERROR_INVALID_BODY);
  g_rmdir (folder);
}

static void
test_again (void)
{
  g_autoptr (PlacardForm) form = placard_form_new ();
  g_autoptr (PlacardBody) body = NULL;
  gsize length;

  placard_form_append_text (form, "a", "1");
  body = placard_body_new_form (form);
  g_assert_false (placard_body_is_one_shot (body));
  for (int i = 0; i < 3; i++) {
    g_autofree char *text = read_body (body, &length);

    g_assert_true (g_str_has_prefix (text, "------PlacardFormBoundary"));
  }
}

static void
test_one_shot_part (void)
{
  g_autoptr (PlacardForm) form = placard_form_new ();
  g_autoptr (GInputStream) source = g_memory_input_stream_new_from_data ("in", 2, NULL);
  g_autoptr (PlacardBody) content = placard_body_new_stream (source, "text/plain");
  g_autoptr (PlacardBody) body = NULL;
  g_autofree char *text = NULL;
  gsize length;

  placard_form_append (form, "a", "-", content);
  body = placard_body_new_form (form);
  g_assert_true (placard_body_is_one_shot (body));
  g_assert_cmpint (placard_body_get_length (body), ==, -1);
  text = read_body (body, &length);
  g_assert_nonnull (strstr (text, "\r\n\r\nin\r\n"));
}

static void
test_disabled (void)
{
  g_autoptr (PlacardForm) form = placard_form_new ();
  g_autofree char *text = NULL;

  placard_form_append_text (form, "a", "1");
  ((PlacardFormPart *) g_ptr_array_index (placard_form_get_parts (form), 0))->enabled = FALSE;
  text = encode (form);
  g_assert_cmpstr (text, ==, "--B--\r\n");
}

static void
test_boundary_of_ones_own (void)
{
  g_autoptr (PlacardForm) form = placard_form_new ();
  g_autoptr (PlacardBody) body = placard_body_new_form (form);
  g_autoptr (PlacardRequest) request = placard_request_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *field = NULL;

  placard_request_set_url (request, "http://h/");
  placard_request_set_body (request, body);
  placard_request_append_header (request, "Content-Type", "multipart/form-data");
  g_assert_true (placard_request_validate (request, NULL, NULL));
  placard_request_append_header (request, "Content-Type", "multipart/form-data; boundary=x");
  g_assert_false (placard_request_validate (request, &field, &error));
  g_assert_cmpstr (field, ==, "header:1");
  g_assert_nonnull (strstr (error->message, "boundary"));
}

/* UL2, UL9: several files under one name, as a list, or numbered; and back. */
static void
test_naming (void)
{
  static const struct {
    PlacardFormNaming naming;
    const char *first, *third;
  } rows[] = {
      {PLACARD_FORM_NAME_SAME, "picture", "picture"},
      {PLACARD_FORM_NAME_BRACKETS, "picture[]", "picture[]"},
      {PLACARD_FORM_NAME_NUMBERED, "picture1", "picture3"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *first = placard_form_name_file ("picture", rows[i].naming, 0);
    g_autofree char *third = placard_form_name_file ("picture", rows[i].naming, 2);
    PlacardFormNaming naming;
    g_autofree char *base = placard_form_split_name (third, 2, &naming);

    g_assert_cmpstr (first, ==, rows[i].first);
    g_assert_cmpstr (third, ==, rows[i].third);
    g_assert_cmpstr (base, ==, "picture");
    g_assert_cmpint (naming, ==, rows[i].naming);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/form/text", test_text);
  g_test_add_func ("/form/empty", test_empty);
  g_test_add_func ("/form/names", test_names);
  g_test_add_func ("/form/bad-type", test_bad_type);
  g_test_add_func ("/form/files", test_files);
  g_test_add_func ("/form/again", test_again);
  g_test_add_func ("/form/one-shot-part", test_one_shot_part);
  g_test_add_func ("/form/disabled", test_disabled);
  g_test_add_func ("/form/boundary-of-ones-own", test_boundary_of_ones_own);
  g_test_add_func ("/form/naming", test_naming);
  return g_test_run ();
}
