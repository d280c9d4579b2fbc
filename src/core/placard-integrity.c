/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-integrity.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "placard-error.h"

typedef struct {
  const char *name;
  GChecksumType type;
  gsize length; /* bytes */
} Algorithm;

/* Weakest first. */
static const Algorithm algorithms[] = {
    {"sha256", G_CHECKSUM_SHA256, 32},
    {"sha384", G_CHECKSUM_SHA384, 48},
    {"sha512", G_CHECKSUM_SHA512, 64},
};

struct _PlacardIntegrity {
  gatomicrefcount references;
  const Algorithm *algorithm; /* (nullable): %NULL when nothing is asked for */
  GPtrArray *digests;         /* (element-type GBytes): of that algorithm, one must match */
};

struct _PlacardIntegrityCheck {
  PlacardIntegrity *integrity;
  GChecksum *checksum; /* (nullable) */
};

static const Algorithm *
find_algorithm (const char *name, gsize length)
{
  for (gsize i = 0; i < G_N_ELEMENTS (algorithms); i++)
    if (strlen (algorithms[i].name) == length &&
        g_ascii_strncasecmp (algorithms[i].name, name, length) == 0)
      return &algorithms[i];
  return NULL;
}

/* base64-value of CSP's grammar: either alphabet, at most two "=" at the end. */
static GBytes *
decode_base64 (const char *text)
{
  gsize length = strlen (text), padding = 0;
  g_autoptr (GString) plain = g_string_sized_new (length + 4);
  guchar *bytes;
  gsize n_bytes;

  for (; padding < 2 && length > 0 && text[length - 1] == '='; length--)
    padding++;
  for (gsize i = 0; i < length; i++) {
    char c = text[i] == '-' ? '+' : text[i] == '_' ? '/' : text[i];

    if (!g_ascii_isalnum (c) && c != '+' && c != '/')
      return NULL;
    g_string_append_c (plain, c);
  }
  if (length % 4 == 1)
    return NULL;
  while (plain->len % 4)
    g_string_append_c (plain, '=');
  bytes = g_base64_decode (plain->str, &n_bytes);
  return g_bytes_new_take (bytes, n_bytes);
}

static gboolean
take_digest (PlacardIntegrity *self, const Algorithm *algorithm, const char *text, GError **error)
{
  g_autoptr (GBytes) digest = decode_base64 (text);

  if (!digest) {
    g_set_error (error, PLACARD_ERROR, PLACARD_ERROR_USAGE,
                 _ ("The %s in the integrity is not written in base64"), algorithm->name);
    return FALSE;
  }
  if (g_bytes_get_size (digest) != algorithm->length) {
    g_set_error (error, PLACARD_ERROR, PLACARD_ERROR_USAGE,
                 _ ("The %s in the integrity has %u bytes, not %u"), algorithm->name,
                 (guint) g_bytes_get_size (digest), (guint) algorithm->length);
    return FALSE;
  }
  if (self->algorithm && self->algorithm > algorithm)
    return TRUE;
  if (self->algorithm != algorithm)
    g_ptr_array_set_size (self->digests, 0);
  self->algorithm = algorithm;
  g_ptr_array_add (self->digests, g_steal_pointer (&digest));
  return TRUE;
}

/* Section 3.5, "Parse metadata", one item: ALGORITHM-VALUE[?OPTIONS]. */
static gboolean
take_item (PlacardIntegrity *self, char *item, GError **error)
{
  char *options = strchr (item, '?');
  char *dash = strchr (item, '-');
  const Algorithm *algorithm;

  if (options)
    *options = '\0';
  algorithm = dash ? find_algorithm (item, (gsize) (dash - item)) : NULL;
  return !algorithm || take_digest (self, algorithm, dash + 1, error);
}

PlacardIntegrity *
placard_integrity_new (const char *metadata, GError **error)
{
  g_autoptr (PlacardIntegrity) self = g_new0 (PlacardIntegrity, 1);
  g_auto (GStrv) items = NULL;
  gboolean named = FALSE;

  g_return_val_if_fail (metadata != NULL, NULL);

  g_atomic_ref_count_init (&self->references);
  self->digests = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  items = g_strsplit_set (metadata, " \t\n\f\r", -1);
  for (char **item = items; *item; item++) {
    named = named || **item;
    if (!take_item (self, *item, error))
      return NULL;
  }
  if (named && !self->algorithm) {
    g_set_error_literal (error, PLACARD_ERROR, PLACARD_ERROR_USAGE,
                         _ ("The integrity names no sha256, sha384 or sha512 to check"));
    return NULL;
  }
  return g_steal_pointer (&self);
}

PlacardIntegrity *
placard_integrity_ref (PlacardIntegrity *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
placard_integrity_unref (PlacardIntegrity *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;
  g_ptr_array_unref (self->digests);
  g_free (self);
}

gboolean
placard_integrity_is_empty (const PlacardIntegrity *self)
{
  return self->algorithm == NULL;
}

PlacardIntegrityCheck *
placard_integrity_check_new (PlacardIntegrity *integrity)
{
  PlacardIntegrityCheck *self = g_new0 (PlacardIntegrityCheck, 1);

  self->integrity = placard_integrity_ref (integrity);
  if (integrity->algorithm)
    self->checksum = g_checksum_new (integrity->algorithm->type);
  return self;
}

void
placard_integrity_check_free (PlacardIntegrityCheck *self)
{
  g_clear_pointer (&self->checksum, g_checksum_free);
  placard_integrity_unref (self->integrity);
  g_free (self);
}

void
placard_integrity_check_update (PlacardIntegrityCheck *self, const void *bytes, gsize n_bytes)
{
  /* GChecksum takes a length of -1 as "a string": never more than it can count. */
  const guint8 *at = bytes;

  while (self->checksum && n_bytes > 0) {
    gsize part = MIN (n_bytes, G_MAXINT32);

    g_checksum_update (self->checksum, at, (gssize) part);
    at += part;
    n_bytes -= part;
  }
}

gboolean
placard_integrity_check_finish (PlacardIntegrityCheck *self, GError **error)
{
  const PlacardIntegrity *integrity = self->integrity;
  guint8 digest[64];
  gsize length = sizeof digest;
  g_autofree char *text = NULL;

  if (!self->checksum)
    return TRUE;
  g_checksum_get_digest (self->checksum, digest, &length);
  for (guint i = 0; i < integrity->digests->len; i++) {
    GBytes *wanted = g_ptr_array_index (integrity->digests, i);

    if (memcmp (g_bytes_get_data (wanted, NULL), digest, length) == 0)
      return TRUE;
  }
  text = g_base64_encode (digest, length);
  g_set_error (error, PLACARD_ERROR, PLACARD_ERROR_INTEGRITY,
               _ ("The answer is not what was expected: its integrity is %s-%s"),
               integrity->algorithm->name, text);
  return FALSE;
}
