// The whole parameter tree of one patient, product and label. Paths such as
// `lung.tissue.capillary.diameter` are the keys of this tree.
#pragma once

#include "models/cells/label.hpp"
#include "models/cells/product.hpp"
#include "models/circulation/circulation.hpp"
#include "models/circulation/organ.hpp"
#include "models/liver/liver.hpp"
#include "models/lobule/lobule.hpp"
#include "models/parameter.hpp"

namespace cellroute {

struct Parameters {
  Circulation circulation;
  Lung lung;
  Organ heart;
  Organ brain;
  Organ kidney;
  Organ marrow;
  Organ rest;
  Organ gut;
  Organ spleen;
  Liver liver;
  Lobule lobule;
  Product product;
  Label label;

  template <class Self, class Visit>
  static void describe(Self& self, Visit&& visit) {
    visit("circulation", self.circulation, "Pressures, cardiac output and the blood outside organs.");
    visit("lung", self.lung, "The lungs.");
    visit("heart", self.heart, "The heart muscle.");
    visit("brain", self.brain, "The brain.");
    visit("kidney", self.kidney, "Both kidneys.");
    visit("marrow", self.marrow, "Bone and marrow.");
    visit("rest", self.rest, "Everything else: muscle, skin, fat.");
    visit("gut", self.gut, "Stomach, intestine and pancreas, drained by the portal vein.");
    visit("spleen", self.spleen, "The spleen, drained by the splenic vein.");
    visit("liver", self.liver, "The liver.");
    visit("lobule", self.lobule, "The liver lobule, for the lobule level and its closure.");
    visit("product", self.product, "The cell product.");
    visit("label", self.label, "The tracer an imager sees.");
  }
};

}  // namespace cellroute
