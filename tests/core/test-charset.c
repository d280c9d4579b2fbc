/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-charset.h"
#include "placard-charset-guess.h"
#include "placard-parameters.h"

#include <string.h>

typedef struct {
  const char *what;
  const char *content_type;
  const char *charset; /* that the text is written in, and must be found */
  const char *label;   /* to encode it with, %NULL for UTF-8 */
  PlacardCharsetEvidence evidence;
  const char *text;
} Row;

#define CHINESE                                                                                    \
  "二维码已过期，请重新获取。服务器返回错误：无效的凭证，"              \
  "请检查您的令牌。"
#define TRADITIONAL "行動條碼已過期，請重新取得。伺服器傳回錯誤：無效的憑證，請檢查您的權杖。"
#define JAPANESE "このコードは期限切れです。もう一度お試しください。サーバーがエラーを返しました。"
#define KOREAN "코드가 만료되었습니다. 다시 시도해 주세요. 서버에서 오류를 반환했습니다."

static const Row rows[] = {
    {"header says gbk", "text/plain; charset=gbk", "GBK", "GBK", PLACARD_CHARSET_BY_HEADER, "中文"},
    {"header says gb2312", "text/plain;charset=\"GB2312\"", "GBK", "GBK", PLACARD_CHARSET_BY_HEADER,
     CHINESE},
    {"header says gb18030", "text/html; charset=gb18030", "gb18030", "GB18030",
     PLACARD_CHARSET_BY_HEADER, "𠮷 中 €"},
    {"header says big5", "text/plain; charset=big5", "Big5", "BIG5-HKSCS",
     PLACARD_CHARSET_BY_HEADER, TRADITIONAL},
    {"header says shift_jis", "text/plain; charset=Shift_JIS", "Shift_JIS", "CP932",
     PLACARD_CHARSET_BY_HEADER, JAPANESE},
    {"header says iso-2022-jp", "text/plain; charset=iso-2022-jp", "ISO-2022-JP", "ISO-2022-JP",
     PLACARD_CHARSET_BY_HEADER, JAPANESE},
    {"header says euc-kr", "text/plain; charset=ks_c_5601-1987", "EUC-KR", "UHC",
     PLACARD_CHARSET_BY_HEADER, KOREAN},
    {"header says latin-1, means windows-1252", "text/plain; charset=ISO-8859-1", "windows-1252",
     "WINDOWS-1252", PLACARD_CHARSET_BY_HEADER, "“Grüße” – 5 €"},
    {"header says koi8-r, which only iconv knows", "text/plain; charset=KOI8-R", "koi8-r", "KOI8-R",
     PLACARD_CHARSET_BY_HEADER, "Привет"},
    {"utf-8 by header", "text/plain; charset=UTF-8", "UTF-8", NULL, PLACARD_CHARSET_BY_HEADER,
     CHINESE "😀"},
    {"a mark beats the header", "text/plain; charset=gbk", "UTF-8", NULL, PLACARD_CHARSET_BY_MARK,
     "\xef\xbb\xbf"
     "中文"},
    {"utf-16 by its mark", NULL, "UTF-16LE", "UTF-16LE", PLACARD_CHARSET_BY_MARK, "\ufeff中文😀"},
    {"utf-16, big end first, by its mark", NULL, "UTF-16BE", "UTF-16BE", PLACARD_CHARSET_BY_MARK,
     "\ufeff中文😀"},
    {"meta charset", "text/html", "GBK", "GBK", PLACARD_CHARSET_BY_DOCUMENT,
     "<!doctype html><!-- <meta charset=big5> --><html><head><meta charset=\"gb2312\">" CHINESE},
    {"meta http-equiv", NULL, "Big5", "BIG5-HKSCS", PLACARD_CHARSET_BY_DOCUMENT,
     "<META HTTP-EQUIV='Content-Type' CONTENT='text/html; charset=big5'>" TRADITIONAL},
    {"a header that names no charset that exists", "text/html; charset=nonsense", "Shift_JIS",
     "CP932", PLACARD_CHARSET_BY_DOCUMENT, "<meta charset = 'shift_jis' >" JAPANESE},
    {"xml declaration", "application/xml", "GBK", "GBK", PLACARD_CHARSET_BY_DOCUMENT,
     "<?xml version=\"1.0\" encoding=\"GBK\"?><a>" CHINESE},
    {"a meta that claims utf-16 lies", NULL, "UTF-8", NULL, PLACARD_CHARSET_BY_DOCUMENT,
     "<meta charset=utf-16>中"},
    {"undeclared utf-8", "text/plain", "UTF-8", NULL, PLACARD_CHARSET_BY_BYTES, CHINESE},
    {"undeclared ascii", NULL, "UTF-8", NULL, PLACARD_CHARSET_BY_BYTES, "not found"},
    {"undeclared gbk", NULL, "GBK", "GBK", PLACARD_CHARSET_BY_BYTES, CHINESE},
    {"undeclared gbk in json", "application/json", "GBK", "GBK", PLACARD_CHARSET_BY_BYTES,
     "{\"errcode\":40001,\"errmsg\":\"无效的凭证\"}"},
    {"undeclared gbk, two characters", NULL, "GBK", "GBK", PLACARD_CHARSET_BY_BYTES, "错误"},
    {"undeclared big5", NULL, "Big5", "BIG5-HKSCS", PLACARD_CHARSET_BY_BYTES, TRADITIONAL},
    {"undeclared shift_jis", NULL, "Shift_JIS", "CP932", PLACARD_CHARSET_BY_BYTES, JAPANESE},
    {"undeclared euc-jp", NULL, "EUC-JP", "EUC-JP", PLACARD_CHARSET_BY_BYTES, JAPANESE},
    {"undeclared euc-kr", NULL, "EUC-KR", "UHC", PLACARD_CHARSET_BY_BYTES, KOREAN},
    {"undeclared windows-1252", NULL, "windows-1252", "WINDOWS-1252", PLACARD_CHARSET_BY_BYTES,
     "Zugriff verweigert – bitte prüfen Sie Ihre Schlüssel. Übrigens: Größe"},
    {"undeclared windows-1252 with degrees", NULL, "windows-1252", "WINDOWS-1252",
     PLACARD_CHARSET_BY_BYTES, "Today 25°C, tomorrow 21°C, then 19°C"},
};

