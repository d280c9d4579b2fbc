/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-filename.h"

#include <string.h>

/* What the rows are made of: field values, and the name and the disposition that they mean. The
 * values of "tc2231" are those of the public test suite of Content-Disposition at
 * greenbytes.de/tech/tc2231 (facts of a published conformance suite, by its names); "chromium" are
 * values of Chromium's net/http/http_content_disposition_unittest.cc (BSD-3-Clause), "firefox" of
 * Firefox's netwerk/test/unit/test_MIME_params.js and
 * uriloader/exthandler/tests/unit/test_filename_sanitize.js (public domain). Where a row's name
 * differs from what the suite expects, the reason stands beside it. */

typedef struct {
  const char *what;
  const char *value;
  const char *name; /* after the sanitiser; NULL: none */
  gboolean attachment;
} Row;

static const Row tc2231[] = {
    {"inlonly", "inline", NULL, FALSE},
    {"inlonlyquoted", "\"inline\"", NULL, TRUE},
    {"inlwithasciifilename", "inline; filename=\"foo.html\"", "foo.html", FALSE},
    {"inlwithfnattach", "inline; filename=\"Not an attachment!\"", "Not an attachment!", FALSE},
    {"inlwithasciifilenamepdf", "inline; filename=\"foo.pdf\"", "foo.pdf", FALSE},
    {"attonly", "attachment", NULL, TRUE},
    {"attonlyquoted", "\"attachment\"", NULL, TRUE},
    {"attonly403", "attachment", NULL, TRUE},
    {"attonlyucase", "ATTACHMENT", NULL, TRUE},
    {"attwithasciifilename", "attachment; filename=\"foo.html\"", "foo.html", TRUE},
    {"attwithasciifilename25", "attachment; filename=\"0000000000111111111122222\"",
     "0000000000111111111122222", TRUE},
    {"attwithasciifilename35", "attachment; filename=\"00000000001111111111222222222233333\"",
     "00000000001111111111222222222233333", TRUE},
    {"attwithasciifnescapedchar", "attachment; filename=\"f\\oo.html\"", "foo.html", TRUE},
    {"attwithasciifnescapedquote", "attachment; filename=\"\\\"quoting\\\" tested.html\"",
     "_quoting_ tested.html", TRUE},
    {"attwithquotedsemicolon", "attachment; filename=\"Here's a semicolon;.html\"",
     "Here's a semicolon;.html", TRUE},
    {"attwithfilenameandextparam", "attachment; foo=\"bar\"; filename=\"foo.html\"", "foo.html",
     TRUE},
    {"attwithfilenameandextparamescaped", "attachment; foo=\"\\\"\\\\\";filename=\"foo.html\"",
     "foo.html", TRUE},
    {"attwithasciifilenameucase", "attachment; FILENAME=\"foo.html\"", "foo.html", TRUE},
    {"attwithasciifilenamenq", "attachment; filename=foo.html", "foo.html", TRUE},
    /* Not valid; every browser reads the name. */
    {"attwithtokfncommanq", "attachment; filename=foo,bar.html", "foo,bar.html", TRUE},
    {"attwithasciifilenamenqs", "attachment; filename=foo.html ;", "foo.html", TRUE},
    {"attemptyparam", "attachment; ;filename=foo", "foo", TRUE},
    {"attwithasciifilenamenqws", "attachment; filename=foo bar.html", "foo bar.html", TRUE},
    {"attwithfntokensq", "attachment; filename='foo.bar'", "'foo.bar'", TRUE},
    {"attwithisofnplain", "attachment; filename=\"foo-\xe4.html\"", "foo-ä.html", TRUE},
    {"attwithutf8fnplain", "attachment; filename=\"foo-ä.html\"", "foo-ä.html", TRUE},
    {"attwithfnrawpctenca", "attachment; filename=\"foo-%41.html\"", "foo-%41.html", TRUE},
    {"attwithfnusingpct", "attachment; filename=\"50%.html\"", "50%.html", TRUE},
    {"attwithfnrawpctencaq", "attachment; filename=\"foo-%\\41.html\"", "foo-%41.html", TRUE},
    {"attwithnamepct", "attachment; name=\"foo-%41.html\"", NULL, TRUE},
    {"attwithfilenamepctandiso", "attachment; filename=\"\xe4-%41.html\"", "ä-%41.html", TRUE},
    {"attwithfnrawpctenclong", "attachment; filename=\"foo-%c3%a4-%e2%82%ac.html\"", "foo-ä-€.html",
     TRUE}, /* the suite leaves it; half the world's servers mean it */
    {"attwithasciifilenamews1", "attachment; filename =\"foo.html\"", "foo.html", TRUE},
    {"attwith2filenames", "attachment; filename=\"foo.html\"; filename=\"bar.html\"", "foo.html",
     TRUE},
    {"attfnbrokentoken", "attachment; filename=foo[1](2).html", "foo[1](2).html", TRUE},
    {"attfnbrokentokeniso", "attachment; filename=foo-\xe4.html", "foo-ä.html", TRUE},
    {"attfnbrokentokenutf", "attachment; filename=foo-ä.html", "foo-ä.html", TRUE},
    {"attmissingdisposition", "filename=foo.html", "foo.html", FALSE},
    {"attmissingdisposition2", "x=y; filename=foo.html", "foo.html", FALSE},
    {"attmissingdisposition3", "\"foo; filename=bar;baz\"; filename=qux", "bar", TRUE},
    {"attmissingdisposition4", "filename=foo.html, filename=bar.html",
     "foo.html, filename=bar.html", FALSE},
    {"emptydisposition", "; filename=foo.html", "foo.html", FALSE},
    {"doublecolon", ": inline; attachment; filename=foo.html", "foo.html", TRUE},
    {"attandinline", "inline; attachment; filename=foo.html", "foo.html", FALSE},
    {"attandinline2", "attachment; inline; filename=foo.html", "foo.html", TRUE},
    {"attbrokenquotedfn", "attachment; filename=\"foo.html\".txt", "foo.html", TRUE},
    {"attbrokenquotedfn2", "attachment; filename=\"bar", "bar", TRUE},
    {"attbrokenquotedfn3", "attachment; filename=foo\"bar;baz\"qux", "foo_bar", TRUE},
    {"attmultinstances", "attachment; filename=foo.html, attachment; filename=bar.html", "foo.html",
     TRUE},
    {"attmissingdelim", "attachment; foo=foo filename=bar", NULL, TRUE},
    {"attmissingdelim2", "attachment; filename=bar foo=foo ", "bar foo=foo", TRUE},
    {"attmissingdelim3", "attachment filename=bar", NULL, FALSE},
    {"attreversed", "filename=foo.html; attachment", "foo.html", FALSE},
    {"attconfusedparam", "attachment; xfilename=foo.html", NULL, TRUE},
    {"attabspath", "attachment; filename=\"/foo.html\"", "foo.html", TRUE},
    {"attabspathwin", "attachment; filename=\"\\\\foo.html\"", "foo.html", TRUE},
    {"attcdate", "attachment; creation-date=\"Wed, 12 Feb 1997 16:29:51 -0500\"", NULL, TRUE},
    {"attmdate", "attachment; modification-date=\"Wed, 12 Feb 1997 16:29:51 -0500\"", NULL, TRUE},
    {"dispext", "foobar", NULL, TRUE},
    {"dispextbadfn", "attachment; example=\"filename=example.txt\"", NULL, TRUE},
    {"attwithisofn2231iso", "attachment; filename*=iso-8859-1''foo-%E4.html", "foo-ä.html", TRUE},
    {"attwithfn2231utf8", "attachment; filename*=UTF-8''foo-%c3%a4-%e2%82%ac.html", "foo-ä-€.html",
     TRUE},
    {"attwithfn2231noc", "attachment; filename*=''foo-%c3%a4-%e2%82%ac.html", NULL, TRUE},
    {"attwithfn2231utf8comp", "attachment; filename*=UTF-8''foo-a%cc%88.html", "foo-a\xcc\x88.html",
     TRUE},
    {"attwithfn2231utf8-bad", "attachment; filename*=iso-8859-1''foo-%c3%a4-%e2%82%ac.html",
     "foo-Ã¤-â‚¬.html", TRUE},
    {"attwithfn2231iso-bad", "attachment; filename*=utf-8''foo-%E4.html", NULL, TRUE},
    {"attwithfn2231ws1", "attachment; filename *=UTF-8''foo-%c3%a4.html", NULL, TRUE},
    {"attwithfn2231ws2", "attachment; filename*= UTF-8''foo-%c3%a4.html", "foo-ä.html", TRUE},
    {"attwithfn2231ws3", "attachment; filename* =UTF-8''foo-%c3%a4.html", "foo-ä.html", TRUE},
    {"attwithfn2231quot", "attachment; filename*=\"UTF-8''foo-%c3%a4.html\"", "foo-ä.html",
     TRUE}, /* tolerated */
    {"attwithfn2231quot2", "attachment; filename*=\"foo%20bar.html\"", NULL, TRUE},
    {"attwithfn2231singleqmissing", "attachment; filename*=UTF-8'foo-%c3%a4.html", NULL, TRUE},
    {"attwithfn2231nbadpct1", "attachment; filename*=UTF-8''foo%", NULL, TRUE},
    {"attwithfn2231nbadpct2", "attachment; filename*=UTF-8''f%oo.html", NULL, TRUE},
    {"attwithfn2231dpct", "attachment; filename*=UTF-8''A-%2541.html", "A-%41.html", TRUE},
    {"attwithfn2231abspathdisguised", "attachment; filename*=UTF-8''%5cfoo.html", "foo.html", TRUE},
    {"attfncont", "attachment; filename*0=\"foo.\"; filename*1=\"html\"", "foo.html", TRUE},
    {"attfncontqs", "attachment; filename*0=\"foo\"; filename*1=\"\\b\\a\\r.html\"", "foobar.html",
     TRUE},
    {"attfncontenc", "attachment; filename*0*=UTF-8''foo-%c3%a4; filename*1=\".html\"",
     "foo-ä.html", TRUE},
    {"attfncontlz", "attachment; filename*0=\"foo\"; filename*01=\"bar\"", "foo", TRUE},
    {"attfncontnc", "attachment; filename*0=\"foo\"; filename*2=\"bar\"", "foo", TRUE},
    {"attfnconts1", "attachment; filename*1=\"foo.\"; filename*2=\"html\"", NULL, TRUE},
    {"attfncontord", "attachment; filename*1=\"bar\"; filename*0=\"foo\"", "foobar", TRUE},
    {"attfnboth", "attachment; filename=\"foo-ae.html\"; filename*=UTF-8''foo-%c3%a4.html",
     "foo-ä.html", TRUE},
    {"attfnboth2", "attachment; filename*=UTF-8''foo-%c3%a4.html; filename=\"foo-ae.html\"",
     "foo-ä.html", TRUE},
    {"attfnboth3",
     "attachment; filename*0*=ISO-8859-15''euro-sign%3d%a4; "
     "filename*=ISO-8859-1''currency-sign%3d%a4",
     "currency-sign=¤", TRUE},
    {"attnewandfn", "attachment; foobar=x; filename=\"foo.html\"", "foo.html", TRUE},
    /* The suite leaves RFC 2047; Chromium and Firefox decode it. */
    {"attrfc2047token", "attachment; filename==?ISO-8859-1?Q?foo-=E4.html?=", "foo-ä.html", TRUE},
    {"attrfc2047quoted", "attachment; filename=\"=?ISO-8859-1?Q?foo-=E4.html?=\"", "foo-ä.html",
     TRUE},
};

