/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "placard-inspector.h"

#include "placard-digest.h"
#include "placard-inspection.h"
#include "placard-timeline.h"

#include <glib/gi18n-lib.h>

struct _PlacardInspector {
  AdwBin parent_instance;

  PlacardTimeline *timeline;
  GtkWidget *nothing;
  GtkBox *groups;
  GtkWidget *copy_all;
  PlacardCorsPanel *cors;
  GtkEditable *filter;

  gboolean joined;    /* fields of one name stand in one line */
  char *shown;        /* what the rows say, so that they are made anew only when that changes */
  char *wanted_place; /* to be scrolled to when there are rows */
  double scrolled_to; /* in the frame before */

  PlacardExchange *exchange;
  GCancellable *digesting; /* of the present exchange; NULL before its body is whole */
  char *sha256;
};

G_DEFINE_FINAL_TYPE (PlacardInspector, placard_inspector, ADW_TYPE_BIN)

static void
copy_all_cb (PlacardInspector *self)
{
  g_autoptr (GPtrArray) groups = placard_inspection_list (self->exchange, self->sha256);
  g_autofree char *text = placard_inspection_to_text (groups);

  gtk_widget_activate_action (GTK_WIDGET (self), "win.copy-text", "s", text);
}

/* The value as it came; what is said beside it, greyed. */
static void
set_words (GtkWidget *row, const PlacardFact *fact)
{
  g_autofree char *title = g_markup_escape_text (fact->name, -1);
  g_autofree char *value = g_markup_escape_text (fact->value, -1);
  g_autofree char *note = fact->note ? g_markup_escape_text (fact->note, -1) : NULL;
  g_autofree char *subtitle =
      note ? g_strdup_printf ("%s  <span alpha=\"60%%\">%s</span>", value, note) : NULL;

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle ? subtitle : value);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 2);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 6);
}

static GtkWidget *
make_copy_button (const char *text, const char *tooltip)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("edit-copy-symbolic");

  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, tooltip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, tooltip,
                                  -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.copy-text");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", text);
  return button;
}

static gboolean
is_fields (const PlacardFactGroup *group)
{
  return g_str_equal (group->place, "headers") || g_str_equal (group->place, "request");
}

/* Activating a row copies its value; a field has a button for its whole line. */
static GtkWidget *
make_row (const PlacardFactGroup *group, const PlacardFact *fact)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *tooltip = g_strdup_printf (_ ("Copy “%s”"), fact->name);
  g_autofree char *line = g_strdup_printf ("%s: %s", fact->name, fact->value);

  set_words (row, fact);
  gtk_widget_set_tooltip_text (row, tooltip);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "win.copy-text");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "s", fact->value);
  if (is_fields (group))
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), make_copy_button (line, _ ("Copy the line")));
  return row;
}

static void fill (PlacardInspector *self);

static void
joined_cb (PlacardInspector *self, GtkToggleButton *button)
{
  self->joined = gtk_toggle_button_get_active (button);
  fill (self);
}

/* Beside the title of a group of fields: all of them as text, and one line a name (HD3). */
static GtkWidget *
make_tools (PlacardInspector *self, const PlacardFactGroup *group)
{
  GtkWidget *tools = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *joined = gtk_toggle_button_new_with_mnemonic (_ ("_Joined"));
  g_autoptr (GPtrArray) alone = g_ptr_array_new ();
  g_autofree char *text = NULL;
  const char *lines;

  g_ptr_array_add (alone, (gpointer) group);
  text = placard_inspection_to_text (alone);
  lines = strchr (text, '\n') + 1;
  if (g_str_equal (group->place, "headers")) {
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (joined), self->joined);
    gtk_widget_set_tooltip_text (joined, _ ("Fields of one name in one line"));
    gtk_accessible_update_property (GTK_ACCESSIBLE (joined), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    _ ("Joined"), -1);
    gtk_widget_add_css_class (joined, "flat");
    g_signal_connect_object (joined, "toggled", G_CALLBACK (joined_cb), self, G_CONNECT_SWAPPED);
    gtk_box_append (GTK_BOX (tools), joined);
  } else {
    g_object_ref_sink (joined);
    g_object_unref (joined);
  }
  gtk_box_append (GTK_BOX (tools), make_copy_button (lines, _ ("Copy all fields")));
  return tools;
}

/* (nullable): a group of which nothing passes the filter is left out. */
static GtkWidget *
make_group (PlacardInspector *self, const PlacardFactGroup *group)
{
  GtkWidget *widget = g_object_ref_sink (adw_preferences_group_new ());
  const char *filter = gtk_editable_get_text (self->filter);
  guint n = 0;

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (widget), group->title);
  g_object_set_data (G_OBJECT (widget), "place", (gpointer) group->place);
  if (is_fields (group))
    adw_preferences_group_set_header_suffix (ADW_PREFERENCES_GROUP (widget),
                                             make_tools (self, group));
  for (guint i = 0; i < group->facts->len; i++) {
    const PlacardFact *fact = g_ptr_array_index (group->facts, i);

    if (!placard_inspection_matches (fact, filter))
      continue;
    adw_preferences_group_add (ADW_PREFERENCES_GROUP (widget), make_row (group, fact));
    n++;
  }
  if (n == 0)
    g_clear_object (&widget);
  return widget;
}

