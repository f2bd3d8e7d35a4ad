#include "sim/results/liver_measures.hpp"

#include "sim/results/measures.hpp"

namespace cellroute::results {

int time_index(const LiverRecord& liver, double time) { return time_index(liver.result.times, time); }

double sum(const LiverRecord& liver, SegmentRange range, SegmentNumber number) {
  double total = 0;
  for (std::size_t s = range.first; s < range.end; ++s) total += liver.result.segments[s].*number;
  return total;
}

double sum(const LiverRecord& liver, SegmentRange range, SegmentLine series, int time) {
  double total = 0;
  for (std::size_t s = range.first; s < range.end; ++s)
    total += (liver.result.segments[s].*series)[static_cast<std::size_t>(time)];
  return total;
}

double share_of_living(const LiverRecord& liver, SegmentRange range, int time) {
  const double all = sum(liver, whole_liver, &liver::SegmentSeries::living, time);
  return all > 0 ? sum(liver, range, &liver::SegmentSeries::living, time) / all : unset;
}

double segment_share(const Record& record, std::size_t segment, int time) {
  if (!record.liver) return unset;
  const int own = time_index(*record.liver, record.body.times[static_cast<std::size_t>(time)]);
  const SegmentRange one{segment, segment + 1};
  return own < 0 ? unset : sum(*record.liver, one, &liver::SegmentSeries::living, own) / record.body.dose;
}

double density(const LiverRecord& liver, SegmentRange range, int time) {
  return sum(liver, range, &liver::SegmentSeries::living, time) /
         sum(liver, range, &liver::SegmentSeries::volume);
}

}  // namespace cellroute::results
