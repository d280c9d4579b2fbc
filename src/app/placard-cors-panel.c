/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Invariants:
 * - The findings derive from request, origin, switch, preflight and exchange each time they are shown.
 * - A preflight that is under way is cancelled by the next one, and by the end of the panel.
 */
#include "config.h"

#include "placard-cors-panel.h"

#include "placard-cors-page.h"
#include "placard-preflight.h"
#include "placard-response-type.h"

#include <glib/gi18n-lib.h>
#include <string.h>

struct _PlacardCorsPanel {
  GtkBox parent_instance;

  AdwPreferencesGroup *question;
  AdwEntryRow *origin;
  GtkSwitch *credentials;
  GtkLabel *problem;
  GtkWidget *run;
  GtkWidget *send;
  GtkBox *results;

  PlacardSession *session;
  PlacardRequest *request;
  PlacardExchange *exchange;    /* (nullable) */
  PlacardResponse *response;    /* (nullable): of it, as it was seen last */
  PlacardPreflightCache *cache; /* of this panel's own preflights */
  PlacardFetch *asking;         /* (nullable): the preflight under way */
  GCancellable *cancellable;    /* (nullable): of it */
  PlacardResponse *preflight;   /* (nullable): its answer */
  char *preflight_key;          /* (nullable): what it was asked about */
  char *preflight_problem;      /* (nullable): why there is none */
  guint cached_for;             /* seconds for which the one of before counts */
};

G_DEFINE_FINAL_TYPE (PlacardCorsPanel, placard_cors_panel, GTK_TYPE_BOX)

static gint64
now_seconds (void)
{
  return g_get_monotonic_time () / G_USEC_PER_SEC;
}

/* --- results ----------------------------------------------------------------------------------- */

static AdwPreferencesGroup *
add_group (PlacardCorsPanel *self, const char *title)
{
  GtkWidget *group = adw_preferences_group_new ();

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), title);
  gtk_box_append (self->results, group);
  return ADW_PREFERENCES_GROUP (group);
}

/* @icon: (nullable): says again what the words say */
static void
add_row (AdwPreferencesGroup *group, const char *title, const char *subtitle, const char *icon)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  if (subtitle)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  if (icon)
    adw_action_row_add_prefix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name (icon));
  adw_preferences_group_add (group, row);
}

static const char *
icon_of (gboolean good)
{
  return good ? "emblem-ok-symbolic" : "dialog-warning-symbolic";
}

static void
add_findings (AdwPreferencesGroup *group, GPtrArray *findings, gboolean of_preflight)
{
  for (guint i = 0; i < findings->len; i++) {
    const PlacardCorsFinding *finding = g_ptr_array_index (findings, i);
    g_autofree char *text = NULL;

    if (finding->of_preflight != of_preflight)
      continue;
    if (!*finding->name) {
      add_row (group, finding->sentence, NULL, icon_of (finding->good));
      continue;
    }
    text = g_strdup_printf ("%s\n%s", finding->value ? finding->value : _ ("Missing"),
                            finding->sentence);
    add_row (group, finding->name, text, icon_of (finding->good));
  }
}

static void
add_classification (PlacardCorsPanel *self, const PlacardCorsRequest *request)
{
  g_autoptr (PlacardCorsClass) class = placard_cors_classify (request);
  AdwPreferencesGroup *group = add_group (self, _ ("The Request"));

  if (!class->cross_origin)
    add_row (group, _ ("The page is of the same origin: a browser asks nobody"), NULL, NULL);
  else if (!class->preflight)
    add_row (group, _ ("Simple: a browser sends it without asking first"), NULL, NULL);
  else
    add_row (group, _ ("Not simple: a browser asks first, by a preflight"), NULL, NULL);
  for (guint i = 0; class->cross_origin && i < class->reasons->len; i++)
    add_row (group, g_ptr_array_index (class->reasons, i), NULL, NULL);
  for (char **name = class->forbidden_headers; *name; name++)
    add_row (group, *name, _ ("No page can set this header field"), NULL);
}