/* Everything that the rows would say. */
static char *
sum_up (PlacardInspector *self, GPtrArray *groups)
{
  GString *sum = g_string_new (self->joined ? "joined" : "");

  g_string_append (sum, gtk_editable_get_text (self->filter));
  for (guint i = 0; i < groups->len; i++) {
    const PlacardFactGroup *group = g_ptr_array_index (groups, i);

    for (guint k = 0; k < group->facts->len; k++) {
      const PlacardFact *fact = g_ptr_array_index (group->facts, k);

      g_string_append_printf (sum, "\n%s\n%s\n%s\n%s", group->place, fact->name, fact->value,
                              fact->note ? fact->note : "");
    }
  }
  return g_string_free (sum, FALSE);
}

static void
show_timeline (PlacardInspector *self)
{
  PlacardFetch *fetch = placard_exchange_get_fetch (self->exchange);
  PlacardFetch *outer = placard_exchange_get_outer_fetch (self->exchange);
  PlacardAnswer *answer = placard_exchange_get_answer (self->exchange);
  gboolean two = outer && answer && placard_answer_get_kind (answer) != PLACARD_ANSWER_BYTES;
  PlacardTimings timings, first;

  placard_fetch_get_timings (fetch, &timings);
  if (two)
    placard_fetch_get_timings (outer, &first);
  placard_timeline_set_timings (self->timeline, two ? &first : &timings, two ? &timings : NULL);
}

static GtkWidget *
find_group (PlacardInspector *self, const char *place)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->groups));

  for (; child; child = gtk_widget_get_next_sibling (child))
    if (g_strcmp0 (g_object_get_data (G_OBJECT (child), "place"), place) == 0)
      return child;
  return NULL;
}

/* To the top, as far as there is enough below it. %FALSE: it moves still, rows are being laid out. */
static gboolean
scroll_to (PlacardInspector *self, GtkWidget *target)
{
  GtkScrolledWindow *scroller = GTK_SCROLLED_WINDOW (adw_bin_get_child (ADW_BIN (self)));
  GtkWidget *content =
      gtk_viewport_get_child (GTK_VIEWPORT (gtk_scrolled_window_get_child (scroller)));
  double y = 0;
  gboolean rests;

  gtk_widget_translate_coordinates (target, content, 0, 0, NULL, &y);
  rests = y == self->scrolled_to;
  self->scrolled_to = y;
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (scroller), y);
  return rests;
}

/* A focus that moves into a panel while it slides in over the content stops it. */
static gboolean
is_sliding (GtkWidget *widget)
{
  GtkWidget *flap = gtk_widget_get_ancestor (widget, ADW_TYPE_FLAP);

  return flap && adw_flap_get_reveal_flap (ADW_FLAP (flap)) &&
         adw_flap_get_reveal_progress (ADW_FLAP (flap)) < 1;
}

/* The panel slides in: a row can be scrolled to when it has a place. */
static gboolean
scroll_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  PlacardInspector *self = PLACARD_INSPECTOR (widget);
  GtkWidget *target = find_group (self, self->wanted_place);

  if (!target)
    target = GTK_WIDGET (self->filter);
  if (is_sliding (widget) || !gtk_widget_get_mapped (target) || gtk_widget_get_height (target) == 0)
    return G_SOURCE_CONTINUE;
  if (!scroll_to (self, target))
    return G_SOURCE_CONTINUE;
  gtk_widget_child_focus (target, GTK_DIR_TAB_FORWARD);
  g_clear_pointer (&self->wanted_place, g_free);
  return G_SOURCE_REMOVE;
}

static void
want_place (PlacardInspector *self, const char *place)
{
  gboolean waiting = self->wanted_place != NULL;

  g_free (self->wanted_place);
  self->wanted_place = g_strdup (place);
  if (!waiting)
    gtk_widget_add_tick_callback (GTK_WIDGET (self), scroll_cb, NULL, NULL);
}

/* The group that has the focus: its rows are about to be made anew. (nullable) */
static const char *
find_focused_place (PlacardInspector *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root ? gtk_root_get_focus (root) : NULL;

  if (!focus || !gtk_widget_is_ancestor (focus, GTK_WIDGET (self->groups)))
    return NULL;
  while (focus && gtk_widget_get_parent (focus) != GTK_WIDGET (self->groups))
    focus = gtk_widget_get_parent (focus);
  return g_object_get_data (G_OBJECT (focus), "place");
}

