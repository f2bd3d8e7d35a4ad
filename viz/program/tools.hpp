// What the program does besides drawing one result: each a command with inputs and one output.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace cellroute::viz {

struct Tool {
  std::string name, about, inputs;
  std::function<void(const std::vector<std::filesystem::path>& inputs, const std::filesystem::path& output)>
      run;
};

/// tools.cpp names them.
const std::vector<Tool>& tools();

}  // namespace cellroute::viz
