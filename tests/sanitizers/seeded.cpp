// Faults on purpose, one by name: a sanitized build has to find each, and to be quiet about "none".
#include <cstdio>
#include <cstring>
#include <memory>
#include <vector>

namespace {

/// Threads add to one number without and with protection.
double race(bool guarded) {
  std::vector<double> share(4096, 0.25);
  double total = 0;
  const int count = static_cast<int>(share.size());
  if (guarded) {
#pragma omp parallel for num_threads(4) schedule(dynamic, 64) reduction(+ : total)
    for (int i = 0; i < count; ++i) total += share[i];
#pragma omp parallel for num_threads(4)
    for (int i = 0; i < count; ++i) share[i] = total;
    return share[count / 2];
  }
#pragma omp parallel for num_threads(4) shared(total)
  for (int i = 0; i < count; ++i) total += share[i];
  return total;
}

/// Reads one element past the end of its own memory.
double past_the_end(std::size_t size) {
  const auto values = std::make_unique<double[]>(size);
  volatile std::size_t index = size;
  return values[index];
}

/// Adds one to the largest int.
int overflow(int one) {
  volatile int largest = 2147483647;
  return largest + one;
}

}  // namespace

int main(int count, char** arguments) {
  const char* fault = count > 1 ? arguments[1] : "none";
  double result = 0;
  if (!std::strcmp(fault, "none")) result = race(true);
  if (!std::strcmp(fault, "race")) result = race(false);
  if (!std::strcmp(fault, "address")) result = past_the_end(8);
  if (!std::strcmp(fault, "undefined")) result = overflow(count - 1);
  std::printf("%g\n", result);
}
