/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-json-reader.h"

G_BEGIN_DECLS

/* One node of a JSON text as a tree view shows it. */
typedef struct {
  char *name;    /* of a member; %NULL in a list and for the root */
  char *pointer; /* the JSON pointer that leads to it, "" for the root: to be copied */
  char *preview; /* a string's first characters, a number, "true"; %NULL for containers */
  PlacardJsonValue value;
  guint64 n_children;
} PlacardJsonNode;

void placard_json_node_free (PlacardJsonNode *node);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PlacardJsonNode, placard_json_node_free)

/**
 * placard_json_tree_read_root:
 * @spool: sealed, UTF-8
 *
 * Checks the whole text. Fails as the reader does. Blocks on the disk, as the next one. (transfer full)
 */
PlacardJsonNode *placard_json_tree_read_root (PlacardSpool *spool, GError **error);

/**
 * placard_json_tree_read_children:
 * @first: children to leave out
 * @most: at most so many
 *
 * The children of a node, in their order. (transfer full) (element-type PlacardJsonNode)
 */
GPtrArray *placard_json_tree_read_children (
    PlacardSpool *spool, const PlacardJsonNode *parent, guint64 first, guint most, GError **error);

/**
 * placard_json_tree_format:
 * @directory: (nullable): see placard_spool_new()
 *
 * The text with one value a line, two spaces a level; strings and numbers byte by byte as they came. A new
 * sealed spool. (transfer full)
 */
PlacardSpool *placard_json_tree_format (PlacardSpool *spool,
                                        const char *directory,
                                        GCancellable *cancellable,
                                        GError **error);

G_END_DECLS