static void
add_preflight (PlacardCorsPanel *self, const PlacardCorsRequest *request)
{
  g_autoptr (GPtrArray) findings = NULL;
  g_autofree char *cached = NULL;
  PlacardCorsAnswer answer;
  AdwPreferencesGroup *group;

  if (!self->preflight && !self->preflight_problem)
    return;
  group = add_group (self, _ ("The Preflight"));
  if (self->preflight_problem) {
    add_row (group, self->preflight_problem, NULL, icon_of (FALSE));
    return;
  }
  answer.status = placard_response_get_status (self->preflight);
  answer.headers = placard_response_get_headers (self->preflight);
  findings = placard_cors_list_findings (request, &answer, NULL);
  if (self->cached_for > 0) {
    cached = g_strdup_printf (ngettext ("Cached: the permission counts for %u more second, and a "
                                        "browser would not ask again",
                                        "Cached: the permission counts for %u more seconds, and a "
                                        "browser would not ask again",
                                        self->cached_for),
                              self->cached_for);
    add_row (group, cached, NULL, icon_of (TRUE));
  }
  add_findings (group, findings, TRUE);
}

/* Which fields of the answer a page's script could read (SPEC CO6, CO7; RS23). */
static void
add_fields (PlacardCorsPanel *self, const PlacardCorsVerdict *verdict, PlacardResponse *response)
{
  AdwPreferencesGroup *group = add_group (self, _ ("Header Fields for Scripts"));
  GPtrArray *headers = placard_response_get_headers (response);

  for (guint i = 0; i < headers->len; i++) {
    const PlacardResponseHeader *header = g_ptr_array_index (headers, i);
    g_autofree char *lower = g_ascii_strdown (header->name, -1);
    gboolean cookie = g_str_has_prefix (lower, "set-cookie");
    gboolean visible = g_strv_contains ((const char *const *) verdict->exposed, lower) ||
                       (verdict->allowed && !verdict->cross_origin && !cookie);

    add_row (group, header->name,
             cookie    ? _ ("Never visible to a web page")
             : visible ? _ ("Visible to scripts")
                       : _ ("Hidden from scripts"),
             NULL);
  }
}

/* The answer on the screen, if it was asked for as this page. */
static void
add_verdict (PlacardCorsPanel *self)
{
  PlacardFetch *fetch = self->exchange ? placard_exchange_get_fetch (self->exchange) : NULL;
  g_autoptr (PlacardCorsVerdict) verdict = fetch ? placard_fetch_dup_cors_verdict (fetch) : NULL;
  g_autoptr (PlacardResponse) response = fetch ? placard_fetch_dup_response (fetch) : NULL;
  AdwPreferencesGroup *group;

  if (!fetch || !(verdict || response))
    return;
  group = add_group (self, _ ("The Answer"));
  if (verdict) {
    add_row (group, verdict->sentence, NULL, icon_of (verdict->allowed));
    add_findings (group, verdict->findings, FALSE);
  } else {
    add_row (group, _ ("It was not asked for as a page"),
             _ ("Send it as the page, with the Origin field, and the answer is judged"), NULL);
  }
  add_row (group, _ ("Response type"),
           placard_response_type_describe (
               placard_response_type_get (placard_fetch_get_request (fetch), response, verdict)),
           NULL);
  if (response && placard_response_get_header (response, "Allow"))
    add_row (group, "Allow", placard_response_get_header (response, "Allow"), NULL);
  if (verdict && response)
    add_fields (self, verdict, response);
}

/* --- showing ----------------------------------------------------------------------------------- */

static void
show_problem (PlacardCorsPanel *self, const char *problem)
{
  gtk_label_set_text (self->problem, problem ? problem : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), problem != NULL);
}

static PlacardCorsPage *
make_page (PlacardCorsPanel *self, GError **error)
{
  return placard_cors_page_new (self->request, gtk_editable_get_text (GTK_EDITABLE (self->origin)),
                                gtk_switch_get_active (self->credentials), error);
}

static void
forget_preflight (PlacardCorsPanel *self)
{
  g_clear_object (&self->preflight);
  g_clear_pointer (&self->preflight_key, g_free);
  g_clear_pointer (&self->preflight_problem, g_free);
  self->cached_for = 0;
}

/* What an answer counts for: another origin or address is another question. */
static char *
make_key (const PlacardCorsRequest *request)
{
  g_autofree char *url = g_uri_to_string (request->uri);

  return g_strdup_printf ("%s %s %d", request->origin, url, request->credentials);
}

/* The answer to another question is none to this one. */
static void
check_preflight (PlacardCorsPanel *self, const PlacardCorsRequest *request)
{
  g_autofree char *key = make_key (request);

  if (g_strcmp0 (key, self->preflight_key) != 0)
    forget_preflight (self);
}

