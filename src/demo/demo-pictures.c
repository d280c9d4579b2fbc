/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "demo-pictures.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jpeglib.h>
#include <png.h>
#include <qrencode.h>

#define QUIET_ZONE 4
#define MODULE_SIZE 24

static void
append_bytes_cb (png_structp png, png_bytep bytes, png_size_t n_bytes)
{
  g_byte_array_append (png_get_io_ptr (png), bytes, n_bytes);
}

static void
flush_cb (png_structp png)
{
}

/* One row of pixels of the modules in row @y; rows of the quiet zone are outside of the code. */
static void
fill_row (guint8 *row, const QRcode *code, int y)
{
  int modules = code->width + 2 * QUIET_ZONE;

  memset (row, 0xff, (gsize) modules * MODULE_SIZE);
  if (y < 0 || y >= code->width)
    return;
  for (int x = 0; x < code->width; x++)
    if (code->data[y * code->width + x] & 1)
      memset (row + (x + QUIET_ZONE) * MODULE_SIZE, 0x00, MODULE_SIZE);
}

static GBytes *
encode_png (const QRcode *code)
{
  GByteArray *bytes = g_byte_array_new ();
  int modules = code->width + 2 * QUIET_ZONE, size = modules * MODULE_SIZE;
  g_autofree guint8 *row = g_malloc (size);
  png_structp png = png_create_write_struct (PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
  png_infop info = png_create_info_struct (png);

  png_set_write_fn (png, bytes, append_bytes_cb, flush_cb);
  png_set_compression_level (png, 0);
  png_set_filter (png, 0, PNG_FILTER_NONE);
  png_set_IHDR (png, info, size, size, 8, PNG_COLOR_TYPE_GRAY, PNG_INTERLACE_NONE,
                PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  png_write_info (png, info);
  for (int y = 0; y < modules; y++) {
    fill_row (row, code, y - QUIET_ZONE);
    for (int line = 0; line < MODULE_SIZE; line++)
      png_write_row (png, row);
  }
  png_write_end (png, info);
  png_destroy_write_struct (&png, &info);
  return g_byte_array_free_to_bytes (bytes);
}

GBytes *
demo_pictures_new_qr (const char *text)
{
  QRcode *code = QRcode_encodeString8bit (text, 0, QR_ECLEVEL_M);

  if (code == NULL)
    return NULL;
  GBytes *bytes = encode_png (code);
  QRcode_free (code);
  return bytes;
}

/* Height of the ridge of @layer at column @x, as a part of the picture's height. */
static double
ridge (int layer, double x)
{
  return 0.48 + 0.13 * layer + 0.06 * sin (x * (5 + 2 * layer) + layer * 1.7) +
         0.02 * sin (x * (17 + 5 * layer) + layer) + 0.006 * sin (x * 71 + 3 * layer);
}

static const guint8 layer_colors[][3] = {{96, 84, 128}, {66, 60, 104}, {38, 38, 72}};

static void
paint_row (JSAMPLE *row, int width, int y, int height, float *const ridges[])
{
  double v = (double) y / height;
  guint32 grain = y; /* as a sensor has it; without it there is nothing to send */
  guint8 sky[3] = {240 - 30 * v, 140 + 90 * v, 90 + 130 * v};

  for (int x = 0; x < width; x++, row += 3) {
    const guint8 *color = sky;
    for (gsize layer = 0; layer < G_N_ELEMENTS (layer_colors); layer++)
      if (v > ridges[layer][x])
        color = layer_colors[layer];
    grain = grain * 1664525 + 1013904223;
    for (int channel = 0; channel < 3; channel++)
      row[channel] = color[channel] + (grain >> 29);
  }
}

GBytes *
demo_pictures_new_landscape (int width, int height)
{
  struct jpeg_compress_struct jpeg;
  struct jpeg_error_mgr errors;
  unsigned char *bytes = NULL;
  unsigned long n_bytes = 0;
  g_autofree JSAMPLE *row = g_malloc ((gsize) width * 3);
  float *ridges[G_N_ELEMENTS (layer_colors)];

  for (gsize layer = 0; layer < G_N_ELEMENTS (ridges); layer++) {
    ridges[layer] = g_new (float, width);
    for (int x = 0; x < width; x++)
      ridges[layer][x] = ridge (layer, (double) x / width);
  }
  jpeg.err = jpeg_std_error (&errors);
  jpeg_create_compress (&jpeg);
  jpeg_mem_dest (&jpeg, &bytes, &n_bytes);
  jpeg.image_width = width;
  jpeg.image_height = height;
  jpeg.input_components = 3;
  jpeg.in_color_space = JCS_RGB;
  jpeg_set_defaults (&jpeg);
  jpeg_set_quality (&jpeg, 92, TRUE);
  jpeg_simple_progression (&jpeg);
  jpeg_start_compress (&jpeg, TRUE);
  while (jpeg.next_scanline < jpeg.image_height) {
    paint_row (row, width, jpeg.next_scanline, height, ridges);
    jpeg_write_scanlines (&jpeg, &row, 1);
  }
  jpeg_finish_compress (&jpeg);
  jpeg_destroy_compress (&jpeg);
  for (gsize layer = 0; layer < G_N_ELEMENTS (ridges); layer++)
    g_free (ridges[layer]);
  return g_bytes_new_with_free_func (bytes, n_bytes, free, bytes);
}
