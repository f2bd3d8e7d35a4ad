#include "viz/plot/letters.hpp"

#include <fontconfig/fontconfig.h>

#include <memory>

namespace cellroute::viz::plot {
namespace {

struct Free {
  void operator()(FcFontSet* fonts) const { FcFontSetDestroy(fonts); }
  void operator()(FcPattern* pattern) const { FcPatternDestroy(pattern); }
  void operator()(FcObjectSet* objects) const { FcObjectSetDestroy(objects); }
};
template <class T>
using Held = std::unique_ptr<T, Free>;

/// Joiners, marks of direction and variation: they change letters and have no shape.
bool is_unseen(FcChar32 code) {
  return (code >= 0x200b && code <= 0x200f) || (code >= 0x202a && code <= 0x202e) ||
         (code >= 0x2060 && code <= 0x2064) || (code >= 0xfe00 && code <= 0xfe0f) || code == 0xfeff ||
         code == 0xad;
}

bool has(const FcFontSet& fonts, FcChar32 code) {
  for (int i = 0; i < fonts.nfont; ++i) {
    FcCharSet* letters = nullptr;
    if (FcPatternGetCharSet(fonts.fonts[i], FC_CHARSET, 0, &letters) == FcResultMatch &&
        FcCharSetHasChar(letters, code))
      return true;
  }
  return false;
}

}  // namespace

std::set<std::string> without_font(const std::set<std::string>& letters) {
  std::set<std::string> lacking;
  if (letters.empty()) return lacking;
  const Held<FcPattern> any(FcPatternCreate());
  const Held<FcObjectSet> objects(FcObjectSetBuild(FC_CHARSET, nullptr));
  const Held<FcFontSet> fonts(FcFontList(nullptr, any.get(), objects.get()));
  for (const auto& letter : letters) {
    FcChar32 code = 0;
    const int length =
        FcUtf8ToUcs4(reinterpret_cast<const FcChar8*>(letter.data()), &code, static_cast<int>(letter.size()));
    if (length > 0 && !is_unseen(code) && (!fonts || !has(*fonts, code))) lacking.insert(letter);
  }
  return lacking;
}

}  // namespace cellroute::viz::plot
