/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Invariant: `content` is what is sent, byte for byte as it came, until a person edits its text or its type;
 * a part that is only shown is never made anew. */
#include "config.h"

#include "placard-part-row.h"

#include "placard-field.h"
#include "placard-header.h"
#include "placard-source-file.h"

#include <glib/gi18n-lib.h>
#include <string.h>

struct _PlacardPartRow {
  PlacardGridRow parent_instance;

  GtkEntry *name;
  GtkEntry *text;
  GtkLabel *source; /* what stands in the place of a text that cannot be edited */
  GtkEntry *file_name;
  GtkEntry *type;
  GtkLabel *size_label;

  PlacardBody *content;
  GCancellable *measuring;
  goffset size;
};

enum { MEASURED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PlacardPartRow, placard_part_row, PLACARD_TYPE_GRID_ROW)

static const char *
get_text (GtkEntry *entry)
{
  return gtk_editable_get_text (GTK_EDITABLE (entry));
}

gboolean
placard_part_row_is_file (PlacardPartRow *self)
{
  return placard_body_get_file (self->content) != NULL;
}

goffset
placard_part_row_get_size (PlacardPartRow *self)
{
  return self->size;
}

static void
show_size (PlacardPartRow *self)
{
  g_autofree char *text = self->size >= 0 ? placard_source_file_format_size (self->size)
                                          : g_strdup (_ ("Size not known"));

  gtk_label_set_text (self->size_label, text);
  g_signal_emit (self, signals[MEASURED], 0);
}

/* Files */

static void
measured_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  PlacardPartRow *self;
  g_autoptr (GError) error = NULL;
  goffset size = placard_source_file_measure_finish (G_FILE (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self = PLACARD_PART_ROW (user_data);
  self->size = size;
  placard_grid_row_set_problem (PLACARD_GRID_ROW (self), error ? error->message : NULL);
  show_size (self);
}

void
placard_part_row_measure (PlacardPartRow *self)
{
  GFile *file = placard_body_get_file (self->content);

  g_cancellable_cancel (self->measuring);
  g_clear_object (&self->measuring);
  if (!file) {
    self->size = placard_body_get_length (self->content);
    show_size (self);
    return;
  }
  self->measuring = g_cancellable_new ();
  placard_source_file_measure (file, self->measuring, measured_cb, self);
}

/* Editing */

static const char *
get_type (PlacardPartRow *self)
{
  const char *type = get_text (self->type);

  return *type ? type : NULL;
}

static void
take_content (PlacardPartRow *self, PlacardBody *content)
{
  g_object_unref (self->content);
  self->content = content;
  placard_part_row_measure (self);
  placard_grid_row_changed (PLACARD_GRID_ROW (self));
}

/* A page's form makes every line break CR LF; a form of one text does it here. */
static PlacardBody *
body_of_text (const char *text, const char *type)
{
  g_autoptr (PlacardForm) form = placard_form_new ();
  const PlacardFormPart *part;
  GBytes *bytes;

  placard_form_append_text (form, "", text);
  part = g_ptr_array_index (placard_form_get_parts (form), 0);
  bytes = placard_body_get_bytes (part->content);
  return placard_body_new_bytes (bytes, type);
}

static void
text_changed_cb (PlacardPartRow *self)
{
  take_content (self, body_of_text (get_text (self->text), get_type (self)));
}

/* The same source under another type; a stream or a spool keeps the one that it has. */
static void
type_changed_cb (PlacardPartRow *self)
{
  GFile *file = placard_body_get_file (self->content);
  GBytes *bytes = placard_body_get_bytes (self->content);
  const char *type = get_type (self);
  g_autoptr (GError) error = NULL;

  if (type && !placard_header_check ("Content-Type", type, FALSE, &error)) {
    placard_grid_row_set_problem (PLACARD_GRID_ROW (self), error->message);
    return;
  }
  placard_grid_row_set_problem (PLACARD_GRID_ROW (self), NULL);
  if (file)
    take_content (self, placard_body_new_file (file, type));
  else if (bytes)
    take_content (self, placard_body_new_bytes (bytes, type));
}

static void
update_mask (PlacardPartRow *self)
{
  gtk_entry_set_visibility (self->text, !placard_field_name_is_secret (get_text (self->name)));
}

static void
name_changed_cb (PlacardPartRow *self)
{
  update_mask (self);
  placard_grid_row_changed (PLACARD_GRID_ROW (self));
}

void
placard_part_row_set_name (PlacardPartRow *self, const char *name)
{
  gtk_editable_set_text (GTK_EDITABLE (self->name), name);
}

void
placard_part_row_append_to (PlacardPartRow *self, PlacardForm *form)
{
  const char *file_name = get_text (self->file_name);
  GPtrArray *parts = placard_form_get_parts (form);
  PlacardFormPart *part;

  placard_form_append (form, get_text (self->name), *file_name ? file_name : NULL, self->content);
  part = g_ptr_array_index (parts, parts->len - 1);
  part->enabled = placard_grid_row_get_enabled (PLACARD_GRID_ROW (self));
}

/* Taking over */

/* (nullable): the content as a text that an entry can hold */
static char *
dup_content_text (PlacardBody *content)
{
  GBytes *bytes = placard_body_get_bytes (content);
  gsize length;
  const char *data = bytes ? g_bytes_get_data (bytes, &length) : NULL;

  if (!bytes)
    return NULL;
  if (!data)
    return g_strdup ("");
  return g_utf8_validate_len (data, length, NULL) ? g_strndup (data, length) : NULL;
}

static char *
describe_source (PlacardBody *content)
{
  GFile *file = placard_body_get_file (content);

  if (file)
    return g_file_get_basename (file);
  if (placard_body_is_one_shot (content))
    return g_strdup (_ ("Standard input"));
  return g_strdup (_ ("Bytes that are no text"));
}

static void
show_content (PlacardPartRow *self)
{
  g_autofree char *text = dup_content_text (self->content);
  g_autofree char *source = text ? NULL : describe_source (self->content);
  GFile *file = placard_body_get_file (self->content);
  g_autofree char *path = file ? g_file_get_parse_name (file) : NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->text), text != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->source), text == NULL);
  if (text)
    gtk_editable_set_text (GTK_EDITABLE (self->text), text);
  gtk_label_set_text (self->source, source ? source : "");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->source), path);
}

