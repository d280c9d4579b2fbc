/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-options.h"

#include <glib/gstdio.h>
#include <string.h>

#include "placard-error.h"
#include "placard-form.h"

static char *folder;

/* The parts as "name|file name|type|content" and a line break. */
static char *
describe (PlacardRequest *request)
{
  PlacardForm *form = placard_body_get_form (placard_request_get_body (request));
  GPtrArray *parts = placard_form_get_parts (form);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < parts->len; i++) {
    const PlacardFormPart *part = g_ptr_array_index (parts, i);
    const char *type = placard_body_get_content_type (part->content);
    g_autoptr (GInputStream) stream = placard_body_open (part->content, NULL, NULL);
    char content[100] = "";

    g_input_stream_read_all (stream, content, sizeof content - 1, NULL, NULL, NULL);
    g_string_append_printf (text, "%s|%s|%s|%s\n", part->name,
                            part->file_name ? part->file_name : "", type ? type : "", content);
  }
  return g_string_free (text, FALSE);
}

static PlacardOptions *
parse (const char *const *arguments, PlacardRequest *request, GError **error)
{
  g_autoptr (GInputStream) input = g_memory_input_stream_new_from_data ("stdin", 5, NULL);

  return placard_options_parse (arguments, folder, request, input, error);
}

/* curl 7.88.1 sends parts of the same names, types and contents, but for several files after one "@",
 * which it nests as multipart/mixed (RFC 7578, section 4.3, has put that aside). */
