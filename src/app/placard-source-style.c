/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-source-style.h"

#include <adwaita.h>

static void
dark_changed_cb (GtkSourceBuffer *buffer, GParamSpec *pspec, AdwStyleManager *style)
{
  GtkSourceStyleSchemeManager *schemes = gtk_source_style_scheme_manager_get_default ();
  const char *id = adw_style_manager_get_dark (style) ? "Adwaita-dark" : "Adwaita";

  gtk_source_buffer_set_style_scheme (buffer,
                                      gtk_source_style_scheme_manager_get_scheme (schemes, id));
}

void
placard_source_style_follow (GtkSourceBuffer *buffer)
{
  AdwStyleManager *style = adw_style_manager_get_default ();

  g_return_if_fail (GTK_SOURCE_IS_BUFFER (buffer));

  g_signal_connect_object (style, "notify::dark", G_CALLBACK (dark_changed_cb), buffer,
                           G_CONNECT_SWAPPED);
  dark_changed_cb (buffer, NULL, style);
}