static GBytes *
encode (const Row *row)
{
  g_autoptr (GError) error = NULL;
  gsize length;
  char *bytes = row->label ? g_convert (row->text, -1, row->label, "UTF-8", NULL, &length, &error)
                           : g_memdup2 (row->text, length = strlen (row->text));

  g_assert_no_error (error);
  return g_bytes_new_take (bytes, length);
}

static char *
convert_in_slices (const char *charset, GBytes *bytes, const gsize cuts[2])
{
  g_autoptr (PlacardCharsetConverter) converter = placard_charset_converter_new (charset);
  GString *text = g_string_new (NULL);
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);

  placard_charset_converter_feed (converter, data, cuts[0], FALSE, text);
  placard_charset_converter_feed (converter, data + cuts[0], cuts[1] - cuts[0], FALSE, text);
  placard_charset_converter_feed (converter, data + cuts[1], length - cuts[1], TRUE, text);
  return g_string_free (text, FALSE);
}

/* Found by the evidence that there is, and read back the same wherever the stream was cut, twice. */
static void
test_row (gconstpointer data)
{
  const Row *row = data;
  g_autoptr (GBytes) bytes = encode (row);
  PlacardCharsetEvidence evidence;
  gsize length;
  const guint8 *start = g_bytes_get_data (bytes, &length);
  const char *charset = placard_charset_detect (row->content_type, start, length, TRUE, &evidence);

  g_assert_cmpstr (charset, ==, row->charset);
  g_assert_cmpint (evidence, ==, row->evidence);
  for (gsize first = 0; first <= length; first++)
    for (gsize second = first; second <= MIN (first + 4, length); second++) {
      g_autofree char *text = convert_in_slices (charset, bytes, (gsize[]){first, second});

      g_assert_cmpstr (text, ==, row->text);
    }
}