static void
fill (PlacardCorsPanel *self)
{
  gboolean has_origin = *gtk_editable_get_text (GTK_EDITABLE (self->origin)) != '\0';
  g_autoptr (GError) error = NULL;
  g_autoptr (PlacardCorsPage) page = NULL;
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->results))))
    gtk_box_remove (self->results, child);
  if (self->request && has_origin)
    page = make_page (self, &error);
  show_problem (self, error ? error->message : NULL);
  gtk_widget_set_sensitive (self->run, page != NULL && !self->asking);
  gtk_widget_set_sensitive (self->send, page != NULL);
  if (page) {
    check_preflight (self, placard_cors_page_get_request (page));
    add_classification (self, placard_cors_page_get_request (page));
    add_preflight (self, placard_cors_page_get_request (page));
  }
  add_verdict (self);
}

/* Bytes that come change nothing here. */
static gboolean
is_known (PlacardCorsPanel *self, PlacardExchange *exchange)
{
  PlacardFetch *fetch = exchange ? placard_exchange_get_fetch (exchange) : NULL;
  g_autoptr (PlacardResponse) response = fetch ? placard_fetch_dup_response (fetch) : NULL;
  gboolean known = exchange && exchange == self->exchange && response == self->response &&
                   !placard_exchange_is_finished (exchange);

  g_set_object (&self->response, response);
  return known;
}

void
placard_cors_panel_show (PlacardCorsPanel *self,
                         PlacardSession *session,
                         PlacardRequest *request,
                         PlacardExchange *exchange)
{
  const char *origin = placard_policy_get_origin (placard_request_get_policy (request));

  g_return_if_fail (PLACARD_IS_CORS_PANEL (self));

  if (is_known (self, exchange))
    return;
  g_set_object (&self->session, session);
  g_set_object (&self->request, request);
  g_set_object (&self->exchange, exchange);
  if (origin && !*gtk_editable_get_text (GTK_EDITABLE (self->origin)))
    gtk_editable_set_text (GTK_EDITABLE (self->origin), origin);
  fill (self);
}

/* Once it has its place: it may just have been made. */
static gboolean
scroll_idle (gpointer user_data)
{
  GtkWidget *panel = user_data;
  GtkWidget *viewport = gtk_widget_get_ancestor (panel, GTK_TYPE_VIEWPORT);
  GtkWidget *content = viewport ? gtk_viewport_get_child (GTK_VIEWPORT (viewport)) : NULL;
  double x, y;

  if (content && gtk_widget_translate_coordinates (panel, content, 0, 0, &x, &y))
    gtk_adjustment_set_value (gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (viewport)), y);
  return G_SOURCE_REMOVE;
}

void
placard_cors_panel_focus (PlacardCorsPanel *self)
{
  g_return_if_fail (PLACARD_IS_CORS_PANEL (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->origin));
  g_idle_add_full (G_PRIORITY_LOW, scroll_idle, g_object_ref (self), g_object_unref);
}

/* --- asking ------------------------------------------------------------------------------------ */

static void
take_answer (PlacardCorsPanel *self, PlacardFetch *fetch, const PlacardCorsRequest *request)
{
  PlacardCorsAnswer answer;
  guint max_age;

  self->preflight_key = make_key (request);
  self->preflight = placard_fetch_dup_response (fetch);
  if (!self->preflight)
    return;
  answer.status = placard_response_get_status (self->preflight);
  answer.headers = placard_response_get_headers (self->preflight);
  if (placard_preflight_check (request, &answer, &max_age, NULL))
    placard_preflight_cache_store (self->cache, request, max_age, now_seconds ());
}

static void
answered_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (PlacardCorsPanel) self = PLACARD_CORS_PANEL (user_data);
  PlacardFetch *fetch = PLACARD_FETCH (source);
  g_autoptr (PlacardCorsPage) page = NULL;
  g_autoptr (GError) error = NULL;

  placard_fetch_run_finish (fetch, result, &error);
  if (self->asking != fetch)
    return;
  forget_preflight (self);
  page = make_page (self, NULL);
  /* A body that broke off changes nothing about the head. */
  if (page)
    take_answer (self, fetch, placard_cors_page_get_request (page));
  if (!self->preflight)
    self->preflight_problem = g_strdup (error ? error->message : _ ("No answer came"));
  g_clear_object (&self->asking);
  fill (self);
}

static void
run_cb (PlacardCorsPanel *self)
{
  g_autoptr (PlacardCorsPage) page = make_page (self, NULL);
  g_autoptr (PlacardRequest) preflight = NULL;

  if (!page)
    return;
  self->cached_for = placard_preflight_cache_lookup (
      self->cache, placard_cors_page_get_request (page), now_seconds ());
  if (self->cached_for > 0 && self->preflight) {
    fill (self);
    return;
  }
  if (self->cancellable)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->asking);
  self->cancellable = g_cancellable_new ();
  preflight = placard_cors_page_build_preflight (page, self->request);
  self->asking = placard_fetch_new (self->session, preflight, NULL);
  placard_fetch_run_async (self->asking, self->cancellable, answered_cb, g_object_ref (self));
  gtk_widget_set_sensitive (self->run, FALSE);
}

