/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "placard-effective-view.h"

#include "placard-effective.h"

#include <glib/gi18n-lib.h>

static GtkWidget *
make_row (const PlacardEffectiveLine *line)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *subtitle =
      line->initial ? g_strdup_printf ("%s\n%s", line->value,
                                       line->reason ? line->reason : _ ("Nobody said otherwise"))
                    : g_strdup (line->value);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), line->name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 2);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 12);
  if (line->initial)
    gtk_widget_add_css_class (row, "initial");
  return row;
}

static GtkWidget *
make_page (GPtrArray *lines)
{
  GtkWidget *page = adw_preferences_page_new ();
  AdwPreferencesGroup *group = NULL;
  int section = -1;

  for (guint i = 0; i < lines->len; i++) {
    const PlacardEffectiveLine *line = g_ptr_array_index (lines, i);

    if ((int) line->section != section) {
      group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
      adw_preferences_group_set_title (group, placard_effective_section_title (line->section));
      adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), group);
    }
    section = (int) line->section;
    adw_preferences_group_add (group, make_row (line));
  }
  gtk_widget_set_vexpand (page, TRUE);
  return page;
}

static void
copy_cb (GtkWidget *button, const char *text)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (button), text);
}

static void
free_text (gpointer text, GClosure *closure)
{
  g_free (text);
}

static GtkWidget *
make_header (GPtrArray *lines)
{
  GtkWidget *header = adw_header_bar_new ();
  GtkWidget *copy = gtk_button_new_with_mnemonic (_ ("_Copy"));

  gtk_widget_set_tooltip_text (copy, _ ("As text, without secrets"));
  g_signal_connect_data (copy, "clicked", G_CALLBACK (copy_cb), placard_effective_format (lines),
                         free_text, 0);
  adw_header_bar_pack_start (ADW_HEADER_BAR (header), copy);
  return header;
}

void
placard_effective_view_present (GtkWindow *parent, GPtrArray *lines)
{
  GtkWidget *window = g_object_new (ADW_TYPE_WINDOW, "title", _ ("What Will Be Sent"),
                                    "transient-for", parent, "modal", TRUE, "destroy-with-parent",
                                    TRUE, "default-width", 480, "default-height", 620, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkEventController *keys = gtk_shortcut_controller_new ();

  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (keys), gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Escape, 0),
                                                        gtk_named_action_new ("window.close")));
  gtk_widget_add_controller (window, keys);
  gtk_box_append (GTK_BOX (box), make_header (lines));
  gtk_box_append (GTK_BOX (box), make_page (lines));
  adw_window_set_content (ADW_WINDOW (window), box);
  gtk_window_present (GTK_WINDOW (window));
}