/* What is no character is said once for each longest start (Unicode, table 3-8). */
static void
test_broken (void)
{
  static const struct {
    const char *charset;
    const char *bytes;
    gsize length;
    const char *text;
  } cases[] = {
      {"UTF-8", "a\x80z", 3, "a\ufffdz"},
      {"UTF-8", "a\xe4\xb8z", 4, "a\ufffdz"},
      {"UTF-8", "\xe4\xb8", 2, "\ufffd"},
      {"UTF-8", "\xc0\xaf", 2, "\ufffd\ufffd"},
      {"UTF-8", "\xed\xa0\x80", 3, "\ufffd\ufffd\ufffd"},
      {"UTF-8", "\xf4\x90\x80\x80", 4, "\ufffd\ufffd\ufffd\ufffd"},
      {"UTF-8", "\xf0\x9f\x98z", 4, "\ufffdz"},
      {"UTF-8", "a\0z", 3, "a\ufffdz"},
      {"GBK", "\xd6\xd0\xff\x41", 4,
       "中\ufffd"
       "A"},
      {"GBK", "a\0z\xd6", 4, "a\ufffdz\ufffd"},
      {"UTF-16LE", "a\0b", 3, "a\ufffd"},
      {"no-such-charset", "a\xe9", 2, "a\ufffd"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    for (gsize cut = 0; cut <= cases[i].length; cut++) {
      g_autoptr (GBytes) bytes = g_bytes_new (cases[i].bytes, cases[i].length);
      g_autofree char *text = convert_in_slices (cases[i].charset, bytes, (gsize[]){cut, cut});

      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

static void
test_labels (void)
{
  static const char *const cases[][2] = {
      {"UTF8", "UTF-8"},
      {" gbk ", "GBK"},
      {"x-sjis", "Shift_JIS"},
      {"us-ascii", "windows-1252"},
      {"utf-7", NULL},
      {"UTF7", NULL},
      {"", NULL},
      {"gbk//TRANSLIT", NULL},
      {"../../etc", NULL},
      {"utf-8 gbk", NULL},
      {"nonsense", NULL},
      {"iso-8859-2", "iso-8859-2"},
  };

  g_assert_null (placard_charset_from_label (NULL));
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpstr (placard_charset_from_label (cases[i][0]), ==, cases[i][1]);
}

static void
test_marks (void)
{
  const guint8 *utf8 = (const guint8 *) "\xef\xbb\xbf{}";

  g_assert_cmpuint (placard_charset_mark_length ("UTF-8", utf8, 5), ==, 3);
  g_assert_cmpuint (placard_charset_mark_length ("UTF-8", utf8, 2), ==, 0);
  g_assert_cmpuint (placard_charset_mark_length ("GBK", utf8, 5), ==, 0);
  g_assert_cmpuint (placard_charset_mark_length ("UTF-16LE", (const guint8 *) "\xff\xfe{\0", 4), ==,
                    2);
}

/* A start that is cut inside a character is UTF-8 as long as more may come. */
static void
test_cut_start (void)
{
  const guint8 *bytes = (const guint8 *) "\xe4\xb8\xad\xe6\x96";

  g_assert_true (placard_charset_is_utf8 (bytes, 5, FALSE));
  g_assert_false (placard_charset_is_utf8 (bytes, 5, TRUE));
  g_assert_cmpstr (placard_charset_detect (NULL, bytes, 5, FALSE, NULL), ==, "UTF-8");
  g_assert_cmpstr (placard_charset_detect (NULL, bytes, 0, TRUE, NULL), ==, "UTF-8");
}

static void
test_parameters (void)
{
  static const char *const cases[][3] = {
      {"text/html; charset=utf-8", "charset", "utf-8"},
      {"text/html;CHARSET = \"a;\\\"b\" ; x=y", "charset", "a;\"b"},
      {"text/html;CHARSET = \"a;\\\"b\" ; x=y", "x", "y"},
      {"text/html; charset='gbk'", "charset", "gbk"},
      {"text/html; charset=\"gbk", "charset", "gbk"},
      {"text/html; xcharset=a; charset=b; charset=c", "charset", "b"},
      {"text/html; flag; boundary=--x y ", "boundary", "--x y"},
      {"text/html; charset", "charset", NULL},
      {"text/html", "charset", NULL},
      {";;;=;", "charset", NULL},
      {"", "charset", NULL},
  };

  g_assert_null (placard_parameters_get (NULL, "charset"));
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++) {
    g_autofree char *value = placard_parameters_get (cases[i][0], cases[i][1]);

    g_assert_cmpstr (value, ==, cases[i][2]);
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *path = g_strdup_printf ("/charset/%s", rows[i].what);

    g_test_add_data_func (path, &rows[i], test_row);
  }
  g_test_add_func ("/charset/broken", test_broken);
  g_test_add_func ("/charset/labels", test_labels);
  g_test_add_func ("/charset/marks", test_marks);
  g_test_add_func ("/charset/cut-start", test_cut_start);
  g_test_add_func ("/charset/parameters", test_parameters);
  return g_test_run ();
}
