/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* One header field as it was received. Bytes that are not UTF-8 are U+FFFD already: libsoup does that. */
typedef struct {
  char *name;
  char *value;
} PlacardResponseHeader;

PlacardResponseHeader *placard_response_header_new (const char *name, const char *value);
void placard_response_header_free (PlacardResponseHeader *header);

/* One answer on the way to the final one: a redirect that was followed. */
typedef struct {
  char *method;
  char *url;
  guint status;
  char *location; /* as received */
  GPtrArray
      *withheld; /* (element-type utf8): names of fields that did not travel on to the next hop */
} PlacardHop;

void placard_hop_free (PlacardHop *hop);

#define PLACARD_TYPE_RESPONSE (placard_response_get_type ())
/* The head of an answer: immutable facts, known before the first byte of the body (RS1). May be shared
 * between threads. What is known only at the end (sizes, digest, timings) belongs to the fetch. */
G_DECLARE_FINAL_TYPE (PlacardResponse, placard_response, PLACARD, RESPONSE, GObject)

/* What a response is made of. Nothing here but the status has to be known. */
typedef struct {
  guint status;
  const char *status_text;
  const char *url;
  const char *http_version;
  const char *method;           /* of the request that it answers: an answer to HEAD has no body */
  GPtrArray *headers;           /* (nullable) (element-type PlacardResponseHeader) */
  GPtrArray *hops;              /* (nullable) (element-type PlacardHop) */
  GTlsCertificate *certificate; /* (nullable) */
  gboolean excepted;            /* it was accepted by hand, not because somebody vouches for it */
} PlacardResponseFacts;

/* @facts is copied; its arrays are shared and must not change any more. */
PlacardResponse *placard_response_new (const PlacardResponseFacts *facts);

guint placard_response_get_status (PlacardResponse *self);
/* May be empty. */
const char *placard_response_get_status_text (PlacardResponse *self);
/* What the standard calls @status ("Not Found"); %NULL for one that it does not know. RFC 9110 section 15. */
const char *placard_response_get_standard_phrase (guint status);
/* 200 to 299, as the Fetch standard's `ok`. */
gboolean placard_response_is_ok (PlacardResponse *self);
/* The final URL, without userinfo and fragment. */
const char *placard_response_get_url (PlacardResponse *self);
/* (element-type PlacardHop), oldest first, empty when nothing was followed. */
GPtrArray *placard_response_get_hops (PlacardResponse *self);
/* (element-type PlacardResponseHeader), in the order received. */
GPtrArray *placard_response_get_headers (PlacardResponse *self);
/* The first value of @name, case-insensitive; %NULL when there is none. */
const char *placard_response_get_header (PlacardResponse *self, const char *name);
/* The method of the request that this answers; "GET" when not known. */
const char *placard_response_get_method (PlacardResponse *self);
/* Bytes of body on the wire as announced by Content-Length, -1 when not announced or not usable. For an
 * answer to HEAD: what a GET would have brought. */
goffset placard_response_get_expected_length (PlacardResponse *self);
/* The media type's essence in lower case ("image/png"), or %NULL. RFC 9110 section 8.3.1. */
const char *placard_response_get_declared_type (PlacardResponse *self);
/* The type with its parameters, as placard_mime_type_extract() finds it in all fields; when there is none in them
 * the first one's text as it came. %NULL without such a field. */
const char *placard_response_get_content_type (PlacardResponse *self);
/* (nullable): of the final hop. */
GTlsCertificate *placard_response_get_certificate (PlacardResponse *self);
/* Whether that certificate was accepted by a pin or an exception, though it is not in order. */
gboolean placard_response_is_excepted (PlacardResponse *self);
/* "1.1", "2" */
const char *placard_response_get_http_version (PlacardResponse *self);

G_END_DECLS
