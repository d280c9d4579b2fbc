/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "placard-installation.h"

char *
placard_installation_find_program (const char *name)
{
  const char *directory = g_getenv ("PLACARD_LIBEXECDIR");

  return g_build_filename (directory && *directory ? directory : PLACARD_LIBEXECDIR, name, NULL);
}
