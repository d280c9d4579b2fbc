/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-server-message.h"

#include <json-glib/json-glib.h>
#include <string.h>

#include "placard-charset.h"
#include "placard-json-prefix.h"

/* Everything here was written by a server: sizes and depths are bounded, and what leaves is a
 * line. */

#define MAX_CHARS 300
#define MAX_DEPTH 64

/* One line of plain text; %NULL when nothing is left. */
static char *
clean (const char *text)
{
  g_autoptr (GString) line = g_string_new (NULL);
  int n_chars = 0;

  for (const char *at = text; *at; at = g_utf8_next_char (at)) {
    gunichar c = g_utf8_get_char (at);
    gboolean is_blank = g_unichar_isspace (c) || g_unichar_iscntrl (c);

    if (is_blank && (!line->len || line->str[line->len - 1] == ' '))
      continue;
    if (!is_blank && g_unichar_type (c) == G_UNICODE_FORMAT)
      continue;
    if (++n_chars > MAX_CHARS) {
      g_string_append (line, "…");
      break;
    }
    g_string_append_unichar (line, is_blank ? ' ' : c);
  }
  g_strchomp (line->str);
  return line->str[0] ? g_strdup (line->str) : NULL;
}

static char *
dup_utf8 (const guint8 *bytes, gsize n_bytes, const char *content_type)
{
  const char *charset = placard_charset_detect (content_type, bytes, n_bytes, FALSE, NULL);
  g_autoptr (PlacardCharsetConverter) converter = placard_charset_converter_new (charset);
  g_autoptr (GString) text = g_string_new (NULL);
  gsize mark = placard_charset_mark_length (charset, bytes, n_bytes);

  placard_charset_converter_feed (converter, bytes + mark, n_bytes - mark, TRUE, text);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* JSON */

static const char *const code_names[] = {
    "errcode", "err_code", "errCode", "error_code", "errorCode", "errno", "code",
    "Code",    "retcode",  "ret",     "status",     "error",     NULL};
static const char *const text_names[] = {
    "errmsg",        "err_msg",      "errMsg",    "error_description",
    "error_message", "errorMessage", "error_msg", "message",
    "Message",       "msg",          "detail",    "title",
    "reason",        "description",  "info",      NULL};
static const char *const nested_names[] = {"error",    "errors", "err",   "data",   "result",
                                           "response", "meta",   "fault", "status", NULL};

static JsonNode *
first_of_array (JsonNode *node)
{
  if (node && JSON_NODE_HOLDS_ARRAY (node)) {
    JsonArray *array = json_node_get_array (node);

    return json_array_get_length (array) ? json_array_get_element (array, 0) : NULL;
  }
  return node;
}

/* A number or a text as text. */
static char *
dup_scalar (JsonNode *node)
{
  if (!node || !JSON_NODE_HOLDS_VALUE (node))
    return NULL;
  switch (json_node_get_value_type (node)) {
  case G_TYPE_STRING:
    return *json_node_get_string (node) ? json_node_dup_string (node) : NULL;
  case G_TYPE_INT64:
    return g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (node));
  case G_TYPE_DOUBLE:
    return g_strdup_printf ("%g", json_node_get_double (node));
  default:
    return NULL;
  }
}

static char *
dup_first (JsonObject *object, const char *const *names)
{
  for (gsize i = 0; names[i]; i++) {
    char *value = dup_scalar (json_object_get_member (object, names[i]));

    if (value)
      return value;
  }
  return NULL;
}

static gboolean
means_success (const char *code)
{
  static const char *const words[] = {"0",    "200",  "ok",       "success",  "succeeded", "00000",
                                      "0000", "成功", "操作成功", "请求成功", NULL};

  for (gsize i = 0; code && words[i]; i++)
    if (g_ascii_strcasecmp (code, words[i]) == 0)
      return TRUE;
  return FALSE;
}

static char *
join (const char *code, const char *text)
{
  if (!code || !text || strcmp (code, text) == 0)
    return g_strdup (text ? text : code);
  return g_ascii_isdigit (code[0]) || code[0] == '-' ? g_strdup_printf ("%s %s", code, text)
                                                     : g_strdup_printf ("%s: %s", code, text);
}

