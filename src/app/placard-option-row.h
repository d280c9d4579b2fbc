/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "placard-request.h"

G_BEGIN_DECLS

typedef enum {
  PLACARD_ROW_CHOICE,
  PLACARD_ROW_SWITCH,
  PLACARD_ROW_TEXT,
  PLACARD_ROW_SECRET,
  PLACARD_ROW_FILE,
  PLACARD_ROW_LIST, /* several values, between blanks */
  PLACARD_ROW_PROXY,
} PlacardRowKind;

#define PLACARD_ROW_CHOICES 10

/* One row of the Options page: an option of the table, and what a person reads instead of its name. */
typedef struct {
  const char *name; /* of the option */
  PlacardRowKind kind;
  const char *title;                       /* untranslated */
  const char *words[PLACARD_ROW_CHOICES];  /* of a choice; "" takes the option back */
  const char *labels[PLACARD_ROW_CHOICES]; /* untranslated, beside them */
} PlacardRowPlan;

/* One option of a request, as a row of a list. Knows the option by its name alone: the readers and writers of
 * the option table do the rest, the sentence about what is wrong included. */
typedef struct _PlacardOptionRow PlacardOptionRow;

/* Called after each edit of the person's. */
typedef void (*PlacardOptionRowEdited) (PlacardOptionRow *row, gpointer user_data);

PlacardOptionRow *placard_option_row_new (const PlacardRowPlan *plan,
                                          PlacardOptionRowEdited edited,
                                          gpointer user_data);
/* The widgets belong to where they were put; they must not be used any more afterwards. */
void placard_option_row_free (PlacardOptionRow *self);

/* (transfer none): a GtkListBoxRow; a proxy has a second one for its address. */
GtkWidget *placard_option_row_get_widget (PlacardOptionRow *self);
GtkWidget *placard_option_row_get_second_widget (PlacardOptionRow *self);

/* Another request is edited from now on. @request: (nullable) */
void placard_option_row_set_request (PlacardOptionRow *self, PlacardRequest *request);
/* @settings: of placard_setting_list(). What is typed wrong stays for the person to mend. */
void placard_option_row_show (PlacardOptionRow *self, GHashTable *settings);

/* What is wrong with what stands there, or %NULL. */
const char *placard_option_row_get_problem (PlacardOptionRow *self);
/* Whether the request says something here. */
gboolean placard_option_row_is_changed (PlacardOptionRow *self);
/* Whether @words, in lower case, are in the title, the option's name or its help. */
gboolean placard_option_row_matches (PlacardOptionRow *self, const char *words);
void placard_option_row_set_visible (PlacardOptionRow *self, gboolean visible);
void placard_option_row_focus (PlacardOptionRow *self);

G_END_DECLS
