/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "placard-file-page.h"

#include "placard-treat-menu.h"

#include <glib/gi18n-lib.h>

struct _PlacardFilePage {
  AdwBin parent_instance;

  AdwStatusPage *status;
  GtkMenuButton *treat;
};

G_DEFINE_FINAL_TYPE (PlacardFilePage, placard_file_page, ADW_TYPE_BIN)

/* "ZIP archive, 1.2 MB", and why it is not shown when the verdict knows. */
static char *
describe (PlacardExchange *exchange)
{
  PlacardFetch *fetch = placard_exchange_get_fetch (exchange);
  PlacardVerdict *verdict = placard_exchange_get_verdict (exchange);
  PlacardResponse *response = placard_exchange_get_response (exchange);
  goffset size = placard_spool_get_size (placard_fetch_get_spool (fetch));
  goffset expected = response ? placard_response_get_expected_length (response) : -1;
  g_autofree char *amount = g_format_size ((guint64) MAX (size, expected));
  const char *reason = verdict ? placard_verdict_get_reason (verdict) : NULL;
  const char *type =
      verdict ? placard_media_type_to_name (placard_verdict_get_sniffed (verdict)) : NULL;

  if (!type)
    return g_markup_escape_text (amount, -1);
  if (!reason)
    return g_markup_printf_escaped ("%s, %s", type, amount);
  return g_markup_printf_escaped ("%s, %s\n\n%s", type, amount, reason);
}

static void
show_icon (PlacardFilePage *self, PlacardVerdict *verdict)
{
  const char *mime = placard_media_type_to_mime (verdict ? placard_verdict_get_sniffed (verdict)
                                                         : PLACARD_MEDIA_BINARY);
  g_autofree char *content_type = g_content_type_from_mime_type (mime);
  g_autoptr (GIcon) icon = g_content_type_get_icon (content_type);
  GtkIconTheme *theme = gtk_icon_theme_get_for_display (gtk_widget_get_display (GTK_WIDGET (self)));
  g_autoptr (GtkIconPaintable) paintable = gtk_icon_theme_lookup_by_gicon (
      theme, icon, 128, gtk_widget_get_scale_factor (GTK_WIDGET (self)),
      gtk_widget_get_direction (GTK_WIDGET (self)), 0);

  adw_status_page_set_paintable (self->status, GDK_PAINTABLE (paintable));
}

void
placard_file_page_show (PlacardFilePage *self, PlacardExchange *exchange)
{
  g_autofree char *name = placard_exchange_suggest_name (exchange);
  g_autofree char *title = g_markup_escape_text (name, -1);
  g_autofree char *description = describe (exchange);

  g_return_if_fail (PLACARD_IS_FILE_PAGE (self));

  show_icon (self, placard_exchange_get_verdict (exchange));
  adw_status_page_set_title (self->status, title);
  adw_status_page_set_description (self->status, description);
}

static void
placard_file_page_class_init (PlacardFilePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/placard/Placard/placard-file-page.ui");
  gtk_widget_class_bind_template_child (widget_class, PlacardFilePage, status);
  gtk_widget_class_bind_template_child (widget_class, PlacardFilePage, treat);
}

static void
placard_file_page_init (PlacardFilePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  placard_treat_menu_fill_button (self->treat);
}