static const Row chromium[] = {
    {"plain", "filename=\"abcdef\"", "abcdef", FALSE},
    {"semicolons", ";filename=file.txt;;", "file.txt", FALSE},
    {"upper case", "Attachment; FileName=Foo.TXT", "Foo.TXT", TRUE},
    {"a comma in quotes", "attachment; filename=\"a, b.png\"", "a, b.png", TRUE},
    {"percent Korean", "attachment; filename=\"%EC%98%88%EC%88%A0%20.jpg\"", "예술 .jpg", TRUE},
    {"percent Korean, bare", "attachment; filename=%EC%98%88%EC%88%A0.jpg", "예술.jpg", TRUE},
    {"raw Korean", "attachment; filename=예술 예술.jpg", "예술 예술.jpg", TRUE},
    {"a byte of EUC-KR", "attachment; filename*=EUC-KR''%BF%B9%BC%FA.jpg", "예술.jpg", TRUE},
    {"words of UTF-8 in B", "attachment; filename=\"=?UTF-8?B?7JiI7IigIDQwLmpwZw==?=\"",
     "예술 40.jpg", TRUE},
    {"words of EUC-JP in Q", "attachment; filename=\"=?EUC-JP?Q?=B7=DD=BD=D13=2Epng?=\"",
     "芸術3.png", TRUE},
    {"words of ISO-8859-1 with an underscore",
     "attachment; filename==?ISO-8859-1?q?foo_bar.html?=", "foo bar.html", TRUE},
    {"two words", "attachment; filename=\"=?UTF-8?Q?a=C3=A4?= =?UTF-8?Q?b.png?=\"", "aäb.png",
     TRUE},
    {"words of an unknown charset", "attachment; filename=\"=?foo?Q?a.png?=\"",
     "=_foo_Q_a.png_=", TRUE},
    {"words with text around", "attachment; filename=\"x =?UTF-8?Q?a.png?=\"",
     "x =_UTF-8_Q_a.png_=", TRUE},
    {"empty name", "attachment; filename=", NULL, TRUE},
    {"empty quotes", "attachment; filename=\"\"", NULL, TRUE},
    {"unknown charset of an extended value", "attachment; filename*=foo''bar.png; filename=a.png",
     "a.png", TRUE},
    {"broken extended value", "attachment; filename*=UTF-8''%e2%9; filename=a.png", "a.png", TRUE},
    {"language", "attachment; filename*=utf-8'en'a%20b.png", "a b.png", TRUE},
    {"NUL in an extended value", "attachment; filename*=UTF-8''a%00b.png; filename=c.png", "c.png",
     TRUE},
    {"Shift_JIS", "attachment; filename*=Shift_JIS''%8C%7C%8Fp.png", "芸術.png", TRUE},
};

