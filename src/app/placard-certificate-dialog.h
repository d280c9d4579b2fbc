/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "placard-tls-exceptions.h"

G_BEGIN_DECLS

#define PLACARD_TYPE_CERTIFICATE_DIALOG (placard_certificate_dialog_get_type ())
/* A server's certificate: whom it names, who vouches for it, why it was not accepted. Signal "decided" (gboolean):
 * an exception is to be made for it, or to be taken back. */
G_DECLARE_FINAL_TYPE (
    PlacardCertificateDialog, placard_certificate_dialog, PLACARD, CERTIFICATE_DIALOG, AdwWindow)

typedef enum {
  PLACARD_CERTIFICATE_IN_ORDER,
  PLACARD_CERTIFICATE_REFUSED,
  PLACARD_CERTIFICATE_EXCEPTED,
} PlacardCertificateState;

/* @subject: @errors and @changed count for a refused one alone */
PlacardCertificateDialog *placard_certificate_dialog_new (GtkWindow *parent,
                                                          const PlacardRefusedCertificate *subject,
                                                          PlacardCertificateState state);

G_END_DECLS
