/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Invariant: a row whose text is wrong says so, and the request has what it had before; such a request is
 * not sent (see placard_options_page_get_problem()). */
#include "config.h"

#include "placard-options-page.h"

#include "placard-options-plan.h"
#include "placard-setting.h"
#include "placard-warning.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct {
  GtkWidget *widget; /* AdwPreferencesGroup */
  GtkWidget *problem;
  guint first_row;
  guint n_rows;
} Group;

struct _PlacardOptionsPage {
  GtkBox parent_instance;

  GtkEditable *search;
  GtkToggleButton *changed_only;
  GtkLabel *warnings;
  GtkWidget *nothing;
  GArray *groups;  /* of Group */
  GPtrArray *rows; /* of PlacardOptionRow */
  GPtrArray *names;
  PlacardRequest *request;
};

G_DEFINE_FINAL_TYPE (PlacardOptionsPage, placard_options_page, GTK_TYPE_BOX)

static PlacardOptionRow *
get_row (PlacardOptionsPage *self, guint i)
{
  return g_ptr_array_index (self->rows, i);
}

/* --- what is wrong, and what may not be meant --------------------------------------------------- */

static const char *
find_problem (PlacardOptionsPage *self, const Group *group)
{
  for (guint i = 0; i < group->n_rows; i++) {
    const char *problem = placard_option_row_get_problem (get_row (self, group->first_row + i));

    if (problem)
      return problem;
  }
  return NULL;
}

static void
show_problems (PlacardOptionsPage *self)
{
  for (guint i = 0; i < self->groups->len; i++) {
    const Group *group = &g_array_index (self->groups, Group, i);
    const char *problem = find_problem (self, group);

    gtk_label_set_text (GTK_LABEL (group->problem), problem ? problem : "");
    gtk_widget_set_visible (group->problem, problem != NULL);
  }
}

static void
show_warnings (PlacardOptionsPage *self)
{
  g_autoptr (GPtrArray) warnings = placard_warning_list (self->request);
  g_autofree char *text = NULL;

  g_ptr_array_add (warnings, NULL);
  text = g_strjoinv ("\n", (char **) warnings->pdata);
  gtk_label_set_text (self->warnings, text);
  gtk_widget_set_visible (GTK_WIDGET (self->warnings), *text != '\0');
}

const char *
placard_options_page_get_problem (PlacardOptionsPage *self)
{
  g_return_val_if_fail (PLACARD_IS_OPTIONS_PAGE (self), NULL);

  for (guint i = 0; i < self->groups->len; i++) {
    const char *problem = find_problem (self, &g_array_index (self->groups, Group, i));

    if (problem)
      return problem;
  }
  return NULL;
}

/* --- what is shown ------------------------------------------------------------------------------ */

static gboolean
is_wanted (PlacardOptionsPage *self, PlacardOptionRow *row, const char *words)
{
  if (gtk_toggle_button_get_active (self->changed_only) && !placard_option_row_is_changed (row))
    return FALSE;
  return placard_option_row_matches (row, words);
}

static void
filter (PlacardOptionsPage *self)
{
  g_autofree char *words = g_utf8_strdown (gtk_editable_get_text (self->search), -1);
  gboolean any = FALSE;

  g_strstrip (words);
  for (guint i = 0; i < self->groups->len; i++) {
    const Group *group = &g_array_index (self->groups, Group, i);
    gboolean has = FALSE;

    for (guint k = 0; k < group->n_rows; k++) {
      PlacardOptionRow *row = get_row (self, group->first_row + k);
      gboolean wanted = is_wanted (self, row, words);

      placard_option_row_set_visible (row, wanted);
      has = has || wanted;
    }
    gtk_widget_set_visible (group->widget, has);
    any = any || has;
  }
  gtk_widget_set_visible (self->nothing, !any);
}

void
placard_options_page_update (PlacardOptionsPage *self)
{
  g_autoptr (GHashTable) settings = NULL;

  g_return_if_fail (PLACARD_IS_OPTIONS_PAGE (self));

  /* Typing elsewhere costs nothing here: what was missed is shown when this page is. */
  if (!self->request || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  settings = placard_setting_list (self->request);
  for (guint i = 0; i < self->rows->len; i++)
    placard_option_row_show (get_row (self, i), settings);
  show_problems (self);
  show_warnings (self);
}

static void
edited_cb (PlacardOptionRow *row, gpointer user_data)
{
  /* A change has told the request's listeners already; one that was refused has not. */
  placard_options_page_update (PLACARD_OPTIONS_PAGE (user_data));
}

void
placard_options_page_set_request (PlacardOptionsPage *self, PlacardRequest *request)
{
  g_return_if_fail (PLACARD_IS_OPTIONS_PAGE (self));

  g_set_object (&self->request, request);
  for (guint i = 0; i < self->rows->len; i++)
    placard_option_row_set_request (get_row (self, i), request);
  placard_options_page_update (self);
}

void
placard_options_page_show (PlacardOptionsPage *self, const char *name)
{
  g_return_if_fail (PLACARD_IS_OPTIONS_PAGE (self));

  gtk_editable_set_text (self->search, "");
  gtk_toggle_button_set_active (self->changed_only, FALSE);
  for (guint i = 0; i < self->rows->len; i++) {
    gboolean found = name ? g_str_equal (name, g_ptr_array_index (self->names, i))
                          : placard_option_row_get_problem (get_row (self, i)) != NULL;

    if (!found)
      continue;
    placard_option_row_focus (get_row (self, i));
    return;
  }
}

/* --- making ------------------------------------------------------------------------------------ */

static GtkWidget *
make_note (const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, css_class);
  gtk_widget_set_visible (label, FALSE);
  return label;
}