static const Row firefox[] = {
    {"no value", "", NULL, FALSE},
    {"blanks", "   ", NULL, FALSE},
    {"quoted pairs", "attachment; filename=\"a\\\\b\\\"c.png\"", "b_c.png", TRUE},
    {"first of two extended", "attachment; filename*=UTF-8''first.png; filename*=UTF-8''second.png",
     "first.png", TRUE},
    {"extended before pieces", "attachment; filename*0=a; filename*=UTF-8''b.png", "b.png", TRUE},
    {"plain before pieces", "attachment; filename*0=a; filename=b.png", "b.png", TRUE},
    {"a piece with a bad escape", "attachment; filename*0*=UTF-8''a%; filename*1=b", NULL, TRUE},
    {"ten pieces",
     "attachment; "
     "filename*0=0;filename*1=1;filename*2=2;filename*3=3;filename*4=4;filename*5=5;filename*6=6;"
     "filename*7=7;filename*8=8;filename*9=9;filename*10=a",
     "0123456789a", TRUE},
    {"blank lines", "attachment;\n filename=\"a.png\"", "a.png", TRUE},
    {"tab", "attachment;\tfilename=\ta.png", "a.png", TRUE},
    {"an apostrophe in the value", "attachment; filename*=UTF-8''it's.png", "it's.png", TRUE},
    {"windows-1252 in an extended value", "attachment; filename*=windows-1252''%80.png", "€.png",
     TRUE},
};

