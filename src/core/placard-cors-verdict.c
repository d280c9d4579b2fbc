/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-cors.h"

#include <glib/gi18n-lib.h>

#include "placard-preflight.h"

G_DEFINE_BOXED_TYPE (PlacardCorsVerdict,
                     placard_cors_verdict,
                     placard_cors_verdict_ref,
                     placard_cors_verdict_unref)

PlacardCorsVerdict *
placard_cors_verdict_ref (PlacardCorsVerdict *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (PlacardCorsVerdict *self)
{
  g_free (self->sentence);
  g_strfreev (self->reasons);
  g_strfreev (self->unsafe_headers);
  g_strfreev (self->exposed);
  g_ptr_array_unref (self->findings);
}

void
placard_cors_verdict_unref (PlacardCorsVerdict *self)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify) clear);
}

static char *
format_allowed (const PlacardCorsVerdict *self, gboolean from_cache, gboolean no_cors)
{
  if (!self->cross_origin)
    return g_strdup (_ ("A browser would get this: the page is of the same origin"));
  if (no_cors)
    return g_strdup (
        _ ("A browser would show this, but in mode no-cors the page can read nothing of "
           "it: the answer is opaque"));
  if (!self->preflight)
    return g_strdup (_ ("A browser would get this"));
  if (from_cache)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                         "A browser would get this; the preflight of before counts "
                                         "for %u more second",
                                         "A browser would get this; the preflight of before counts "
                                         "for %u more seconds",
                                         self->max_age),
                            self->max_age);
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                       "A browser would get this after a preflight, which counts "
                                       "for %u second",
                                       "A browser would get this after a preflight, which counts "
                                       "for %u seconds",
                                       self->max_age),
                          self->max_age);
}

static char **
copy_reasons (const PlacardCorsClass *class)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < class->reasons->len; i++)
    g_strv_builder_add (builder, g_ptr_array_index (class->reasons, i));
  return g_strv_builder_end (builder);
}

static gboolean
check (PlacardCorsVerdict *self,
       const PlacardCorsRequest *request,
       const PlacardCorsAnswer *preflight,
       const PlacardCorsAnswer *answer,
       GError **error)
{
  if (!self->cross_origin || request->no_cors)
    return TRUE;
  if (self->preflight && preflight &&
      !placard_preflight_check (request, preflight, &self->max_age, error))
    return FALSE;
  return placard_cors_check_answer (request, answer, error);
}

PlacardCorsVerdict *
placard_cors_judge (const PlacardCorsRequest *request,
                    const PlacardCorsAnswer *preflight,
                    guint cached_for,
                    const PlacardCorsAnswer *answer)
{
  g_autoptr (PlacardCorsClass) class = placard_cors_classify (request);
  g_autoptr (GError) error = NULL;
  PlacardCorsVerdict *self = g_atomic_rc_box_new0 (PlacardCorsVerdict);

  self->cross_origin = class->cross_origin;
  self->preflight = class->preflight && !request->no_cors;
  self->max_age = cached_for;
  self->reasons = copy_reasons (class);
  self->unsafe_headers = g_strdupv (class->unsafe_headers);
  self->allowed = check (self, request, preflight, answer, &error);
  if (!self->allowed)
    self->sentence = g_strdup_printf (_ ("A browser would block this: %s"), error->message);
  else
    self->sentence = format_allowed (self, cached_for > 0, request->no_cors);
  self->findings = self->cross_origin && !request->no_cors
                       ? placard_cors_list_findings (request, preflight, answer)
                       : g_ptr_array_new ();
  self->exposed = self->allowed && !(self->cross_origin && request->no_cors)
                      ? placard_cors_get_exposed (request, answer)
                      : g_new0 (char *, 1);
  return self;
}