static void
set_part (PlacardPartRow *self, const PlacardFormPart *part)
{
  PlacardGridRow *row = PLACARD_GRID_ROW (self);
  const char *type = placard_body_get_content_type (part->content);

  placard_grid_row_begin_setting (row);
  placard_grid_row_set_enabled (row, part->enabled);
  placard_part_row_set_name (self, part->name);
  gtk_editable_set_text (GTK_EDITABLE (self->type), type ? type : "");
  gtk_editable_set_text (GTK_EDITABLE (self->file_name), part->file_name ? part->file_name : "");
  gtk_widget_set_visible (gtk_widget_get_parent (GTK_WIDGET (self->type)),
                          type || part->file_name || !placard_body_get_bytes (part->content));
  g_object_unref (self->content);
  self->content = g_object_ref (part->content);
  show_content (self);
  /* Filling the entries made a content anew. */
  g_set_object (&self->content, part->content);
  placard_part_row_measure (self);
  placard_grid_row_end_setting (row);
}

/* The row's virtual functions */

static PlacardGridRow *
part_row_copy (PlacardGridRow *row)
{
  g_autoptr (PlacardForm) form = placard_form_new ();

  placard_part_row_append_to (PLACARD_PART_ROW (row), form);
  return PLACARD_GRID_ROW (
      placard_part_row_new_for_part (g_ptr_array_index (placard_form_get_parts (form), 0)));
}

static const char *
part_row_get_name (PlacardGridRow *row)
{
  return get_text (PLACARD_PART_ROW (row)->name);
}

static gboolean
part_row_is_blank (PlacardGridRow *row)
{
  PlacardPartRow *self = PLACARD_PART_ROW (row);
  GBytes *bytes = placard_body_get_bytes (self->content);

  return !*get_text (self->name) && bytes && g_bytes_get_size (bytes) == 0;
}

static gboolean
contains (const char *text, const char *folded)
{
  g_autofree char *own = g_utf8_casefold (text, -1);

  return strstr (own, folded) != NULL;
}

static gboolean
part_row_matches (PlacardGridRow *row, const char *folded)
{
  PlacardPartRow *self = PLACARD_PART_ROW (row);

  return contains (get_text (self->name), folded) ||
         contains (get_text (self->file_name), folded) ||
         (gtk_entry_get_visibility (self->text) && contains (get_text (self->text), folded));
}

static void
part_row_focus_name (PlacardGridRow *row)
{
  gtk_widget_grab_focus (GTK_WIDGET (PLACARD_PART_ROW (row)->name));
}

static GMenuModel *
part_row_build_menu (PlacardGridRow *row)
{
  GMenu *menu = g_menu_new ();

  g_menu_append (menu, _ ("Type and _File Name"), "row.details");
  return G_MENU_MODEL (menu);
}

static void
details_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  PlacardPartRow *self = PLACARD_PART_ROW (widget);
  GtkWidget *details = gtk_widget_get_parent (GTK_WIDGET (self->type));

  gtk_widget_set_visible (details, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->type));
}