/* What servers of the Chinese, Japanese and Korean web send, and a few others of the trade. */
static const Row habits[] = {
    {"Tomcat, raw UTF-8", "attachment;filename=二维码.png", "二维码.png", TRUE},
    {"Spring, URLEncoder", "attachment; filename=%E4%BA%8C%E7%BB%B4%E7%A0%81.png", "二维码.png",
     TRUE},
    {"Spring, URLEncoder in quotes", "attachment;filename=\"%E4%BA%8C%E7%BB%B4%E7%A0%81.png\"",
     "二维码.png", TRUE},
    {"Spring, ContentDisposition builder",
     "attachment; filename=\"=?UTF-8?Q?=E4=BA=8C=E7=BB=B4=E7=A0=81.png?=\"; "
     "filename*=UTF-8''%E4%BA%8C%E7%BB%B4%E7%A0%81.png",
     "二维码.png", TRUE},
    {"Spring, form data", "form-data; name=\"attachment\"; filename=\"qr.png\"", "qr.png", TRUE},
    {"Hutool", "attachment;filename=%E5%8D%A1.png;filename*=UTF-8''%E5%8D%A1.png", "卡.png", TRUE},
    {"EasyExcel, plus for a blank", "attachment;filename*=utf-8''%E6%B5%8B%E8%AF%95+1.xlsx",
     "测试+1.xlsx", TRUE},
    {"RuoYi", "attachment;filename=%E5%8D%A1.png;filename*=utf-8''%E5%8D%A1.png", "卡.png", TRUE},
    {"WeChat mini program code", "attachment; filename=\"QRCode.jpg\"", "QRCode.jpg", TRUE},
    {"WeChat ticket", "attachment; filename=qrcode_for_gh_0123456789ab_258.jpg",
     "qrcode_for_gh_0123456789ab_258.jpg", TRUE},
    {"WeChat media in quotes", "attachment; filename=\"MEDIA_ID.jpg\"", "MEDIA_ID.jpg", TRUE},
    {"PHP, GBK raw", "attachment; filename=\"\xb6\xfe\xce\xac\xc2\xeb.png\"", "二维码.png", TRUE},
    {"PHP, GBK in an extended value", "attachment; filename*=GBK''%B6%FE%CE%AC%C2%EB.png",
     "二维码.png", TRUE},
    {"PHP, GB2312 in an extended value", "attachment; filename*=gb2312''%B6%FE%CE%AC%C2%EB.png",
     "二维码.png", TRUE},
    /* Not UTF-8 when decoded: nobody can know what it is. */
    {"PHP, GBK in percent signs", "attachment; filename=\"%B6%FE.png\"", "%B6%FE.png", TRUE},
    {"PHP, for three browsers", "attachment; filename=\"卡.png\"; filename*=utf8''%E5%8D%A1.png",
     "卡.png", TRUE},
    {"nginx, full-width signs", "attachment; filename=\"收据（一）：二维码.png\"",
     "收据（一）：二维码.png", TRUE},
    {"ASP.NET, HttpUtility", "attachment; filename=%e5%8d%a1%e7%89%87.png", "卡片.png", TRUE},
    {"ASP.NET Core",
     "attachment; filename=\"=?utf-8?B?5Y2h54mHLnBuZw==?=\"; "
     "filename*=UTF-8''%E5%8D%A1%E7%89%87.png",
     "卡片.png", TRUE},
    {"Express, content-disposition",
     "attachment; filename=\"???.png\"; filename*=UTF-8''%E4%BA%8C%E7%BB%B4%E7%A0%81.png",
     "二维码.png", TRUE},
    {"Koa, without a fallback", "attachment; filename*=UTF-8''%E4%BA%8C%E7%BB%B4%E7%A0%81.png",
     "二维码.png", TRUE},
    {"Django", "attachment; filename*=utf-8''%E5%8D%A1.png", "卡.png", TRUE},
    {"Flask", "attachment; filename=ka.png; filename*=UTF-8''%E5%8D%A1.png", "卡.png", TRUE},
    {"Rails", "attachment; filename=\"%3F.png\"; filename*=UTF-8''%E5%8D%A1.png", "卡.png", TRUE},
    {"Aliyun OSS", "attachment;filename=\"%E5%8D%A1.png\"", "卡.png", TRUE},
    {"Tencent COS", "attachment; filename*=\"UTF-8''%E5%8D%A1.png\"", "卡.png", TRUE},
    {"Qiniu", "attachment; filename=\"卡.png\"; filename*=utf-8' '%E5%8D%A1.png", "卡.png", TRUE},
    {"S3", "attachment; filename=\"ka.png\"; filename*=UTF-8''%e5%8d%a1.png", "卡.png", TRUE},
    {"Japanese, raw Shift_JIS by a proxy's replacement",
     "attachment; filename=\"\xef\xbf\xbd\xef\xbf\xbd.png\"", "__.png", TRUE},
    {"Japanese, UTF-8 raw", "attachment; filename=\"見積書（最終版）.png\"", "見積書（最終版）.png",
     TRUE},
    {"Japanese, half-width kana", "attachment; filename=ﾊﾞｰｺｰﾄﾞ.png", "ﾊﾞｰｺｰﾄﾞ.png", TRUE},
    {"Japanese, ISO-2022-JP in words",
     "attachment; filename=\"=?ISO-2022-JP?B?GyRCTD47SRsoQi5wbmc=?=\"", "名刺.png", TRUE},
    {"Japanese, Windows-31J", "attachment; filename*=Windows-31J''%96%BC%8E%68.png", "名刺.png",
     TRUE},
    {"Japanese, two extended values",
     "attachment; filename*=Shift_JIS''%96%BC%8E%68.png; filename*=UTF-8''%E5%90%8D.png",
     "名刺.png", TRUE},
    {"Korean, percent in an unquoted value",
     "attachment; filename=%ED%95%9C%EA%B8%80 %EC%9D%B4%EB%A6%84.png", "한글 이름.png", TRUE},
    {"Korean, CP949", "attachment; filename*=CP949''%C7%D1%B1%DB.png", "한글.png", TRUE},
    {"Korean, EUC-KR in words", "attachment; filename=\"=?EUC-KR?B?x9Gx2y5wbmc=?=\"", "한글.png",
     TRUE},
    {"Korean, jamo", "attachment; filename=\"\u1112\u1161\u11ab.png\"", "\u1112\u1161\u11ab.png",
     TRUE},
    {"Taiwan, Big5", "attachment; filename*=Big5''%A4%A4%A4%E5.png", "中文.png", TRUE},
    {"a trailing semicolon", "attachment; filename=\"卡.png\";", "卡.png", TRUE},
    {"no blank after the semicolon", "attachment;filename=\"a.png\"", "a.png", TRUE},
    {"size beside", "attachment; filename=\"a.png\"; size=123", "a.png", TRUE},
    {"a full Windows path", "attachment; filename=\"C:\\x.png\"", "x.png", TRUE},
    {"a full Windows path, quoted well", "attachment; filename=\"C:\\\\scans\\\\x.png\"", "x.png",
     TRUE},
    {"a Unix path", "attachment; filename=/var/tmp/x.png", "x.png", TRUE},
    {"climbing out", "attachment; filename=\"../../.bashrc\"", "bashrc", TRUE},
    {"climbing out in an extended value", "attachment; filename*=UTF-8''..%2F..%2Fetc%2Fpasswd",
     "passwd", TRUE},
    {"both names", "attachment; filename=\"fallback.png\"; filename*=UTF-8''%E5%8D%A1.png",
     "卡.png", TRUE},
};

