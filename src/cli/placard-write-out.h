/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "placard-download.h"

G_BEGIN_DECLS

/**
 * placard_write_out_print:
 * @format: curl's --write-out format
 * @output: (nullable): text for the standard output is added to it
 * @errors: text for the standard error is added to it
 *
 * %{name}, %header{name}, %%, \n, \r, \t; %{stdout} and %{stderr} switch. A name that is not known
 * is reported in @errors and gives nothing.
 */
void placard_write_out_print (const PlacardDownload *download,
                              const char *format,
                              GString *output,
                              GString *errors);

G_END_DECLS
