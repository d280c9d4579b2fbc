/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "placard-headers-page.h"

#include "placard-cors.h"
#include "placard-field-grid.h"
#include "placard-header-preset.h"
#include "placard-header.h"
#include "placard-sent-field.h"
#include "placard-sent-list.h"

#include <glib/gi18n-lib.h>

struct _PlacardHeadersPage {
  GtkBox parent_instance;

  PlacardFieldGrid *grid;
  PlacardSentList *sent;

  PlacardRequest *request;
};

G_DEFINE_FINAL_TYPE (PlacardHeadersPage, placard_headers_page, GTK_TYPE_BOX)

/* A Host that is gone is locked again: the next one is asked for anew. */
static void
lock_host (PlacardHeadersPage *self)
{
  if (!placard_field_list_find (placard_request_get_headers (self->request), "Host"))
    placard_request_set_allow_host (self->request, FALSE);
}

static void
changed_cb (PlacardHeadersPage *self)
{
  g_autoptr (GPtrArray) fields = placard_field_grid_dup_fields (self->grid);

  if (!self->request)
    return;
  placard_request_set_headers (self->request, fields);
  lock_host (self);
}

/* What mode no-cors keeps a page from sending. (transfer full) (nullable) */
static char *
find_mode_problem (PlacardRequest *request, PlacardField *field)
{
  g_autoptr (GPtrArray) one = g_ptr_array_new ();
  g_autoptr (GUri) uri = placard_request_build_uri (request, NULL);
  const PlacardCorsRequest cors = {"null", uri, "GET", one, FALSE};
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (one, field);
  if (!uri ||
      placard_policy_get_mode (placard_request_get_policy (request)) != PLACARD_MODE_NO_CORS ||
      placard_cors_check_no_cors (&cors, &error))
    return NULL;
  return g_strdup (error->message);
}

/* (transfer full) (nullable) */
static char *
find_problem (PlacardRequest *request, PlacardField *field)
{
  g_autoptr (GError) error = NULL;

  if (!field->enabled)
    return NULL;
  if (!placard_header_check (field->name, field->value, placard_request_get_allow_host (request),
                             &error))
    return g_strdup (error->message);
  return find_mode_problem (request, field);
}

/* RFC 9110, section 5.3: what the server may read when a name comes more than once, told at the last of
 * them. (transfer full) (nullable) */
static char *
describe_joined (GPtrArray *headers, guint index)
{
  const PlacardField *last = g_ptr_array_index (headers, index);
  g_autoptr (GString) joined = g_string_new (NULL);
  guint n = 0;

  for (guint i = 0; i < headers->len; i++) {
    const PlacardField *field = g_ptr_array_index (headers, i);

    if (!placard_header_is_sent (field) || g_ascii_strcasecmp (field->name, last->name) != 0)
      continue;
    if (i > index || field->secret)
      return NULL;
    g_string_append_printf (joined, "%s%s", n++ ? ", " : "", field->value);
  }
  if (n < 2 || !last->enabled)
    return NULL;
  /* Translators: %u header fields have one name, and mean the same as one with the value %s */
  return g_strdup_printf (_ ("%u have this name; together they mean “%s”"), n, joined->str);
}

static void
mark_rows (PlacardHeadersPage *self)
{
  GPtrArray *headers = placard_request_get_headers (self->request);

  placard_grid_update_hints (PLACARD_GRID (self->grid));
  placard_field_grid_mark (self->grid, -1, NULL);
  for (guint i = 0; i < headers->len; i++) {
    PlacardField *field = g_ptr_array_index (headers, i);
    PlacardGridRow *row = placard_grid_get_nth (PLACARD_GRID (self->grid), i);
    g_autofree char *problem = find_problem (self->request, field);
    g_autofree char *notice = placard_sent_field_get_notice (self->request, field);

    if (!notice)
      notice = describe_joined (headers, i);
    if (problem)
      placard_grid_row_set_problem (row, problem);
    if (notice)
      placard_grid_row_set_hint (row, notice);
  }
}

void
placard_headers_page_update (PlacardHeadersPage *self)
{
  placard_field_grid_set_fields (self->grid, placard_request_get_headers (self->request));
  mark_rows (self);
  placard_sent_list_show (self->sent, self->request);
}