static void
test_row (gconstpointer data)
{
  const Row *row = data;
  gboolean attachment = 2;
  g_autofree char *given = placard_filename_parse_disposition (row->value, &attachment);
  g_autofree char *name = placard_filename_sanitise (given);

  g_assert_cmpstr (name, ==, row->name);
  g_assert_cmpint (attachment, ==, row->attachment);
}

static void
add_rows (const char *table, const Row *rows, gsize n_rows)
{
  for (gsize i = 0; i < n_rows; i++) {
    g_autofree char *path = g_strdup_printf ("/filename/%s/%s", table, rows[i].what);

    g_test_add_data_func (path, &rows[i], test_row);
  }
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
  g_test_init (&argc, &argv, NULL);
  add_rows ("tc2231", tc2231, G_N_ELEMENTS (tc2231));
  add_rows ("chromium", chromium, G_N_ELEMENTS (chromium));
  add_rows ("firefox", firefox, G_N_ELEMENTS (firefox));
  add_rows ("habits", habits, G_N_ELEMENTS (habits));
  g_test_add_func ("/filename/sanitise", test_sanitise);
  g_test_add_func ("/filename/length", test_length);
  g_test_add_func ("/filename/marks", test_marks);
  g_test_add_func ("/filename/random", test_random);
  g_test_add_func ("/filename/suggest", test_suggest);
  g_test_add_func ("/filename/suffix", test_suffix);
  return g_test_run ();
}