static void
make_groups (PlacardInspector *self, GPtrArray *groups)
{
  const char *focused = find_focused_place (self);
  GtkWidget *child;

  /* Else the focus wanders to whatever comes next, and the panel scrolls after it. */
  if (focused)
    gtk_widget_grab_focus (GTK_WIDGET (self->copy_all));
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->groups))))
    gtk_box_remove (self->groups, child);
  for (guint i = 0; i < groups->len; i++) {
    const PlacardFactGroup *group = g_ptr_array_index (groups, i);
    PlacardFactGroup *joined = self->joined && g_str_equal (group->place, "headers")
                                   ? placard_inspection_join (group)
                                   : NULL;
    g_autoptr (GtkWidget) widget = make_group (self, joined ? joined : group);

    if (widget)
      gtk_box_append (self->groups, widget);
    g_clear_pointer (&joined, placard_fact_group_free);
  }
  if (focused)
    want_place (self, focused);
}

static void
fill (PlacardInspector *self)
{
  g_autoptr (GPtrArray) groups = NULL;
  g_autofree char *sum = NULL;

  gtk_widget_set_visible (self->nothing, !self->exchange);
  gtk_widget_set_visible (self->copy_all, self->exchange != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->filter), self->exchange != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->timeline), self->exchange != NULL);
  if (self->exchange) {
    show_timeline (self);
    groups = placard_inspection_list (self->exchange, self->sha256);
  } else {
    groups = g_ptr_array_new ();
  }
  sum = sum_up (self, groups);
  if (g_strcmp0 (sum, self->shown) == 0)
    return;
  g_free (self->shown);
  self->shown = g_steal_pointer (&sum);
  make_groups (self, groups);
}

/* One that was cancelled is about an exchange that is not shown any more. */
static void
digested_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PlacardInspector) self = PLACARD_INSPECTOR (user_data);
  g_autofree char *sha256 = placard_digest_finish (result, NULL);

  if (!sha256)
    return;
  self->sha256 = g_steal_pointer (&sha256);
  fill (self);
}

/* Of the whole body only, and only for somebody who looks. */
static void
digest (PlacardInspector *self)
{
  PlacardSpool *spool;

  if (self->digesting || !placard_exchange_is_finished (self->exchange))
    return;
  spool = placard_fetch_get_spool (placard_exchange_get_fetch (self->exchange));
  if (!spool || placard_spool_get_size (spool) == 0)
    return;
  self->digesting = g_cancellable_new ();
  placard_digest_async (spool, self->digesting, digested_cb, g_object_ref (self));
}

static void
forget (PlacardInspector *self)
{
  if (self->digesting)
    g_cancellable_cancel (self->digesting);
  g_clear_object (&self->digesting);
  g_clear_pointer (&self->sha256, g_free);
  g_clear_object (&self->exchange);
}

PlacardInspector *
placard_inspector_new (void)
{
  return g_object_new (PLACARD_TYPE_INSPECTOR, NULL);
}

void
placard_inspector_show (PlacardInspector *self, PlacardExchange *exchange)
{
  g_return_if_fail (PLACARD_IS_INSPECTOR (self));

  if (self->exchange != exchange) {
    forget (self);
    g_set_object (&self->exchange, exchange);
  }
  fill (self);
  if (exchange)
    digest (self);
}

void
placard_inspector_show_place (PlacardInspector *self, const char *place)
{
  g_return_if_fail (PLACARD_IS_INSPECTOR (self));

  gtk_editable_set_text (self->filter, "");
  want_place (self, place);
}

static void
placard_inspector_dispose (GObject *object)
{
  PlacardInspector *self = PLACARD_INSPECTOR (object);

  forget (self);
  g_clear_pointer (&self->shown, g_free);
  g_clear_pointer (&self->wanted_place, g_free);
  G_OBJECT_CLASS (placard_inspector_parent_class)->dispose (object);
}

static void
placard_inspector_class_init (PlacardInspectorClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = placard_inspector_dispose;
  g_type_ensure (PLACARD_TYPE_TIMELINE);
  g_type_ensure (PLACARD_TYPE_CORS_PANEL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/placard/Placard/placard-inspector.ui");
  gtk_widget_class_bind_template_child (widget_class, PlacardInspector, timeline);
  gtk_widget_class_bind_template_child (widget_class, PlacardInspector, nothing);
  gtk_widget_class_bind_template_child (widget_class, PlacardInspector, groups);
  gtk_widget_class_bind_template_child (widget_class, PlacardInspector, copy_all);
  gtk_widget_class_bind_template_child (widget_class, PlacardInspector, cors);
  gtk_widget_class_bind_template_child (widget_class, PlacardInspector, filter);
  gtk_widget_class_bind_template_callback (widget_class, copy_all_cb);
  gtk_widget_class_bind_template_callback (widget_class, fill);
}

static void
placard_inspector_init (PlacardInspector *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

PlacardCorsPanel *
placard_inspector_get_cors_panel (PlacardInspector *self)
{
  g_return_val_if_fail (PLACARD_IS_INSPECTOR (self), NULL);

  return self->cors;
}
