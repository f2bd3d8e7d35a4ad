#include "viz/window/compare.hpp"

#include <vtkImageData.h>
#include <vtkNew.h>
#include <vtkPNGReader.h>

#include <algorithm>
#include <cstdlib>
#include <stdexcept>

namespace cellroute::viz {

Pixels read_png(const std::string& png) {
  if (!png.starts_with("\x89PNG")) throw std::invalid_argument("not a PNG");
  vtkNew<vtkPNGReader> reader;
  reader->SetMemoryBuffer(png.data());
  reader->SetMemoryBufferLength(static_cast<vtkIdType>(png.size()));
  reader->Update();
  vtkImageData* image = reader->GetOutput();
  Pixels all{image->GetDimensions()[0], image->GetDimensions()[1], {}};
  const int channels = image->GetNumberOfScalarComponents();
  if (all.width < 1 || channels < 3) throw std::invalid_argument("not a PNG in colours");
  for (int y = all.height - 1; y >= 0; --y)
    for (int x = 0; x < all.width; ++x) {
      const auto* c = static_cast<const unsigned char*>(image->GetScalarPointer(x, y, 0));
      all.rows.push_back({c[0], c[1], c[2]});
    }
  return all;
}

double difference(const Pixels& a, const Pixels& b, int tolerance) {
  if (a.width != b.width || a.height != b.height || a.rows.empty()) return 1;
  std::size_t differ = 0;
  for (std::size_t i = 0; i < a.rows.size(); ++i) {
    const Colour p = a.rows[i], q = b.rows[i];
    if (std::max({std::abs(p.red - q.red), std::abs(p.green - q.green), std::abs(p.blue - q.blue)}) >
        tolerance)
      ++differ;
  }
  return static_cast<double>(differ) / static_cast<double>(a.rows.size());
}

}  // namespace cellroute::viz
