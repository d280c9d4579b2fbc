/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "placard-field.h"

G_BEGIN_DECLS

/* "Would a browser get this?": the CORS protocol of the Fetch standard, as a browser would apply it to the
 * same request made by a page. Placard itself is bound by none of it (CO18): these are verdicts. Pure.
 *
 * Errors are %PLACARD_ERROR_CORS with a sentence that names the field at fault. */

/* One request of a page. Nothing is owned. */
typedef struct {
  const char *origin; /* of the page: "https://page.example", or "null" */
  GUri *uri;
  const char *method;   /* as it goes on the wire */
  GPtrArray *headers;   /* (element-type PlacardField): what the page sets itself */
  gboolean credentials; /* mode include: cookies and authentication go along */
  gboolean no_cors;     /* mode no-cors: sent without asking, and the page reads nothing */
} PlacardCorsRequest;

/* The head of an answer. Nothing is owned. */
typedef struct {
  guint status;
  GPtrArray *headers; /* (element-type PlacardResponseHeader) */
} PlacardCorsAnswer;

/* What a page may be told about a request before it is sent. */
typedef struct {
  gboolean cross_origin;
  gboolean preflight;       /* the browser asks first */
  gboolean safe_method;     /* GET, HEAD or POST */
  char **unsafe_headers;    /* lower-case, sorted: what Access-Control-Request-Headers names */
  char **forbidden_headers; /* as written: a page cannot set them at all */
  GPtrArray
      *reasons; /* (element-type utf8): a translated sentence for each thing that is not simple */
} PlacardCorsClass;

/* Sections "CORS-safelisted method", "CORS-safelisted request-header", "CORS-unsafe request-header
 * names" and "forbidden request-header". (transfer full) */
PlacardCorsClass *placard_cors_classify (const PlacardCorsRequest *request);
void placard_cors_class_free (PlacardCorsClass *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlacardCorsClass, placard_cors_class_free)

/* Whether the field alone needs no preflight; lengths in bytes. */
gboolean placard_cors_is_safelisted (const char *name, const char *value);

/* A name that only the browser sets ("forbidden request-header"). */
gboolean placard_cors_is_forbidden (const char *name);

/**
 * placard_cors_check_no_cors:
 *
 * What mode no-cors lets a page send: GET, HEAD or POST, and only Accept, Accept-Language,
 * Content-Language and Content-Type with safelisted values.
 */
gboolean placard_cors_check_no_cors (const PlacardCorsRequest *request, GError **error);

/**
 * placard_cors_check_answer:
 *
 * The standard's "CORS check" of one answer, preflights and redirects included.
 */
gboolean placard_cors_check_answer (const PlacardCorsRequest *request,
                                    const PlacardCorsAnswer *answer,
                                    GError **error);

/**
 * placard_cors_get_exposed:
 *
 * Names of the fields of @answer that a page's script could read, in lower case, each once, in the order
 * received: the safelisted ones and those of Access-Control-Expose-Headers. (transfer full)
 */
char **placard_cors_get_exposed (const PlacardCorsRequest *request,
                                 const PlacardCorsAnswer *answer);

/**
 * placard_cors_origin_after:
 * @uris: (element-type GUri): every URL of the request so far, the present one last
 *
 * The Origin field of the present hop: @origin, or "null" when a redirect led from one foreign origin to
 * another ("redirect-taint"). (transfer full)
 */
char *placard_cors_origin_after (const char *origin, GPtrArray *uris);

/* An origin as a person writes it: "null", or scheme, host and port of an http or https URL without a
 * path. Fails with %PLACARD_ERROR_USAGE. (transfer full) */
char *placard_cors_parse_origin (const char *typed, GError **error);

/* One Access-Control header that a browser looks at, and what it finds. */
typedef struct {
  gboolean of_preflight; /* of the answer to the preflight, else of the answer itself */
  gboolean good;
  const char *name; /* of the field; "" for the status */
  char *value;      /* (nullable): as received; %NULL when it is missing */
  char *sentence;   /* translated */
} PlacardCorsFinding;

/* What a browser would do with one request and its answer, for people. Immutable; may be shared between
 * threads. */
typedef struct {
  gboolean allowed;
  gboolean cross_origin;
  gboolean preflight; /* the request needs one */
  guint max_age;      /* seconds for which the preflight counts from now; 0 when there was none */
  char *sentence;     /* translated: the verdict, and which field is missing when it is bad */
  char **reasons;     /* translated: what makes it not simple; may be empty */
  char **unsafe_headers; /* what Access-Control-Request-Headers names */
  char **exposed;        /* see placard_cors_get_exposed() */
  GPtrArray *findings;   /* (element-type PlacardCorsFinding); empty for the same origin */
} PlacardCorsVerdict;

/**
 * placard_cors_list_findings:
 * @preflight: (nullable)
 * @answer: (nullable)
 *
 * Each header that counts, checked by itself: all that is wrong, not the first thing alone.
 * (transfer full) (element-type PlacardCorsFinding)
 */
GPtrArray *placard_cors_list_findings (const PlacardCorsRequest *request,
                                       const PlacardCorsAnswer *preflight,
                                       const PlacardCorsAnswer *answer);

#define PLACARD_TYPE_CORS_VERDICT (placard_cors_verdict_get_type ())
GType placard_cors_verdict_get_type (void);
PlacardCorsVerdict *placard_cors_verdict_ref (PlacardCorsVerdict *self);
void placard_cors_verdict_unref (PlacardCorsVerdict *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlacardCorsVerdict, placard_cors_verdict_unref)

/**
 * placard_cors_judge:
 * @preflight: (nullable): the answer to the preflight, %NULL when none was sent
 * @cached_for: seconds for which a preflight of before still counts, 0 when there is none
 * @answer: the answer to the request itself
 *
 * (transfer full)
 */
PlacardCorsVerdict *placard_cors_judge (const PlacardCorsRequest *request,
                                        const PlacardCorsAnswer *preflight,
                                        guint cached_for,
                                        const PlacardCorsAnswer *answer);

G_END_DECLS