static void
placard_part_row_dispose (GObject *object)
{
  PlacardPartRow *self = PLACARD_PART_ROW (object);

  g_cancellable_cancel (self->measuring);
  g_clear_object (&self->measuring);
  placard_grid_row_begin_setting (PLACARD_GRID_ROW (self));
  G_OBJECT_CLASS (placard_part_row_parent_class)->dispose (object);
}

static void
placard_part_row_finalize (GObject *object)
{
  g_object_unref (PLACARD_PART_ROW (object)->content);
  G_OBJECT_CLASS (placard_part_row_parent_class)->finalize (object);
}

static void
placard_part_row_class_init (PlacardPartRowClass *klass)
{
  PlacardGridRowClass *row_class = PLACARD_GRID_ROW_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = placard_part_row_dispose;
  G_OBJECT_CLASS (klass)->finalize = placard_part_row_finalize;
  row_class->copy = part_row_copy;
  row_class->get_name = part_row_get_name;
  row_class->is_blank = part_row_is_blank;
  row_class->matches = part_row_matches;
  row_class->focus_name = part_row_focus_name;
  row_class->build_menu = part_row_build_menu;
  gtk_widget_class_install_action (GTK_WIDGET_CLASS (klass), "row.details", NULL, details_action);

  signals[MEASURED] = g_signal_new ("measured", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                    NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static GtkEntry *
entry_new (PlacardPartRow *self, const char *label, GCallback changed)
{
  GtkEntry *entry = GTK_ENTRY (gtk_entry_new ());

  gtk_editable_set_width_chars (GTK_EDITABLE (entry), 6);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (entry), 18);
  gtk_widget_set_hexpand (GTK_WIDGET (entry), TRUE);
  placard_grid_row_adopt_entry (PLACARD_GRID_ROW (self), entry, label);
  g_signal_connect_swapped (entry, "changed", changed, self);
  return entry;
}

static GtkLabel *
label_new (const char *css_class)
{
  GtkLabel *label = GTK_LABEL (gtk_label_new (NULL));

  gtk_label_set_xalign (label, 0);
  gtk_label_set_ellipsize (label, PANGO_ELLIPSIZE_MIDDLE);
  gtk_widget_set_hexpand (GTK_WIDGET (label), TRUE);
  if (css_class)
    gtk_widget_add_css_class (GTK_WIDGET (label), css_class);
  return label;
}

static void
build_details (PlacardPartRow *self)
{
  GtkWidget *details = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  self->file_name = entry_new (self, _ ("File name"), G_CALLBACK (placard_grid_row_changed));
  self->type = entry_new (self, _ ("Part type"), G_CALLBACK (type_changed_cb));
  gtk_box_append (GTK_BOX (details), GTK_WIDGET (self->file_name));
  gtk_box_append (GTK_BOX (details), GTK_WIDGET (self->type));
  gtk_widget_set_visible (details, FALSE);
  placard_grid_row_add_detail (PLACARD_GRID_ROW (self), details);
  self->size_label = label_new ("caption");
  gtk_widget_add_css_class (GTK_WIDGET (self->size_label), "dim-label");
  placard_grid_row_add_detail (PLACARD_GRID_ROW (self), GTK_WIDGET (self->size_label));
}

static void
placard_part_row_init (PlacardPartRow *self)
{
  PlacardGridRow *row = PLACARD_GRID_ROW (self);
  g_autoptr (GBytes) nothing = g_bytes_new_static ("", 0);

  self->content = placard_body_new_bytes (nothing, NULL);
  self->name = entry_new (self, _ ("Field name"), G_CALLBACK (name_changed_cb));
  self->text = entry_new (self, _ ("Field value"), G_CALLBACK (text_changed_cb));
  self->source = label_new (NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->source), FALSE);
  placard_grid_row_add_content (row, GTK_WIDGET (self->name));
  placard_grid_row_add_content (row, GTK_WIDGET (self->text));
  placard_grid_row_add_content (row, GTK_WIDGET (self->source));
  build_details (self);
  placard_part_row_measure (self);
}

PlacardPartRow *
placard_part_row_new (void)
{
  return g_object_new (PLACARD_TYPE_PART_ROW, NULL);
}

PlacardPartRow *
placard_part_row_new_for_part (const PlacardFormPart *part)
{
  PlacardPartRow *self = placard_part_row_new ();

  set_part (self, part);
  return self;
}

PlacardPartRow *
placard_part_row_new_for_file (GFile *file, const char *name)
{
  g_autoptr (PlacardForm) form = placard_form_new ();

  placard_form_append_file (form, name, file, NULL, NULL);
  return placard_part_row_new_for_part (g_ptr_array_index (placard_form_get_parts (form), 0));
}
