/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-response.h"

#include "placard-framing.h"
#include "placard-mime-type.h"

/* Never changes after placard_response_new(): that is why it may be read from any thread. */
struct _PlacardResponse {
  GObject parent_instance;

  guint status;
  char *status_text;
  char *url;
  char *http_version;
  char *method;
  char *declared_type;
  char *content_type;
  goffset expected_length;
  GPtrArray *headers;
  GPtrArray *hops;
  GTlsCertificate *certificate;
  gboolean excepted;
};

G_DEFINE_FINAL_TYPE (PlacardResponse, placard_response, G_TYPE_OBJECT)

PlacardResponseHeader *
placard_response_header_new (const char *name, const char *value)
{
  PlacardResponseHeader *header = g_new0 (PlacardResponseHeader, 1);

  header->name = g_strdup (name);
  header->value = g_strdup (value);
  return header;
}

void
placard_response_header_free (PlacardResponseHeader *header)
{
  g_free (header->name);
  g_free (header->value);
  g_free (header);
}

void
placard_hop_free (PlacardHop *hop)
{
  g_free (hop->method);
  g_free (hop->url);
  g_free (hop->location);
  g_clear_pointer (&hop->withheld, g_ptr_array_unref);
  g_free (hop);
}

/* What can be made of a label that is no MIME type, such as "image/png charset=x": type "/" subtype (RFC 9110,
 * section 8.3.1). */
static char *
guess_essence (const char *content_type)
{
  gsize length;
  const char *slash;

  if (!content_type)
    return NULL;

  content_type += strspn (content_type, " \t");
  length = strcspn (content_type, ";, \t");
  slash = memchr (content_type, '/', length);
  if (!slash || slash == content_type || slash == content_type + length - 1)
    return NULL;
  return g_ascii_strdown (content_type, length);
}

static void
read_content_type (PlacardResponse *self)
{
  g_autoptr (PlacardMimeType) type = placard_mime_type_extract (self->headers);
  const char *field = placard_response_get_header (self, "Content-Type");

  self->declared_type =
      type ? g_strdup (placard_mime_type_get_essence (type)) : guess_essence (field);
  self->content_type = type ? placard_mime_type_to_string (type) : g_strdup (field);
}

static GPtrArray *
ref_or_new_array (GPtrArray *array)
{
  return array ? g_ptr_array_ref (array) : g_ptr_array_new ();
}

PlacardResponse *
placard_response_new (const PlacardResponseFacts *facts)
{
  PlacardResponse *self = g_object_new (PLACARD_TYPE_RESPONSE, NULL);

  self->status = facts->status;
  self->status_text = g_strdup (facts->status_text ? facts->status_text : "");
  self->url = g_strdup (facts->url ? facts->url : "");
  self->http_version = g_strdup (facts->http_version ? facts->http_version : "");
  self->method = g_strdup (facts->method ? facts->method : "GET");
  self->headers = ref_or_new_array (facts->headers);
  self->hops = ref_or_new_array (facts->hops);
  g_set_object (&self->certificate, facts->certificate);
  self->excepted = facts->excepted;

  read_content_type (self);
  if (!placard_framing_parse_length (self->headers, &self->expected_length, NULL))
    self->expected_length = -1;
  return self;
}

guint
placard_response_get_status (PlacardResponse *self)
{
  return self->status;
}

const char *
placard_response_get_status_text (PlacardResponse *self)
{
  return self->status_text;
}

gboolean
placard_response_is_ok (PlacardResponse *self)
{
  return self->status >= 200 && self->status <= 299;
}

const char *
placard_response_get_url (PlacardResponse *self)
{
  return self->url;
}

GPtrArray *
placard_response_get_hops (PlacardResponse *self)
{
  return self->hops;
}

GPtrArray *
placard_response_get_headers (PlacardResponse *self)
{
  return self->headers;
}

const char *
placard_response_get_header (PlacardResponse *self, const char *name)
{
  for (guint i = 0; i < self->headers->len; i++) {
    PlacardResponseHeader *header = g_ptr_array_index (self->headers, i);

    if (g_ascii_strcasecmp (header->name, name) == 0)
      return header->value;
  }
  return NULL;
}

const char *
placard_response_get_method (PlacardResponse *self)
{
  return self->method;
}

goffset
placard_response_get_expected_length (PlacardResponse *self)
{
  return self->expected_length;
}

const char *
placard_response_get_declared_type (PlacardResponse *self)
{
  return self->declared_type;
}

const char *
placard_response_get_content_type (PlacardResponse *self)
{
  return self->content_type;
}

gboolean
placard_response_is_excepted (PlacardResponse *self)
{
  return self->excepted;
}

GTlsCertificate *
placard_response_get_certificate (PlacardResponse *self)
{
  return self->certificate;
}

const char *
placard_response_get_http_version (PlacardResponse *self)
{
  return self->http_version;
}

static void
placard_response_finalize (GObject *object)
{
  PlacardResponse *self = PLACARD_RESPONSE (object);

  g_free (self->status_text);
  g_free (self->url);
  g_free (self->http_version);
  g_free (self->method);
  g_free (self->declared_type);
  g_free (self->content_type);
  g_ptr_array_unref (self->headers);
  g_ptr_array_unref (self->hops);
  g_clear_object (&self->certificate);

  G_OBJECT_CLASS (placard_response_parent_class)->finalize (object);
}

static void
placard_response_class_init (PlacardResponseClass *class)
{
  G_OBJECT_CLASS (class)->finalize = placard_response_finalize;
}

static void
placard_response_init (PlacardResponse *self)
{
}

const char *
placard_response_get_standard_phrase (guint status)
{
  static const struct {
    guint status;
    const char *phrase;
  } rows[] = {
      {100, "Continue"},
      {101, "Switching Protocols"},
      {103, "Early Hints"},
      {200, "OK"},
      {201, "Created"},
      {202, "Accepted"},
      {203, "Non-Authoritative Information"},
      {204, "No Content"},
      {205, "Reset Content"},
      {206, "Partial Content"},
      {207, "Multi-Status"},
      {300, "Multiple Choices"},
      {301, "Moved Permanently"},
      {302, "Found"},
      {303, "See Other"},
      {304, "Not Modified"},
      {305, "Use Proxy"},
      {307, "Temporary Redirect"},
      {308, "Permanent Redirect"},
      {400, "Bad Request"},
      {401, "Unauthorized"},
      {402, "Payment Required"},
      {403, "Forbidden"},
      {404, "Not Found"},
      {405, "Method Not Allowed"},
      {406, "Not Acceptable"},
      {407, "Proxy Authentication Required"},
      {408, "Request Timeout"},
      {409, "Conflict"},
      {410, "Gone"},
      {411, "Length Required"},
      {412, "Precondition Failed"},
      {413, "Content Too Large"},
      {414, "URI Too Long"},
      {415, "Unsupported Media Type"},
      {416, "Range Not Satisfiable"},
      {417, "Expectation Failed"},
      {418, "I’m a teapot"},
      {421, "Misdirected Request"},
      {422, "Unprocessable Content"},
      {426, "Upgrade Required"},
      {428, "Precondition Required"},
      {429, "Too Many Requests"},
      {431, "Request Header Fields Too Large"},
      {451, "Unavailable For Legal Reasons"},
      {500, "Internal Server Error"},
      {501, "Not Implemented"},
      {502, "Bad Gateway"},
      {503, "Service Unavailable"},
      {504, "Gateway Timeout"},
      {505, "HTTP Version Not Supported"},
      {511, "Network Authentication Required"},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    if (rows[i].status == status)
      return rows[i].phrase;
  return NULL;
}
