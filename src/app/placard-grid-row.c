/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "placard-grid-row.h"

#include <glib/gi18n-lib.h>

typedef struct {
  GtkWidget *line;
  GtkWidget *handle;
  GtkWidget *enabled;
  GtkWidget *content;
  GtkWidget *details;
  GtkWidget *menu;
  GtkWidget *problem;
  GtkWidget *hint;
  guint setting; /* filled by the program, not by a person */
} PlacardGridRowPrivate;

enum { CHANGED, COMMAND, DROPPED, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (PlacardGridRow, placard_grid_row, GTK_TYPE_BOX)

static PlacardGridRowPrivate *
get_private (PlacardGridRow *self)
{
  return placard_grid_row_get_instance_private (self);
}

PlacardGridRow *
placard_grid_row_copy (PlacardGridRow *self)
{
  return PLACARD_GRID_ROW_GET_CLASS (self)->copy (self);
}

const char *
placard_grid_row_get_name (PlacardGridRow *self)
{
  return PLACARD_GRID_ROW_GET_CLASS (self)->get_name (self);
}

gboolean
placard_grid_row_is_blank (PlacardGridRow *self)
{
  return PLACARD_GRID_ROW_GET_CLASS (self)->is_blank (self);
}

gboolean
placard_grid_row_matches (PlacardGridRow *self, const char *text)
{
  g_autofree char *folded = text && *text ? g_utf8_casefold (text, -1) : NULL;

  return !folded || PLACARD_GRID_ROW_GET_CLASS (self)->matches (self, folded);
}

void
placard_grid_row_focus_name (PlacardGridRow *self)
{
  PLACARD_GRID_ROW_GET_CLASS (self)->focus_name (self);
}

gboolean
placard_grid_row_get_enabled (PlacardGridRow *self)
{
  return gtk_check_button_get_active (GTK_CHECK_BUTTON (get_private (self)->enabled));
}

void
placard_grid_row_set_enabled (PlacardGridRow *self, gboolean enabled)
{
  gtk_check_button_set_active (GTK_CHECK_BUTTON (get_private (self)->enabled), enabled);
}

static void
set_sentence (GtkWidget *label, const char *sentence)
{
  gtk_label_set_text (GTK_LABEL (label), sentence ? sentence : "");
  gtk_widget_set_visible (label, sentence != NULL);
}

void
placard_grid_row_set_problem (PlacardGridRow *self, const char *problem)
{
  PlacardGridRowPrivate *priv = get_private (self);

  set_sentence (priv->problem, problem);
  if (problem)
    gtk_widget_add_css_class (GTK_WIDGET (self), "invalid");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "invalid");
}

gboolean
placard_grid_row_has_problem (PlacardGridRow *self)
{
  return gtk_widget_get_visible (get_private (self)->problem);
}

void
placard_grid_row_set_hint (PlacardGridRow *self, const char *hint)
{
  set_sentence (get_private (self)->hint, hint);
}

void
placard_grid_row_add_content (PlacardGridRow *self, GtkWidget *widget)
{
  gtk_box_append (GTK_BOX (get_private (self)->content), widget);
}

void
placard_grid_row_add_detail (PlacardGridRow *self, GtkWidget *widget)
{
  gtk_box_append (GTK_BOX (get_private (self)->details), widget);
}

void
placard_grid_row_begin_setting (PlacardGridRow *self)
{
  get_private (self)->setting++;
}

void
placard_grid_row_end_setting (PlacardGridRow *self)
{
  get_private (self)->setting--;
}

void
placard_grid_row_changed (PlacardGridRow *self)
{
  if (get_private (self)->setting == 0)
    g_signal_emit (self, signals[CHANGED], 0);
}

/* The menu */

static void
append_item (GMenu *menu, const char *label, const char *action)
{
  g_menu_append (menu, label, action);
}

static GMenuModel *
build_common_menu (PlacardGridRow *self)
{
  GMenu *menu = g_menu_new ();
  const char *name = placard_grid_row_get_name (self);
  g_autofree char *doubled = NULL;
  g_autofree char *replace = NULL;
  g_auto (GStrv) parts = g_strsplit (name, "_", -1);

  doubled = g_strjoinv ("__", parts);
  append_item (menu, _ ("_Remove"), "row.remove");
  append_item (menu, _ ("_Duplicate"), "row.duplicate");
  append_item (menu, _ ("Move _Up"), "row.move-up");
  append_item (menu, _ ("Move Do_wn"), "row.move-down");
  if (*name) {
    /* Translators: %s is a name; the row takes the place of all others that have it. */
    replace = g_strdup_printf (_ ("Replace _All Named “%s”"), doubled);
    append_item (menu, replace, "row.replace-all");
  }
  return G_MENU_MODEL (menu);
}