void
placard_headers_page_mark (PlacardHeadersPage *self, int index, const char *problem)
{
  PlacardGridRow *row =
      index >= 0 ? placard_grid_get_nth (PLACARD_GRID (self->grid), (guint) index) : NULL;

  if (row && !placard_grid_row_has_problem (row))
    placard_grid_row_set_problem (row, problem);
}

void
placard_headers_page_set_request (PlacardHeadersPage *self, PlacardRequest *request)
{
  g_return_if_fail (PLACARD_IS_HEADERS_PAGE (self));

  g_set_object (&self->request, request);
}

static void
focus_last (PlacardHeadersPage *self)
{
  PlacardGridRow *row = placard_grid_get_first (PLACARD_GRID (self->grid));
  PlacardGridRow *last = NULL;

  for (; row; row = placard_grid_get_next (row))
    last = row;
  if (last)
    placard_grid_row_focus_name (last);
}

static void
edit_cb (PlacardHeadersPage *self, const char *name, const char *value)
{
  placard_request_append_header (self->request, name, value ? value : "");
  focus_last (self);
}

static void
leave_out_cb (PlacardHeadersPage *self, const char *name)
{
  placard_header_preset_set (self->request, name, NULL);
  focus_last (self);
}

static void
unlock_cb (PlacardHeadersPage *self, const char *name, const char *value)
{
  placard_request_set_allow_host (self->request, TRUE);
  if (!placard_field_list_find (placard_request_get_headers (self->request), name))
    placard_request_append_header (self->request, name, value);
  focus_last (self);
}

static void
preset_action (GtkWidget *widget, const char *action_name, GVariant *parameter)
{
  PlacardHeadersPage *self = PLACARD_HEADERS_PAGE (widget);

  if (self->request)
    placard_header_preset_apply (self->request, g_variant_get_string (parameter, NULL));
}

static GMenuModel *
build_presets (void)
{
  const PlacardHeaderPreset *presets = placard_header_preset_list ();
  GMenu *menu = g_menu_new ();
  GMenu *section = NULL;

  for (gsize i = 0; presets[i].id; i++) {
    g_autofree char *action = g_strdup_printf ("headers.preset::%s", presets[i].id);

    if (i == 0 || !g_str_equal (presets[i].section, presets[i - 1].section)) {
      g_clear_object (&section);
      section = g_menu_new ();
      g_menu_append_section (menu, _ (presets[i].section), G_MENU_MODEL (section));
    }
    g_menu_append (section, _ (presets[i].title), action);
  }
  g_clear_object (&section);
  return G_MENU_MODEL (menu);
}

static GtkWidget *
presets_button_new (void)
{
  GtkWidget *button = gtk_menu_button_new ();
  g_autoptr (GMenuModel) menu = build_presets ();

  gtk_menu_button_set_label (GTK_MENU_BUTTON (button), _ ("Presets"));
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), menu);
  return button;
}

static void
placard_headers_page_dispose (GObject *object)
{
  g_clear_object (&PLACARD_HEADERS_PAGE (object)->request);
  G_OBJECT_CLASS (placard_headers_page_parent_class)->dispose (object);
}

static void
placard_headers_page_class_init (PlacardHeadersPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = placard_headers_page_dispose;
  gtk_widget_class_install_action (GTK_WIDGET_CLASS (klass), "headers.preset", "s", preset_action);
}

static void
build_grid (PlacardHeadersPage *self)
{
  self->grid = g_object_new (PLACARD_TYPE_FIELD_GRID, NULL);
  placard_field_grid_set_labels (self->grid, _ ("Add Header"), _ ("Header name"),
                                 _ ("Header value"));
  placard_field_grid_set_kind (self->grid, PLACARD_FIELD_ROW_SECRET_TRAVELS,
                               PLACARD_FIELD_BLOCK_HEADERS);
  placard_grid_add_button (PLACARD_GRID (self->grid), presets_button_new ());
  g_signal_connect_swapped (self->grid, "changed", G_CALLBACK (changed_cb), self);
}

static void
placard_headers_page_init (PlacardHeadersPage *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 18);
  build_grid (self);
  self->sent = g_object_new (PLACARD_TYPE_SENT_LIST, NULL);
  g_signal_connect_swapped (self->sent, "edit", G_CALLBACK (edit_cb), self);
  g_signal_connect_swapped (self->sent, "leave-out", G_CALLBACK (leave_out_cb), self);
  g_signal_connect_swapped (self->sent, "unlock", G_CALLBACK (unlock_cb), self);
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->grid));
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->sent));
}
