#include "viz/plot/raster.hpp"

#include <cairo-pdf.h>
#include <cairo.h>
#include <librsvg/rsvg.h>

#include <memory>

namespace cellroute::viz::plot {
namespace {

struct Unref {
  void operator()(RsvgHandle* handle) const { g_object_unref(handle); }
  void operator()(cairo_surface_t* surface) const { cairo_surface_destroy(surface); }
  void operator()(cairo_t* context) const { cairo_destroy(context); }
};
template <class T>
using Held = std::unique_ptr<T, Unref>;

cairo_status_t append(void* closure, const unsigned char* data, unsigned int length) {
  static_cast<std::string*>(closure)->append(reinterpret_cast<const char*>(data), length);
  return CAIRO_STATUS_SUCCESS;
}

struct Drawing {
  Held<RsvgHandle> handle;
  double width = 0, height = 0;  // [px]
};

[[noreturn]] void refuse(GError* error) {
  const std::string why = error != nullptr ? error->message : "it has no size";
  if (error != nullptr) g_error_free(error);
  throw DrawingError("the drawing cannot be rendered: " + why);
}

Drawing read(const std::string& svg) {
  GError* error = nullptr;
  Drawing drawing;
  drawing.handle.reset(
      rsvg_handle_new_from_data(reinterpret_cast<const guint8*>(svg.data()), svg.size(), &error));
  if (!drawing.handle) refuse(error);
  if (!rsvg_handle_get_intrinsic_size_in_pixels(drawing.handle.get(), &drawing.width, &drawing.height))
    refuse(nullptr);
  return drawing;
}

void draw(const Drawing& drawing, cairo_surface_t* surface) {
  const Held<cairo_t> context(cairo_create(surface));
  const RsvgRectangle all{0, 0, drawing.width, drawing.height};
  GError* error = nullptr;
  if (!rsvg_handle_render_document(drawing.handle.get(), context.get(), &all, &error)) refuse(error);
  cairo_show_page(context.get());
}

}  // namespace

std::string png(const std::string& svg) {
  const Drawing drawing = read(svg);
  const Held<cairo_surface_t> surface(cairo_image_surface_create(
      CAIRO_FORMAT_RGB24, static_cast<int>(drawing.width), static_cast<int>(drawing.height)));
  draw(drawing, surface.get());
  std::string bytes;
  if (cairo_surface_write_to_png_stream(surface.get(), append, &bytes) != CAIRO_STATUS_SUCCESS)
    throw DrawingError("the picture cannot be packed as PNG");
  return bytes;
}

std::string pdf(const std::string& svg, const Facts& facts) {
  const Drawing drawing = read(svg);
  const double points_per_pixel = 0.75;
  std::string bytes;
  {
    const Held<cairo_surface_t> surface(cairo_pdf_surface_create_for_stream(
        append, &bytes, drawing.width * points_per_pixel, drawing.height * points_per_pixel));
    // a fixed date, so that equal drawings are equal files
    cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_CREATE_DATE, "2000-01-01T00:00:00Z");
    const std::string line = in_one_line(facts);
    cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_TITLE, facts.title.c_str());
    cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_SUBJECT, facts.description.c_str());
    cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_KEYWORDS, line.c_str());
    cairo_pdf_surface_set_metadata(surface.get(), CAIRO_PDF_METADATA_CREATOR, facts.software.c_str());
    cairo_surface_set_device_scale(surface.get(), points_per_pixel, points_per_pixel);
    draw(drawing, surface.get());
    cairo_surface_finish(surface.get());
    if (cairo_surface_status(surface.get()) != CAIRO_STATUS_SUCCESS)
      throw DrawingError("the picture cannot be packed as PDF");
  }
  return bytes;
}

std::string drawn(const std::string& svg, const std::string& format, const Facts& facts) {
  if (format == "png") return png_with(png(svg), facts);
  if (format == "pdf") return pdf(svg, facts);
  if (format != "svg") throw DrawingError("plots are drawn as svg, png or pdf, not as " + format);
  return svg_with(svg, facts);
}

}  // namespace cellroute::viz::plot
