/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "placard-form-page.h"

#include "placard-part-grid.h"
#include "placard-source-file.h"

#include <glib/gi18n-lib.h>

struct _PlacardFormPage {
  GtkBox parent_instance;

  PlacardPartGrid *grid;
  GtkWidget *several; /* what is asked only of more than one file */
  GtkEntry *base;
  GtkDropDown *naming;
  GtkSwitch *one_per_file;
  GtkLabel *total;

  PlacardRequest *request;
  gboolean setting; /* the widgets change because the rows or the request did */
};

enum { CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PlacardFormPage, placard_form_page, GTK_TYPE_BOX)

static char *
format_total (PlacardFormPage *self)
{
  g_autoptr (PlacardForm) form = placard_part_grid_dup_form (self->grid);
  guint n;
  goffset length = placard_part_grid_get_length (self->grid, form, &n);
  g_autofree char *size = length >= 0 ? placard_source_file_format_size (length) : NULL;

  if (!size)
    return g_strdup_printf (ngettext ("%u part, of a length that is not known",
                                      "%u parts, of a length that is not "
                                      "known",
                                      n),
                            n);
  /* Translators: %s is an exact size, such as “1,234 bytes” */
  return g_strdup_printf (ngettext ("%u part: the body has %s", "%u parts: the body has %s", n), n,
                          size);
}

static void
show_total (PlacardFormPage *self)
{
  g_autofree char *text = format_total (self);

  gtk_label_set_text (self->total, text);
}

static void
show_naming (PlacardFormPage *self)
{
  PlacardFormNaming naming;
  g_autofree char *base = placard_part_grid_get_naming (self->grid, &naming);

  self->setting = TRUE;
  gtk_widget_set_visible (self->several, placard_part_grid_count_files (self->grid) > 1);
  if (!g_str_equal (gtk_editable_get_text (GTK_EDITABLE (self->base)), base))
    gtk_editable_set_text (GTK_EDITABLE (self->base), base);
  gtk_drop_down_set_selected (self->naming, naming);
  self->setting = FALSE;
}

static void
grid_changed_cb (PlacardFormPage *self)
{
  show_naming (self);
  show_total (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
naming_changed_cb (PlacardFormPage *self)
{
  g_autofree char *base = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->base)));

  if (!self->setting && *base)
    placard_part_grid_name_files (self->grid, base, gtk_drop_down_get_selected (self->naming));
}

static void
one_per_file_cb (PlacardFormPage *self)
{
  if (self->request && !self->setting)
    placard_request_set_one_per_file (self->request, gtk_switch_get_active (self->one_per_file));
}

void
placard_form_page_set_form (PlacardFormPage *self, PlacardForm *form)
{
  placard_part_grid_set_form (self->grid, form);
  show_naming (self);
  show_total (self);
}

PlacardForm *
placard_form_page_dup_form (PlacardFormPage *self)
{
  return placard_part_grid_dup_form (self->grid);
}

void
placard_form_page_add_files (PlacardFormPage *self, GSList *files)
{
  placard_part_grid_add_files (self->grid, files);
}

void
placard_form_page_set_request (PlacardFormPage *self, PlacardRequest *request)
{
  g_set_object (&self->request, request);
}

void
placard_form_page_update (PlacardFormPage *self)
{
  self->setting = TRUE;
  gtk_switch_set_active (self->one_per_file, placard_request_get_one_per_file (self->request));
  self->setting = FALSE;
}

/* Files come and go while nobody looks. */
static void
map_cb (PlacardFormPage *self)
{
  placard_part_grid_measure (self->grid);
}

static void
placard_form_page_dispose (GObject *object)
{
  g_clear_object (&PLACARD_FORM_PAGE (object)->request);
  G_OBJECT_CLASS (placard_form_page_parent_class)->dispose (object);
}

static void
placard_form_page_class_init (PlacardFormPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = placard_form_page_dispose;
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
}

static void
label_control (GtkWidget *widget, const char *label)
{
  gtk_widget_set_tooltip_text (widget, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
}

static void
activate_cb (PlacardFormPage *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.send", NULL);
}

static GtkWidget *
build_naming (PlacardFormPage *self)
{
  const char *const names[] = {_ ("the same"), "name[]", _ ("name1, name2"), NULL};
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  self->base = GTK_ENTRY (gtk_entry_new ());
  gtk_editable_set_width_chars (GTK_EDITABLE (self->base), 8);
  gtk_widget_set_hexpand (GTK_WIDGET (self->base), TRUE);
  label_control (GTK_WIDGET (self->base), _ ("Name of the files' fields"));
  self->naming = GTK_DROP_DOWN (gtk_drop_down_new_from_strings (names));
  label_control (GTK_WIDGET (self->naming), _ ("How several files are named"));
  g_signal_connect_swapped (self->base, "changed", G_CALLBACK (naming_changed_cb), self);
  g_signal_connect_swapped (self->base, "activate", G_CALLBACK (activate_cb), self);
  g_signal_connect_swapped (self->naming, "notify::selected", G_CALLBACK (naming_changed_cb), self);
  gtk_box_append (GTK_BOX (line), gtk_label_new (_ ("Files are named")));
  gtk_box_append (GTK_BOX (line), GTK_WIDGET (self->base));
  gtk_box_append (GTK_BOX (line), GTK_WIDGET (self->naming));
  return line;
}

static GtkWidget *
build_switch (PlacardFormPage *self)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = gtk_label_new (_ ("One request per file"));

  gtk_widget_set_hexpand (label, TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  self->one_per_file = GTK_SWITCH (gtk_switch_new ());
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->one_per_file),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("One request per file"), -1);
  g_signal_connect_swapped (self->one_per_file, "notify::active", G_CALLBACK (one_per_file_cb),
                            self);
  gtk_box_append (GTK_BOX (line), label);
  gtk_box_append (GTK_BOX (line), GTK_WIDGET (self->one_per_file));
  return line;
}

static void
placard_form_page_init (PlacardFormPage *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 12);
  self->grid = g_object_new (PLACARD_TYPE_PART_GRID, NULL);
  g_signal_connect_swapped (self->grid, "changed", G_CALLBACK (grid_changed_cb), self);
  g_signal_connect_swapped (self->grid, "measured", G_CALLBACK (show_total), self);
  g_signal_connect (self, "map", G_CALLBACK (map_cb), NULL);
  self->several = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_box_append (GTK_BOX (self->several), build_naming (self));
  gtk_box_append (GTK_BOX (self->several), build_switch (self));
  gtk_widget_set_visible (self->several, FALSE);
  self->total = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_wrap (self->total, TRUE);
  gtk_label_set_max_width_chars (self->total, 40);
  gtk_label_set_xalign (self->total, 0);
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->grid));
  gtk_box_append (GTK_BOX (self), self->several);
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->total));
  show_total (self);
}
