/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One row of the table is one thing to try. Nothing is made before it is asked for, so that the server
 * is there at once. */
#include "demo-endpoints.h"

#include <json-glib/json-glib.h>

#include "demo-pictures.h"
#include "demo-stream.h"

#define SLOW (640 * 1024) /* bytes a second: 64 KiB every 100 ms */

typedef struct {
  const char *id;
  const char *title;
  const char *title_zh;
  const char *method;
  const char *path;
  const char *authorization;
  const char *body;
  void (*answer) (SoupServerMessage *message);
} Endpoint;

static void
answer_json (SoupServerMessage *message, guint status, const char *json)
{
  soup_server_message_set_status (message, status, NULL);
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_COPY, json,
                                    strlen (json));
}

static char *
dup_user (SoupServerMessage *message)
{
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  g_autoptr (JsonParser) parser = json_parser_new ();

  if (!json_parser_load_from_data (parser, body->data ? body->data : "", body->length, NULL))
    return NULL;
  JsonNode *root = json_parser_get_root (parser);
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    return NULL;
  return g_strdup (
      json_object_get_string_member_with_default (json_node_get_object (root), "user", NULL));
}

static void
append_disposition (SoupServerMessage *message, const char *user)
{
  g_autofree char *name = g_strdup_printf ("%s的卡.png", user);
  g_autofree char *encoded = g_uri_escape_string (name, NULL, FALSE);
  g_autofree char *value =
      g_strdup_printf ("attachment; filename=\"card.png\"; filename*=UTF-8''%s", encoded);

  soup_message_headers_append (soup_server_message_get_response_headers (message),
                               "Content-Disposition", value);
}

static void
start_picture (SoupServerMessage *message, const char *type, GBytes *bytes, DemoStreamKind kind)
{
  soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
  soup_message_headers_set_content_type (soup_server_message_get_response_headers (message), type,
                                         NULL);
  demo_stream_start (message, bytes, kind, SLOW);
}

static void
answer_card (SoupServerMessage *message)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);

  if (g_strcmp0 (soup_message_headers_get_one (headers, "Authorization"), "Bearer demo") != 0) {
    soup_message_headers_append (soup_server_message_get_response_headers (message),
                                 "WWW-Authenticate", "Bearer realm=\"Placard's demo\"");
    answer_json (message, SOUP_STATUS_UNAUTHORIZED,
                 "{\"code\":401,\"message\":\"The token is missing or wrong. It is: demo\"}");
    return;
  }
  g_autofree char *user = dup_user (message);
  if (user == NULL || *user == '\0') {
    answer_json (message, SOUP_STATUS_BAD_REQUEST,
                 "{\"code\":400,\"message\":\"The body is to be {\\\"user\\\":\\\"a name\\\"}\"}");
    return;
  }
  g_autofree char *escaped = g_uri_escape_string (user, NULL, FALSE);
  g_autofree char *text = g_strconcat ("https://placard.example/p/", escaped, NULL);
  g_autoptr (GBytes) picture = demo_pictures_new_qr (text);
  if (picture == NULL) {
    answer_json (message, SOUP_STATUS_REQUEST_ENTITY_TOO_LARGE,
                 "{\"code\":413,\"message\":\"The name is too long for a QR code\"}");
    return;
  }
  append_disposition (message, user);
  start_picture (message, "image/png", picture, DEMO_STREAM_KNOWN_LENGTH);
}

static GBytes *landscape; /* made once */

static void
landscape_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_task_return_pointer (task, demo_pictures_new_landscape (6000, 4000),
                         (GDestroyNotify) g_bytes_unref);
}

static void
send_landscape (SoupServerMessage *message)
{
  gboolean chunked =
      g_str_has_suffix (g_uri_get_path (soup_server_message_get_uri (message)), "/chunked.jpg");

  start_picture (message, "image/jpeg", landscape,
                 chunked ? DEMO_STREAM_CHUNKED : DEMO_STREAM_KNOWN_LENGTH);
}

static void
landscape_made_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (SoupServerMessage) message = SOUP_SERVER_MESSAGE (g_object_ref (source));
  g_autoptr (GBytes) bytes = g_task_propagate_pointer (G_TASK (result), NULL);

  if (landscape == NULL)
    landscape = g_steal_pointer (&bytes);
  send_landscape (message);
}

static void
answer_landscape (SoupServerMessage *message)
{
  if (landscape != NULL) {
    send_landscape (message);
    return;
  }
  soup_server_message_pause (message);
  g_autoptr (GTask) task = g_task_new (message, NULL, landscape_made_cb, NULL);
  g_task_run_in_thread (task, landscape_thread);
}

