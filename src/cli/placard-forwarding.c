/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "placard-forwarding.h"

#include "placard-filename.h"
#include "placard-forward.h"

struct _PlacardForwarding {
  PlacardRequest *target;
  PlacardOptions options; /* what becomes of the target's answer; its strings are constants */
};

PlacardForwarding *
placard_forwarding_new (const PlacardOptions *options, GError **error)
{
  g_autoptr (PlacardRequest) target = placard_forward_load_target (options->forward_to, error);
  PlacardForwarding *self;

  if (!target || !placard_request_validate (target, NULL, error))
    return NULL;
  self = g_new0 (PlacardForwarding, 1);
  self->target = g_steal_pointer (&target);
  self->options.any = TRUE;
  self->options.json_result = options->json_result;
  self->options.silent = options->silent;
  self->options.progress = options->progress;
  self->options.output = options->json_result ? NULL : (char *) "-";
  return self;
}

void
placard_forwarding_free (PlacardForwarding *self)
{
  g_object_unref (self->target);
  g_free (self);
}

gboolean
placard_forwarding_start (PlacardForwarding *self,
                          const PlacardDownload *source,
                          PlacardSession *session,
                          GCancellable *cancellable,
                          PlacardDownloadFunc func,
                          gpointer user_data,
                          GError **error)
{
  g_autofree char *name = placard_filename_suggest (
      placard_response_get_header (source->response, "Content-Disposition"),
      placard_response_get_url (source->response), placard_verdict_get_sniffed (source->verdict));
  const PlacardForwardSource from = {
      .spool = placard_fetch_get_spool (source->fetch),
      .verdict = source->verdict,
      .name = name,
  };
  g_autoptr (PlacardRequest) request = placard_forward_build (self->target, &from, error);

  if (!request)
    return FALSE;
  placard_download_start (session, request, &self->options, source->number, NULL, cancellable, func,
                          user_data);
  return TRUE;
}
