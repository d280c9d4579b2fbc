/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "placard-request-editor.h"

#include "placard-body-page.h"
#include "placard-credentials-page.h"
#include "placard-headers-page.h"
#include "placard-options-page.h"
#include "placard-query-page.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Logical pixels. */
#define PANEL 336
#define WIDE_PANEL 400
#define WIDE_WINDOW 900

struct _PlacardRequestEditor {
  GtkBox parent_instance;

  GtkStackSwitcher *switcher;
  GtkStack *stack;
  PlacardHeadersPage *headers;
  PlacardQueryPage *query;
  PlacardCredentialsPage *credentials;
  PlacardBodyPage *body;
  PlacardOptionsPage *options;

  PlacardRequest *request;
};

enum { PROP_REQUEST = 1, N_PROPS };

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (PlacardRequestEditor, placard_request_editor, GTK_TYPE_BOX)

/* The index in "header:3" when @field is one of @kind, else -1. */
static int
index_in (const char *field, const char *kind)
{
  if (!field || !g_str_has_prefix (field, kind))
    return -1;
  return (int) g_ascii_strtoll (field + strlen (kind), NULL, 10);
}

static void
mark (PlacardRequestEditor *self, const char *field, const char *problem)
{
  placard_headers_page_mark (self->headers, index_in (field, "header:"), problem);
  placard_credentials_page_set_problem (self->credentials,
                                        g_strcmp0 (field, "auth") == 0 ? problem : NULL);
  placard_body_page_set_problem (self->body, g_strcmp0 (field, "body") == 0 ? problem : NULL);
}

static void
request_changed_cb (PlacardRequestEditor *self)
{
  g_autofree char *field = NULL;
  g_autoptr (GError) error = NULL;

  placard_headers_page_update (self->headers);
  placard_query_page_update (self->query);
  placard_credentials_page_update (self->credentials);
  placard_body_page_update (self->body);
  placard_options_page_update (self->options);

  if (placard_request_validate (self->request, &field, &error))
    mark (self, NULL, NULL);
  else
    mark (self, field, error->message);
}

/* "cache" of "option:cache". (nullable): the first one that is wrong */
static const char *
option_of (const char *field)
{
  if (g_str_equal (field, "policy"))
    return "origin";
  field += strlen ("option:");
  return *field ? field : NULL;
}

const char *
placard_request_editor_get_problem (PlacardRequestEditor *self, const char **field)
{
  const char *problem;

  g_return_val_if_fail (PLACARD_IS_REQUEST_EDITOR (self), NULL);

  problem = placard_body_page_get_problem (self->body);
  *field = problem ? "body" : "option:";
  return problem ? problem : placard_options_page_get_problem (self->options);
}

void
placard_request_editor_show_field (PlacardRequestEditor *self, const char *field)
{
  const char *page = "headers";

  g_return_if_fail (PLACARD_IS_REQUEST_EDITOR (self));

  if (g_strcmp0 (field, "auth") == 0)
    page = "credentials";
  else if (g_strcmp0 (field, "body") == 0)
    page = "body";
  else if (field && g_str_has_prefix (field, "query"))
    page = "query";
  else if (field && (g_str_equal (field, "policy") || g_str_has_prefix (field, "option:")))
    page = "options";
  gtk_stack_set_visible_child_name (self->stack, page);
  if (g_str_equal (page, "options"))
    placard_options_page_show (self->options, option_of (field));
}

static void
set_request (PlacardRequestEditor *self, PlacardRequest *request)
{
  if (self->request)
    g_signal_handlers_disconnect_by_data (self->request, self);
  g_set_object (&self->request, request);
  if (!request)
    return;
  placard_headers_page_set_request (self->headers, request);
  placard_query_page_set_request (self->query, request);
  placard_credentials_page_set_request (self->credentials, request);
  placard_body_page_set_request (self->body, request);
  placard_options_page_set_request (self->options, request);
  g_signal_connect_swapped (request, "changed", G_CALLBACK (request_changed_cb), self);
  request_changed_cb (self);
}

/* Where the window has room, names and values get some of it. */
static void
surface_resized_cb (PlacardRequestEditor *self, GParamSpec *pspec, GdkSurface *surface)
{
  gboolean wide = gdk_surface_get_width (surface) >= WIDE_WINDOW;

  gtk_widget_set_size_request (GTK_WIDGET (self), wide ? WIDE_PANEL : PANEL, -1);
}

static void
realize_cb (PlacardRequestEditor *self)
{
  GdkSurface *surface = gtk_native_get_surface (gtk_widget_get_native (GTK_WIDGET (self)));

  g_signal_connect_object (surface, "notify::width", G_CALLBACK (surface_resized_cb), self,
                           G_CONNECT_SWAPPED);
  surface_resized_cb (self, NULL, surface);
}

static void
placard_request_editor_dispose (GObject *object)
{
  set_request (PLACARD_REQUEST_EDITOR (object), NULL);
  G_OBJECT_CLASS (placard_request_editor_parent_class)->dispose (object);
}

static void
placard_request_editor_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_REQUEST)
    g_value_set_object (value, PLACARD_REQUEST_EDITOR (object)->request);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
placard_request_editor_set_property (GObject *object,
                                     guint id,
                                     const GValue *value,
                                     GParamSpec *pspec)
{
  if (id == PROP_REQUEST)
    set_request (PLACARD_REQUEST_EDITOR (object), g_value_get_object (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
placard_request_editor_class_init (PlacardRequestEditorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = placard_request_editor_dispose;
  object_class->get_property = placard_request_editor_get_property;
  object_class->set_property = placard_request_editor_set_property;
  properties[PROP_REQUEST] =
      g_param_spec_object ("request", NULL, NULL, PLACARD_TYPE_REQUEST,
                           G_PARAM_READWRITE | G_PARAM_CONSTRUCT | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (PLACARD_TYPE_HEADERS_PAGE);
  g_type_ensure (PLACARD_TYPE_QUERY_PAGE);
  g_type_ensure (PLACARD_TYPE_CREDENTIALS_PAGE);
  g_type_ensure (PLACARD_TYPE_BODY_PAGE);
  g_type_ensure (PLACARD_TYPE_OPTIONS_PAGE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/placard/Placard/placard-request-editor.ui");
  gtk_widget_class_bind_template_child (widget_class, PlacardRequestEditor, switcher);
  gtk_widget_class_bind_template_child (widget_class, PlacardRequestEditor, stack);
  gtk_widget_class_bind_template_child (widget_class, PlacardRequestEditor, headers);
  gtk_widget_class_bind_template_child (widget_class, PlacardRequestEditor, query);
  gtk_widget_class_bind_template_child (widget_class, PlacardRequestEditor, credentials);
  gtk_widget_class_bind_template_child (widget_class, PlacardRequestEditor, body);
  gtk_widget_class_bind_template_child (widget_class, PlacardRequestEditor, options);
}

static void
placard_request_editor_init (PlacardRequestEditor *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (self, "realize", G_CALLBACK (realize_cb), NULL);
  /* Tabs as wide as their words: all four fit beside each other at 360 pixels. */
  gtk_box_layout_set_homogeneous (
      GTK_BOX_LAYOUT (gtk_widget_get_layout_manager (GTK_WIDGET (self->switcher))), FALSE);
}

PlacardRequestEditor *
placard_request_editor_new (PlacardRequest *request)
{
  return g_object_new (PLACARD_TYPE_REQUEST_EDITOR, "request", request, NULL);
}