static GMenuModel *
build_menu (PlacardGridRow *self)
{
  PlacardGridRowClass *klass = PLACARD_GRID_ROW_GET_CLASS (self);
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenuModel) own = klass->build_menu ? klass->build_menu (self) : NULL;
  g_autoptr (GMenuModel) shared = build_common_menu (self);

  if (own)
    g_menu_append_section (menu, NULL, own);
  g_menu_append_section (menu, NULL, shared);
  return G_MENU_MODEL (menu);
}

/* Made when it is opened: its items name the row. */
static void
create_popup_cb (GtkMenuButton *button, gpointer user_data)
{
  g_autoptr (GMenuModel) menu = build_menu (PLACARD_GRID_ROW (user_data));

  gtk_menu_button_set_menu_model (button, menu);
}

static void
right_clicked_cb (PlacardGridRow *self)
{
  gtk_menu_button_popup (GTK_MENU_BUTTON (get_private (self)->menu));
}

static void
command_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  static const struct {
    const char *name;
    PlacardGridCommand command;
  } rows[] = {
      {"row.remove", PLACARD_GRID_REMOVE},           {"row.duplicate", PLACARD_GRID_DUPLICATE},
      {"row.move-up", PLACARD_GRID_MOVE_UP},         {"row.move-down", PLACARD_GRID_MOVE_DOWN},
      {"row.replace-all", PLACARD_GRID_REPLACE_ALL},
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    if (g_str_equal (action_name, rows[i].name)) {
      g_signal_emit (widget, signals[COMMAND], 0, (int) rows[i].command);
      return;
    }
}

/* Entries */

static void
activate_cb (PlacardGridRow *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.send", NULL);
}

/* GtkEntry builds its menu when it is opened, so the items are those of the moment when it is asked for. */
static void
menu_wanted_cb (PlacardGridRow *self, int n_press, double x, double y, GtkGesture *gesture)
{
  GtkWidget *entry = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (gesture));
  g_autoptr (GMenuModel) menu = build_menu (self);

  gtk_entry_set_extra_menu (GTK_ENTRY (entry), menu);
}

static void
focused_cb (PlacardGridRow *self, GtkEventController *controller)
{
  g_autoptr (GMenuModel) menu = build_menu (self);

  gtk_entry_set_extra_menu (GTK_ENTRY (gtk_event_controller_get_widget (controller)), menu);
}