static void
send_cb (PlacardCorsPanel *self)
{
  const char *credentials = gtk_switch_get_active (self->credentials) ? "include" : "";

  gtk_widget_activate_action (GTK_WIDGET (self), "win.send-as-page", "(ss)",
                              gtk_editable_get_text (GTK_EDITABLE (self->origin)), credentials);
}

/* --- making ------------------------------------------------------------------------------------ */

static void
add_credentials_row (PlacardCorsPanel *self)
{
  GtkWidget *row = adw_action_row_new ();

  self->credentials = GTK_SWITCH (gtk_switch_new ());
  gtk_widget_set_valign (GTK_WIDGET (self->credentials), GTK_ALIGN_CENTER);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ ("With credentials"));
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), GTK_WIDGET (self->credentials));
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), GTK_WIDGET (self->credentials));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->credentials), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("With credentials"), -1);
  g_signal_connect_swapped (self->credentials, "notify::active", G_CALLBACK (fill), self);
  adw_preferences_group_add (self->question, row);
}

static void
add_question (PlacardCorsPanel *self)
{
  self->question = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  adw_preferences_group_set_title (self->question, _ ("Would a Browser Get This?"));
  adw_preferences_group_set_description (
      self->question,
      _ ("Browsers ask servers before a page of another origin gets an answer. Placard "
         "is bound by none of it, unless the CORS check is enforced."));
  self->origin = ADW_ENTRY_ROW (adw_entry_row_new ());
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->origin), _ ("Origin of the page"));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->origin), "https://page.example");
  g_signal_connect_swapped (self->origin, "changed", G_CALLBACK (fill), self);
  adw_preferences_group_add (self->question, GTK_WIDGET (self->origin));
  add_credentials_row (self);
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->question));
}

static void
add_problem (PlacardCorsPanel *self)
{
  self->problem = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_wrap (self->problem, TRUE);
  gtk_label_set_xalign (self->problem, 0);
  gtk_widget_add_css_class (GTK_WIDGET (self->problem), "error");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), FALSE);
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->problem));
}

static void
add_buttons (PlacardCorsPanel *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  self->run = gtk_button_new_with_mnemonic (_ ("Run _Preflight"));
  gtk_widget_set_tooltip_text (
      self->run, _ ("Sends the OPTIONS request, without credentials and without a body"));
  self->send = gtk_button_new_with_mnemonic (_ ("Send as This Pa_ge"));
  gtk_widget_set_tooltip_text (
      self->send, _ ("Sends the request with its Origin field, and judges the answer"));
  gtk_box_append (GTK_BOX (box), self->run);
  gtk_box_append (GTK_BOX (box), self->send);
  gtk_widget_set_halign (box, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (self), box);
  g_signal_connect_swapped (self->run, "clicked", G_CALLBACK (run_cb), self);
  g_signal_connect_swapped (self->send, "clicked", G_CALLBACK (send_cb), self);
}

static void
placard_cors_panel_dispose (GObject *object)
{
  PlacardCorsPanel *self = PLACARD_CORS_PANEL (object);

  if (self->cancellable)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->asking);
  g_clear_object (&self->session);
  g_clear_object (&self->request);
  g_clear_object (&self->exchange);
  g_clear_object (&self->response);
  forget_preflight (self);
  G_OBJECT_CLASS (placard_cors_panel_parent_class)->dispose (object);
}

static void
placard_cors_panel_finalize (GObject *object)
{
  placard_preflight_cache_free (PLACARD_CORS_PANEL (object)->cache);
  G_OBJECT_CLASS (placard_cors_panel_parent_class)->finalize (object);
}

static void
placard_cors_panel_class_init (PlacardCorsPanelClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = placard_cors_panel_dispose;
  G_OBJECT_CLASS (klass)->finalize = placard_cors_panel_finalize;
}

static void
placard_cors_panel_init (PlacardCorsPanel *self)
{
  self->cache = placard_preflight_cache_new ();
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 12);
  add_question (self);
  add_problem (self);
  add_buttons (self);
  self->results = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 12));
  gtk_box_append (GTK_BOX (self), GTK_WIDGET (self->results));
}