/* Some say it with a truth value beside a text that sounds like anything. */
static gboolean
says_success (JsonObject *object)
{
  static const char *const names[] = {"success", "succeeded", "isSuccess", "ok", NULL};

  for (gsize i = 0; names[i]; i++) {
    JsonNode *node = json_object_get_member (object, names[i]);

    if (node && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_BOOLEAN)
      return json_node_get_boolean (node);
  }
  if (json_object_has_member (object, "error")) {
    JsonNode *error = json_object_get_member (object, "error");

    return JSON_NODE_HOLDS_VALUE (error) && json_node_get_value_type (error) == G_TYPE_BOOLEAN &&
           !json_node_get_boolean (error);
  }
  return FALSE;
}

/* "status": "error" and the like only say that there is an error, "status": 500 says which. */
static char *
find_in_object (JsonObject *object)
{
  g_autofree char *code = dup_first (object, code_names);
  g_autofree char *text = dup_first (object, text_names);

  if (means_success (code) || means_success (text) || says_success (object))
    return NULL;
  if (!text && code && json_object_has_member (object, "status") &&
      !json_object_has_member (object, "error") && !g_ascii_isdigit (code[0]))
    return NULL;
  return join (code, text);
}

static char *
find_in_nested (JsonObject *object)
{
  for (gsize i = 0; nested_names[i]; i++) {
    JsonNode *node = first_of_array (json_object_get_member (object, nested_names[i]));
    char *message = NULL;

    if (node && JSON_NODE_HOLDS_OBJECT (node))
      message = find_in_object (json_node_get_object (node));
    else if (node && node != json_object_get_member (object, nested_names[i]))
      message = dup_scalar (node);
    if (message)
      return message;
  }
  return NULL;
}

static char *
find_in_json (const char *text)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  g_autofree char *nested = NULL;
  char *message = NULL;
  JsonNode *root;
  JsonObject *object;

  if (!placard_json_is_tame (text, MAX_DEPTH) ||
      !json_parser_load_from_data (parser, text, -1, NULL))
    return NULL;
  root = first_of_array (json_parser_get_root (parser));
  if (!root || !JSON_NODE_HOLDS_OBJECT (root))
    return NULL;
  object = json_node_get_object (root);
  /* A nested error says more than a bare outer code; an outer text is the server's own summary. */
  message = find_in_object (object);
  nested = find_in_nested (object);
  if (!message || (nested && !strchr (message, ' ')))
    return nested ? (g_free (message), g_steal_pointer (&nested)) : message;
  return message;
}

/* HTML and XML */

static char *
decode_entities (const char *text)
{
  static const struct {
    const char *name;
    const char *value;
  } entities[] = {{"&lt;", "<"},    {"&gt;", ">"},    {"&quot;", "\""}, {"&apos;", "'"},
                  {"&nbsp;", " "},  {"&ndash;", "–"}, {"&mdash;", "—"}, {"&middot;", "·"},
                  {"&laquo;", "«"}, {"&raquo;", "»"}, {"&amp;", "&"}};
  g_autoptr (GString) decoded = g_string_new (NULL);

  while (*text) {
    gunichar c = 0;
    gsize i = 0, n = 1;

    if (g_str_has_prefix (text, "&#")) {
      char *end;
      gboolean hex = text[2] == 'x' || text[2] == 'X';

      c = (gunichar) g_ascii_strtoull (text + (hex ? 3 : 2), &end, hex ? 16 : 10);
      n = (gsize) (end - text) + (*end == ';');
      if (!c || !g_unichar_validate (c))
        c = 0xfffd;
      g_string_append_unichar (decoded, c);
      text += MAX (n, 2);
      continue;
    }
    while (i < G_N_ELEMENTS (entities) && !g_str_has_prefix (text, entities[i].name))
      i++;
    if (i < G_N_ELEMENTS (entities)) {
      g_string_append (decoded, entities[i].value);
      n = strlen (entities[i].name);
    } else {
      g_string_append_c (decoded, *text);
    }
    text += n;
  }
  return g_string_free (g_steal_pointer (&decoded), FALSE);
}