static void
test_form (void)
{
  static const struct {
    const char *value;
    const char *parts;
  } rows[] = {
      {"a=1", "a|||1\n"},
      {"a=", "a|||\n"},
      {"a=x=y&z", "a|||x=y&z\n"},
      {"a=1;type=text/x", "a||text/x|1\n"},
      {"a=1;type=text/plain; charset=utf-8", "a||text/plain; charset=utf-8|1\n"},
      {"a=1;filename=n", "a|n||1\n"},
      {"a=\"x;y\"", "a|||x;y\n"},
      {"a=\"x\\\"y\\\\\";type=t/x", "a||t/x|x\"y\\\n"},
      {"f=@a.png", "f|a.png|image/png|A\n"},
      {"f=@a.png;type=image/x", "f|a.png|image/x|A\n"},
      {"f=@a.png;filename=卡.jpg", "f|卡.jpg|image/jpeg|A\n"},
      {"f=@a.png;filename=\"x;y.txt\";type=t/x", "f|x;y.txt|t/x|A\n"},
      {"f=@a.png;type=t/x;filename=n", "f|n|t/x|A\n"},
      {"f[]=@a.png,b.txt", "f[]|a.png|image/png|A\nf[]|b.txt|text/plain|B\n"},
      {"f=@a.png;type=t/x,b.txt;filename=n", "f|a.png|t/x|A\nf|n|text/plain|B\n"},
      {"f=@\"c;d,e\"", "f|c;d,e|application/octet-stream|C\n"},
      {"t=<b.txt", "t|||B\n"},
      {"t=<b.txt;type=text/x", "t||text/x|B\n"},
      {"f=@-", "f|-|application/octet-stream|stdin\n"},
      {"t=<-", "t|||stdin\n"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    const char *arguments[] = {"-F", rows[i].value, "u", NULL};
    g_autoptr (PlacardRequest) request = placard_request_new ();
    g_autoptr (GError) error = NULL;
    g_autoptr (PlacardOptions) options = parse (arguments, request, &error);
    g_autofree char *parts = NULL;

    g_test_message ("%s", rows[i].value);
    g_assert_no_error (error);
    parts = describe (request);
    g_assert_cmpstr (parts, ==, rows[i].parts);
    g_assert_cmpstr (placard_request_get_effective_method (request), ==, "POST");
  }
}

static void
test_form_string (void)
{
  static const char *const arguments[] = {"--form-string", "a=@b;type=c", "-F", "a=2", "u", NULL};
  g_autoptr (PlacardRequest) request = placard_request_new ();
  g_autoptr (PlacardOptions) options = parse (arguments, request, NULL);
  g_autofree char *parts = describe (request);

  g_assert_cmpstr (parts, ==, "a|||@b;type=c\na|||2\n");
}

static void
test_upload (void)
{
  static const struct {
    const char *file;
    const char *url;
    const char *expected;
    goffset length;
  } rows[] = {
      {"a.png", "http://h/x.png", "http://h/x.png", 1},
      {"a.png", "http://h/up/", "http://h/up/a.png", 1},
      {"a.png", "http://h", "http://h/a.png", 1},
      {"c;d,e", "http://h/", "http://h/c%3Bd%2Ce", 1},
      {"-", "http://h/", "http://h/", -1},
      {".", "http://h/", "http://h/", -1},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    const char *arguments[] = {"-T", rows[i].file, rows[i].url, NULL};
    g_autoptr (PlacardRequest) request = placard_request_new ();
    g_autoptr (GError) error = NULL;
    g_autoptr (PlacardOptions) options = parse (arguments, request, &error);

    g_assert_no_error (error);
    g_assert_cmpstr (placard_request_get_effective_method (request), ==, "PUT");
    g_assert_cmpstr (placard_request_get_url (request), ==, rows[i].expected);
    g_assert_cmpint (placard_body_get_length (placard_request_get_body (request)), ==,
                     rows[i].length);
  }
}

static void
test_wrong (void)
{
  static const struct {
    const char *arguments[5];
    const char *says;
  } rows[] = {
      {{"-F", "a", "u"}, "NAME=CONTENT"},
      {{"--form-string", "a", "u"}, "NAME=CONTENT"},
      {{"-F", "f=@nofile", "u"}, "nofile"},
      {{"-F", "f=@.", "u"}, "--form"},
      {{"-F", "f=<nofile", "u"}, "nofile"},
      {{"-F", "f=@a.png;headers=\"X: y\"", "u"}, "“;headers”"},
      {{"-F", "f=@a.png;encoder=base64", "u"}, "“;encoder”"},
      {{"-F", "=(;type=multipart/alternative", "u"}, "form within a form"},
      {{"-T", "nofile", "u"}, "nofile"},
      {{"-T", "a.png", "-T", "b.txt"}, "one file"},
      {{"-T", "a.png", "-d", "x"}, "one body"},
      {{"-F", "a=1", "-d", "x"}, "one body"},
      {{"-F", "a=1", "-T", "a.png"}, "one body"},
      {{"-F", "a=1", "-G", "u"}, "one body"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autoptr (PlacardRequest) request = placard_request_new ();
    g_autoptr (GError) error = NULL;
    g_autoptr (PlacardOptions) options = parse (rows[i].arguments, request, &error);

    g_assert_null (options);
    g_assert_error (error, PLACARD_ERROR, PLACARD_ERROR_USAGE);
    g_test_message ("%s", error->message);
    g_assert_nonnull (strstr (error->message, rows[i].says));
  }
}

int
main (int argc, char **argv)
{
  static const char *const files[][2] = {{"a.png", "A"}, {"b.txt", "B"}, {"c;d,e", "C"}};
  int status;

  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("placard-form-XXXXXX", NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (files); i++) {
    g_autofree char *path = g_build_filename (folder, files[i][0], NULL);

    g_assert_true (g_file_set_contents (path, files[i][1], -1, NULL));
  }
  g_test_add_func ("/option-form/form", test_form);
  g_test_add_func ("/option-form/form-string", test_form_string);
  g_test_add_func ("/option-form/upload", test_upload);
  g_test_add_func ("/option-form/wrong", test_wrong);
  status = g_test_run ();

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++) {
    g_autofree char *path = g_build_filename (folder, files[i][0], NULL);

    g_unlink (path);
  }
  g_rmdir (folder);
  g_free (folder);
  return status;
}