static void
add_row (PlacardOptionsPage *self, Group *group, const PlacardRowPlan *plan)
{
  PlacardOptionRow *row = placard_option_row_new (plan, edited_cb, self);
  GtkWidget *second = placard_option_row_get_second_widget (row);

  g_ptr_array_add (self->rows, row);
  g_ptr_array_add (self->names, (gpointer) plan->name);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group->widget),
                             placard_option_row_get_widget (row));
  if (second)
    adw_preferences_group_add (ADW_PREFERENCES_GROUP (group->widget), second);
  group->n_rows++;
}

static void
add_group (PlacardOptionsPage *self, const PlacardGroupPlan *plan)
{
  Group group = {adw_preferences_group_new (), make_note ("error"), self->rows->len, 0};

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group.widget), _ (plan->title));
  for (guint i = 0; i < PLACARD_GROUP_ROWS && plan->rows[i].name; i++)
    add_row (self, &group, &plan->rows[i]);
  gtk_box_append (GTK_BOX (self), group.widget);
  gtk_box_append (GTK_BOX (self), group.problem);
  g_array_append_val (self->groups, group);
}

static void
add_search (PlacardOptionsPage *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *search = gtk_search_entry_new ();
  GtkWidget *changed = gtk_toggle_button_new_with_label (_ ("Changed"));

  self->search = GTK_EDITABLE (search);
  self->changed_only = GTK_TOGGLE_BUTTON (changed);
  g_object_set (search, "placeholder-text", _ ("Find an option"), "hexpand", TRUE, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (search), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Find an option"), -1);
  gtk_widget_set_tooltip_text (changed,
                               _ ("Only what differs from what is so when nothing is said"));
  gtk_box_append (GTK_BOX (box), search);
  gtk_box_append (GTK_BOX (box), changed);
  gtk_box_append (GTK_BOX (self), box);
  g_signal_connect_swapped (search, "search-changed", G_CALLBACK (filter), self);
  g_signal_connect_swapped (changed, "toggled", G_CALLBACK (filter), self);
}

static void
add_effective_button (PlacardOptionsPage *self)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (_ ("_What Will Be Sent"));

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.show-effective");
  gtk_widget_set_halign (button, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (self), button);
}

static void
placard_options_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (placard_options_page_parent_class)->map (widget);
  placard_options_page_update (PLACARD_OPTIONS_PAGE (widget));
}

static void
placard_options_page_dispose (GObject *object)
{
  PlacardOptionsPage *self = PLACARD_OPTIONS_PAGE (object);

  g_clear_object (&self->request);
  G_OBJECT_CLASS (placard_options_page_parent_class)->dispose (object);
}

static void
placard_options_page_finalize (GObject *object)
{
  PlacardOptionsPage *self = PLACARD_OPTIONS_PAGE (object);

  g_array_unref (self->groups);
  g_ptr_array_unref (self->rows);
  g_ptr_array_unref (self->names);
  G_OBJECT_CLASS (placard_options_page_parent_class)->finalize (object);
}

static void
placard_options_page_class_init (PlacardOptionsPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = placard_options_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = placard_options_page_finalize;
  GTK_WIDGET_CLASS (klass)->map = placard_options_page_map;
}

static void
placard_options_page_init (PlacardOptionsPage *self)
{
  self->groups = g_array_new (FALSE, FALSE, sizeof (Group));
  self->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) placard_option_row_free);
  self->names = g_ptr_array_new ();
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 12);
  add_search (self);
  self->warnings = GTK_LABEL (make_note ("warning"));
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->warnings));
  self->nothing = make_note ("dim-label");
  gtk_label_set_text (GTK_LABEL (self->nothing), _ ("No option is like that"));
  gtk_box_append (GTK_BOX (self), self->nothing);
  for (const PlacardGroupPlan *group = placard_options_plan; group->title; group++)
    add_group (self, group);
  add_effective_button (self);
}