static void
answer_error (SoupServerMessage *message)
{
  answer_json (message, SOUP_STATUS_OK,
               "{\"errcode\":40001,\"errmsg\":\"invalid credential, access_token is not latest\"}");
}

static void
answer_endless (SoupServerMessage *message)
{
  g_autoptr (GBytes) bytes = g_bytes_new_take (g_malloc0 (64 * 1024), 64 * 1024);

  start_picture (message, "application/octet-stream", bytes, DEMO_STREAM_ENDLESS);
}

static void
answer_mislabelled (SoupServerMessage *message)
{
  g_autoptr (GBytes) bytes = demo_pictures_new_landscape (1200, 800);

  start_picture (message, "text/plain", bytes, DEMO_STREAM_KNOWN_LENGTH);
}

static const Endpoint endpoints[] = {
    {"card", "A person's QR code, asked for with a token", "某人的二维码（需要令牌）", "POST",
     "/me/qr", "Bearer demo", "{\"user\":\"张三\"}", answer_card},
    {"no-token", "The same without the token: 401", "同上，但没有令牌：401", "POST", "/me/qr", NULL,
     "{\"user\":\"张三\"}", answer_card},
    {"landscape", "A large progressive JPEG, sent slowly", "缓慢发送的大幅渐进式 JPEG", "GET",
     "/landscape.jpg", NULL, NULL, answer_landscape},
    {"chunked", "The same without a length", "同上，但不告知长度", "GET", "/chunked.jpg", NULL,
     NULL, answer_landscape},
    {"error", "200 OK with an error in JSON", "200 OK，内容却是 JSON 错误", "GET", "/error", NULL,
     NULL, answer_error},
    {"endless", "A stream without end", "没有尽头的数据流", "GET", "/endless", NULL, NULL,
     answer_endless},
    {"mislabelled", "A picture labelled text/plain", "标为 text/plain 的图片", "GET",
     "/mislabelled", NULL, NULL, answer_mislabelled},
};

static void
add_member (JsonBuilder *builder, const char *name, const char *value)
{
  json_builder_set_member_name (builder, name);
  if (value != NULL)
    json_builder_add_string_value (builder, value);
  else
    json_builder_add_null_value (builder);
}

static void
add_header (JsonBuilder *builder, const char *name, const char *value)
{
  if (value == NULL)
    return;
  json_builder_begin_object (builder);
  add_member (builder, "name", name);
  add_member (builder, "value", value);
  json_builder_end_object (builder);
}

static void
add_endpoint (JsonBuilder *builder, const Endpoint *endpoint, const char *base_url)
{
  g_autofree char *url = g_strconcat (base_url, endpoint->path, NULL);

  json_builder_begin_object (builder);
  add_member (builder, "id", endpoint->id);
  add_member (builder, "title", endpoint->title);
  add_member (builder, "title_zh", endpoint->title_zh);
  add_member (builder, "method", endpoint->method);
  add_member (builder, "url", url);
  json_builder_set_member_name (builder, "headers");
  json_builder_begin_array (builder);
  add_header (builder, "Authorization", endpoint->authorization);
  add_header (builder, "Content-Type", endpoint->body ? "application/json" : NULL);
  json_builder_end_array (builder);
  add_member (builder, "body", endpoint->body);
  json_builder_end_object (builder);
}

static char *
format_list (const char *base_url)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_array (builder);
  for (gsize i = 0; i < G_N_ELEMENTS (endpoints); i++)
    add_endpoint (builder, &endpoints[i], base_url);
  json_builder_end_array (builder);
  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  return json_to_string (root, TRUE);
}

static void
request_cb (SoupServer *server,
            SoupServerMessage *message,
            const char *path,
            GHashTable *query,
            gpointer user_data)
{
  const char *base_url = user_data, *method = soup_server_message_get_method (message);

  if (g_str_equal (path, "/")) {
    g_autofree char *list = format_list (base_url);
    answer_json (message, SOUP_STATUS_OK, list);
    return;
  }
  const Endpoint *found = NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (endpoints) && found == NULL; i++)
    if (g_str_equal (path, endpoints[i].path))
      found = &endpoints[i];
  if (found == NULL)
    answer_json (message, SOUP_STATUS_NOT_FOUND,
                 "{\"code\":404,\"message\":\"There is no such demo\"}");
  else if (!g_str_equal (method, found->method))
    answer_json (message, SOUP_STATUS_METHOD_NOT_ALLOWED,
                 "{\"code\":405,\"message\":\"This demo is asked for with another method\"}");
  else
    found->answer (message);
}

void
demo_endpoints_add (SoupServer *server, const char *base_url)
{
  soup_server_add_handler (server, NULL, request_cb, g_strdup (base_url), g_free);
}
