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

/* Activating a row copies its value. */
static GtkWidget *
make_row (const PlacardFact *fact)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *tooltip = g_strdup_printf (_ ("Copy “%s”"), fact->name);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), fact->name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), fact->value);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 2);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 6);
  gtk_widget_set_tooltip_text (row, tooltip);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "win.copy-text");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "s", fact->value);
  return row;
}

static GtkWidget *
make_group (const PlacardFactGroup *group)
{
  GtkWidget *widget = adw_preferences_group_new ();

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (widget), group->title);
  for (guint i = 0; i < group->facts->len; i++)
    adw_preferences_group_add (ADW_PREFERENCES_GROUP (widget),
                               make_row (g_ptr_array_index (group->facts, i)));
  return widget;
}

static void
fill (PlacardInspector *self)
{
  g_autoptr (GPtrArray) groups = NULL;
  PlacardTimings timings;
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->groups))))
    gtk_box_remove (self->groups, child);
  gtk_widget_set_visible (self->nothing, !self->exchange);
  gtk_widget_set_visible (self->copy_all, self->exchange != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->timeline), self->exchange != NULL);
  if (!self->exchange)
    return;

  placard_fetch_get_timings (placard_exchange_get_fetch (self->exchange), &timings);
  placard_timeline_set_timings (self->timeline, &timings);
  groups = placard_inspection_list (self->exchange, self->sha256);
  for (guint i = 0; i < groups->len; i++)
    gtk_box_append (self->groups, make_group (g_ptr_array_index (groups, i)));
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
}

static void
placard_inspector_dispose (GObject *object)
{
  forget (PLACARD_INSPECTOR (object));
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
  gtk_widget_class_bind_template_callback (widget_class, copy_all_cb);
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
