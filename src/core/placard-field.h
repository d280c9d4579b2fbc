/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* One configured header field or query parameter. */
typedef struct {
  char *name;
  char *value; /* %NULL: the default header of that name is not sent either */
  gboolean enabled;
  gboolean secret;      /* masked wherever it is shown, logged or exported */
  gboolean encoded;     /* of a query: the name is the whole parameter, sent as it stands */
  gboolean other_hosts; /* explicitly allowed to travel to another origin on a redirect */
} PlacardField;

/* Enabled; secret when placard_field_name_is_secret() says so. */
PlacardField *placard_field_new (const char *name, const char *value);
/**
 * placard_field_new_encoded:
 * @text: one parameter of a query, "name=value", as it stands between two "&"
 *
 * The parameter with its name and value decoded when encoding them gives the same bytes again; else kept
 * as the text that it is, so that what was written is what is sent.
 */
PlacardField *placard_field_new_encoded (const char *text);
void placard_field_free (PlacardField *field);
PlacardField *placard_field_copy (const PlacardField *field);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlacardField, placard_field_free)

/* A query parameter as it is sent. (transfer full) */
char *placard_field_to_encoded (const PlacardField *field);

/**
 * placard_field_list_new:
 *
 * An array that owns its fields. (transfer full) (element-type PlacardField)
 */
GPtrArray *placard_field_list_new (void);
GPtrArray *placard_field_list_copy (GPtrArray *fields);
/* The first enabled field of that name, whatever its case, or %NULL. */
PlacardField *placard_field_list_find (GPtrArray *fields, const char *name);

/**
 * placard_field_name_is_secret:
 *
 * Whether a header field, a query parameter or a form field of that name usually carries a credential
 * (SPEC HD16, RQ11, OT8). A person may mark others; no one can be unmarked by its name alone.
 */
gboolean placard_field_name_is_secret (const char *name);

G_END_DECLS