/* The text of the first element of that name, in any case. */
static char *
dup_element (const char *text, const char *name)
{
  g_autofree char *lower = g_ascii_strdown (text, -1);
  g_autofree char *open = g_strdup_printf ("<%s", name);
  g_autofree char *close = g_strdup_printf ("</%s", name);
  g_autofree char *raw = NULL;
  const char *start = lower, *end;

  do {
    start = strstr (start, open);
    if (!start)
      return NULL;
    start += strlen (open);
  } while (*start != '>' && !g_ascii_isspace (*start));
  start = strchr (start, '>');
  end = start ? strstr (start, close) : NULL;
  if (!end)
    return NULL;
  raw = g_strndup (text + (start + 1 - lower), end - start - 1);
  g_strstrip (raw);
  if (g_str_has_prefix (raw, "<![CDATA[") && g_str_has_suffix (raw, "]]>"))
    return g_strndup (raw + 9, strlen (raw) - 12);
  return decode_entities (raw);
}

static char *
find_in_html (const char *text)
{
  char *title = dup_element (text, "title");

  if (title && *g_strstrip (title))
    return title;
  g_free (title);
  return dup_element (text, "h1");
}

static char *
dup_first_element (const char *text, const char *const *names)
{
  char *found = NULL;

  for (gsize i = 0; names[i] && !found; i++)
    found = dup_element (text, names[i]);
  return found;
}

/* Amazon's and Aliyun's; WeChat Pay's; SOAP's. */
static char *
find_in_xml (const char *text)
{
  static const char *const codes[] = {"code", "err_code", "return_code", NULL};
  static const char *const messages[] = {"message", "err_code_des", "return_msg", "faultstring",
                                         NULL};
  g_autofree char *code = dup_first_element (text, codes);
  g_autofree char *message = dup_first_element (text, messages);

  return means_success (code) || means_success (message) ? NULL : join (code, message);
}

/* A line that somebody wrote, not data: it is short or has blanks. */
static char *
find_in_text (const char *text)
{
  g_autofree char *marked_up = *text == '<' ? find_in_xml (text) : NULL;
  gsize length = strcspn (text + strspn (text, " \t\r\n"), "\r\n");

  if (marked_up)
    return g_steal_pointer (&marked_up);
  if (length > 120 && strcspn (text, " \t") > 80)
    return NULL;
  text += strspn (text, " \t\r\n");
  return g_strndup (text, length);
}

char *
placard_server_message_find (PlacardMediaType type,
                             const guint8 *bytes,
                             gsize n_bytes,
                             const char *content_type)
{
  g_autofree char *text = NULL;
  g_autofree char *found = NULL;

  if (!placard_media_type_is_text (type) || !bytes)
    return NULL;
  text = dup_utf8 (bytes, MIN (n_bytes, PLACARD_SERVER_MESSAGE_BYTES), content_type);
  if (!text)
    return NULL;
  if (type == PLACARD_MEDIA_JSON)
    found = find_in_json (text);
  else if (type == PLACARD_MEDIA_HTML)
    found = find_in_html (text);
  else if (type == PLACARD_MEDIA_XML)
    found = find_in_xml (text);
  else
    found = find_in_text (text);
  return found ? clean (found) : NULL;
}

gboolean
placard_server_message_is_login (const guint8 *bytes, gsize n_bytes, const char *title)
{
  static const char *const words[] = {
      "log in", "login",    "sign in",   "signin",       "登录", "登入", "ログイン",
      "로그인", "anmelden", "connexion", "iniciar sesi", "вход", NULL};
  static const char *const fields[] = {"type=\"password\"", "type='password'", "type=password",
                                       NULL};
  g_autofree char *page =
      g_strndup ((const char *) bytes, MIN (n_bytes, PLACARD_SERVER_MESSAGE_BYTES));
  g_autofree char *folded_page = g_ascii_strdown (page, -1);
  g_autofree char *folded_title = title ? g_utf8_strdown (title, -1) : g_strdup ("");

  for (gsize i = 0; fields[i]; i++)
    if (strstr (folded_page, fields[i]))
      return TRUE;
  for (gsize i = 0; words[i]; i++)
    if (strstr (folded_title, words[i]))
      return TRUE;
  return FALSE;
}

gboolean
placard_server_message_is_portal (const guint8 *bytes, gsize n_bytes)
{
  return g_strstr_len ((const char *) bytes, (gssize) MIN (n_bytes, PLACARD_SERVER_MESSAGE_BYTES),
                       "WISPAccessGatewayParam") != NULL;
}
