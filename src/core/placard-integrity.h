/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Subresource Integrity: "sha256-BASE64 sha384-BASE64?options ..." says what the bytes of a body must
 * hash to. Immutable; may be shared between threads. */
typedef struct _PlacardIntegrity PlacardIntegrity;

/**
 * placard_integrity_new:
 * @metadata: hash expressions with white space between them (section 3.5 of the standard); base64 and
 *   base64url are read, with or without padding; what stands after a "?" is ignored
 *
 * Only the hashes of the strongest algorithm named count, and one of them must match. Unknown algorithms
 * are passed over. An empty @metadata asks for nothing and everything passes.
 *
 * Stricter than the standard in one thing, since whoever writes an integrity wants it checked: fails with
 * %PLACARD_ERROR_USAGE when a hash of a known algorithm has the wrong length or is no base64, and when
 * there is something but nothing that can be checked.
 */
PlacardIntegrity *placard_integrity_new (const char *metadata, GError **error);
PlacardIntegrity *placard_integrity_ref (PlacardIntegrity *self);
void placard_integrity_unref (PlacardIntegrity *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlacardIntegrity, placard_integrity_unref)

/* Nothing is asked for: bytes need not be waited for. */
gboolean placard_integrity_is_empty (const PlacardIntegrity *self);

/* One body on its way through the hash. Belongs to one thread at a time. */
typedef struct _PlacardIntegrityCheck PlacardIntegrityCheck;

PlacardIntegrityCheck *placard_integrity_check_new (PlacardIntegrity *integrity);
void placard_integrity_check_free (PlacardIntegrityCheck *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlacardIntegrityCheck, placard_integrity_check_free)

/* Bytes of the body after content codings are undone, in order. */
void placard_integrity_check_update (PlacardIntegrityCheck *self, const void *bytes, gsize n_bytes);

/* After the last byte, once. Fails with %PLACARD_ERROR_INTEGRITY; the message says what the bytes hash to. */
gboolean placard_integrity_check_finish (PlacardIntegrityCheck *self, GError **error);

G_END_DECLS