static void
add_menu_controllers (PlacardGridRow *self, GtkWidget *entry)
{
  GtkGesture *press = gtk_gesture_click_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (press), GDK_BUTTON_SECONDARY);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (press), GTK_PHASE_CAPTURE);
  g_signal_connect_object (press, "pressed", G_CALLBACK (menu_wanted_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (entry, GTK_EVENT_CONTROLLER (press));
  g_signal_connect_object (focus, "enter", G_CALLBACK (focused_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (entry, focus);
}

void
placard_grid_row_adopt_entry (PlacardGridRow *self, GtkEntry *entry, const char *label)
{
  PlacardGridRowPrivate *priv = get_private (self);

  gtk_entry_set_placeholder_text (entry, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_entry_set_input_hints (entry, GTK_INPUT_HINT_NO_SPELLCHECK);
  g_object_bind_property (priv->enabled, "active", entry, "sensitive", G_BINDING_SYNC_CREATE);
  g_signal_connect_object (entry, "activate", G_CALLBACK (activate_cb), self, G_CONNECT_SWAPPED);
  add_menu_controllers (self, GTK_WIDGET (entry));
}

/* Dragging */

static GdkContentProvider *
drag_prepare_cb (GtkDragSource *source, double x, double y, gpointer user_data)
{
  return gdk_content_provider_new_typed (PLACARD_TYPE_GRID_ROW, user_data);
}

static void
drag_begin_cb (GtkDragSource *source, GdkDrag *drag, gpointer user_data)
{
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (GTK_WIDGET (user_data));

  gtk_drag_source_set_icon (source, paintable, 0, 0);
}

static gboolean
drop_cb (GtkDropTarget *target, const GValue *value, double x, double y, gpointer user_data)
{
  PlacardGridRow *self = PLACARD_GRID_ROW (user_data);
  PlacardGridRow *dragged = g_value_get_object (value);
  gboolean behind = y > gtk_widget_get_height (GTK_WIDGET (self)) / 2.0;

  if (!dragged || dragged == self)
    return FALSE;
  g_signal_emit (self, signals[DROPPED], 0, dragged, behind);
  return TRUE;
}

static void
add_dragging (PlacardGridRow *self)
{
  GtkDragSource *source = gtk_drag_source_new ();
  GtkDropTarget *target = gtk_drop_target_new (PLACARD_TYPE_GRID_ROW, GDK_ACTION_MOVE);

  gtk_drag_source_set_actions (source, GDK_ACTION_MOVE);
  g_signal_connect (source, "prepare", G_CALLBACK (drag_prepare_cb), self);
  g_signal_connect (source, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  gtk_widget_add_controller (get_private (self)->handle, GTK_EVENT_CONTROLLER (source));
  g_signal_connect (target, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}

/* Construction */

static GtkWidget *
sentence_new (const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 40);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_margin_start (label, 48);
  gtk_widget_set_visible (label, FALSE);
  gtk_widget_add_css_class (label, css_class);
  gtk_widget_add_css_class (label, "caption");
  return label;
}

static void
name_control (GtkWidget *widget, const char *name)
{
  gtk_widget_set_tooltip_text (widget, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
build_line (PlacardGridRow *self, PlacardGridRowPrivate *priv)
{
  priv->line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  priv->handle = gtk_image_new_from_icon_name ("list-drag-handle-symbolic");
  gtk_widget_set_cursor_from_name (priv->handle, "grab");
  gtk_widget_add_css_class (priv->handle, "dim-label");
  gtk_widget_set_tooltip_text (priv->handle, _ ("Drag to move (Alt+Up, Alt+Down)"));
  priv->enabled = gtk_check_button_new ();
  gtk_check_button_set_active (GTK_CHECK_BUTTON (priv->enabled), TRUE);
  name_control (priv->enabled, _ ("Send this one"));
  g_signal_connect_swapped (priv->enabled, "toggled", G_CALLBACK (placard_grid_row_changed), self);
  priv->content = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  gtk_widget_set_hexpand (priv->content, TRUE);
  priv->menu = gtk_menu_button_new ();
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (priv->menu), "view-more-symbolic");
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (priv->menu), create_popup_cb, self, NULL);
  gtk_widget_add_css_class (priv->menu, "flat");
  name_control (priv->menu, _ ("Row Menu"));

  gtk_box_append (GTK_BOX (priv->line), priv->handle);
  gtk_box_append (GTK_BOX (priv->line), priv->enabled);
  gtk_box_append (GTK_BOX (priv->line), priv->content);
  gtk_box_append (GTK_BOX (priv->line), priv->menu);
}

static void
add_right_click (PlacardGridRow *self, PlacardGridRowPrivate *priv)
{
  GtkGesture *press = gtk_gesture_click_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (press), GDK_BUTTON_SECONDARY);
  g_signal_connect_swapped (press, "pressed", G_CALLBACK (right_clicked_cb), self);
  gtk_widget_add_controller (priv->line, GTK_EVENT_CONTROLLER (press));
}

static void
placard_grid_row_init (PlacardGridRow *self)
{
  PlacardGridRowPrivate *priv = get_private (self);

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 3);
  build_line (self, priv);
  priv->details = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  gtk_widget_set_margin_start (priv->details, 48);
  priv->problem = sentence_new ("error");
  priv->hint = sentence_new ("dim-label");
  gtk_box_append (GTK_BOX (self), priv->line);
  gtk_box_append (GTK_BOX (self), priv->details);
  gtk_box_append (GTK_BOX (self), priv->problem);
  gtk_box_append (GTK_BOX (self), priv->hint);
  gtk_widget_add_css_class (GTK_WIDGET (self), "grid-row");
  add_right_click (self, priv);
  add_dragging (self);
}

static void
install_commands (GtkWidgetClass *klass)
{
  static const char *const names[] = {"row.remove", "row.duplicate", "row.move-up", "row.move-down",
                                      "row.replace-all"};

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    gtk_widget_class_install_action (klass, names[i], NULL, command_action);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_Up, GDK_ALT_MASK, "row.move-up", NULL);
  gtk_widget_class_add_binding_action (klass, GDK_KEY_Down, GDK_ALT_MASK, "row.move-down", NULL);
}

static void
placard_grid_row_class_init (PlacardGridRowClass *klass)
{
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
  signals[COMMAND] = g_signal_new ("command", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);
  signals[DROPPED] =
      g_signal_new ("dropped", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 2, PLACARD_TYPE_GRID_ROW, G_TYPE_BOOLEAN);
  install_commands (GTK_WIDGET_CLASS (klass));
}
