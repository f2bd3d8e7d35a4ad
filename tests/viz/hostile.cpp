// The program before bad input and a bad machine: its exit code, and words that help. Nothing is left behind.
#include <sys/wait.h>

#include <cmath>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <limits>
#include <tuple>

#include "sim/results/compare.hpp"
#include "tests/results/altered.hpp"
#include "tests/results/synthetic.hpp"
#include "tests/viz/rendered.hpp"

namespace cellroute::viz::test {
namespace {

namespace fs = std::filesystem;
using Catch::Contains;

void write(const std::string& file, const std::string& bytes) {
  std::ofstream(file, std::ios::binary) << bytes;
}

void set_version(const std::string& file, std::uint64_t version) {
  write(file, results::test::altered(results::read_file(file), [&](hid_t open) {
          const hid_t attribute = H5Aopen(open, "format_version", H5P_DEFAULT);
          const herr_t done = H5Awrite(attribute, H5T_NATIVE_UINT64, &version);
          H5Aclose(attribute);
          return done;
        }));
}

/// Doubles of an attribute, or of a dataset when `attribute` is empty, all set to one value.
void set_all(const std::string& file, const char* object, const char* attribute, double value) {
  write(file, results::test::altered(results::read_file(file), [&](hid_t open) {
          const std::vector<double> values(8, value);
          const hid_t at = H5Oopen(open, object, H5P_DEFAULT);
          const hid_t inner = *attribute != 0 ? H5Aopen(at, attribute, H5P_DEFAULT) : at;
          const herr_t done = *attribute != 0 ? H5Awrite(inner, H5T_NATIVE_DOUBLE, values.data())
                                              : H5Dwrite(inner, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL,
                                                         H5P_DEFAULT, values.data());
          if (*attribute != 0) H5Aclose(inner);
          H5Oclose(at);
          return done;
        }));
}

}  // namespace

TEST_CASE("A grid without a size and times that stand still are refused, not drawn for ever") {
  Scratch scratch;
  const auto folder = (scratch.path / "run").string();
  const double nan = std::numeric_limits<double>::quiet_NaN();
  for (const auto& [object, attribute, value, said] :
       {std::tuple{"/VTKHDF", "Spacing", 0.0, "edges of 0 m"},
        {"/VTKHDF", "Spacing", -1e-3, "edges of -0.001 m"},
        {"/VTKHDF", "Spacing", 1e300, "cannot be drawn"},
        {"/VTKHDF", "Spacing", nan, "nan m"},
        {"/VTKHDF", "Origin", nan, "nan m"},
        {"/VTKHDF/Steps/Values", "", nan, "do not increase"},
        {"/VTKHDF/Steps/Values", "", 60.0, "do not increase (60 s)"}}) {
    write_liver(folder);
    set_all(folder + "/liver.vtkhdf", object, attribute, value);
    check_refused({folder, "--view", "liver", "-o", folder + "/a.png"}, {"liver.vtkhdf", said});
    write_lobule(folder);
    if (value == 60.0) continue;  // it has one time
    set_all(folder + "/lobule.vtkhdf", object, attribute, value);
    check_refused({folder, "--view", "lobule", "-o", folder + "/a.png"}, {"lobule.vtkhdf", said});
  }
}

TEST_CASE("A result of another version, cut short or of other bytes is refused by name") {
  const Made made;
  for (const auto& [view, name] :
       {std::pair{"liver", "liver.vtkhdf"}, {"trees", "trees.vtkhdf"}, {"series", "result.h5"}}) {
    const auto file = made.file(name), bytes = results::read_file(file);
    const std::vector<std::string> line{made.folder, "--view", view, "-o", made.folder + "/a.png"};
    set_version(file, 99);
    check_refused(line, {name, "version", "99"});
    for (const std::size_t kept : {bytes.size() / 2, bytes.size() - 1, std::size_t{0}}) {
      write(file, bytes.substr(0, kept));
      check_refused(line, {name});
    }
    write(file, std::string(100000, 'x'));
    check_refused(line, {name});
    write(file, bytes);
  }
}

TEST_CASE("A level, field, time or view that is not there is refused with those that are") {
  const Made made;
  const auto asks = [&](std::vector<std::string> more) {
    more.insert(more.begin(), made.folder);
    return more;
  };
  check_refused(asks({"--view", "lobule", "-o", "a.png"}),
                {"lobule.vtkhdf", "liver.vtkhdf, result.h5, trees.vtkhdf"});
  check_refused(asks({"--view", "liver", "--field", "lving", "-o", "a.png"}), {"lving", "living, segment"});
  check_refused(asks({"--view", "liver", "--time", "2 h", "-o", "a.png"}), {"2 h", "10 min to 1 h"});
  check_refused(asks({"--view", "liver", "--time", "30 min", "-o", "a.png"}), {"30 min", "10 min, 1 h"});
  check_refused(asks({"--view", "liver", "--time", "-1 h", "-o", "a.png"}), {"-1"});
  check_refused(asks({"--view", "lungs", "-o", "a.png"}), {"lungs", "liver, trees, lobule, body"});
  check_refused(asks({"--view", "liver", "-o", "a.jpg"}), {"a.jpg", "png"});
  check_refused(asks({"--view", "liver", "--movie", "-o", "a.mp4"}), {"a.mp4", "folder"});
  check_refused(asks({"--view", "liver", "--movie", "--time", "1 h", "-o", "a"}), {"--time"});
  check_refused(asks({"--view", "series", "--movie", "-o", "a"}), {"series", "no times"});
  check_refused({made.folder + "/nowhere", "--view", "liver"}, {"nowhere", "no such file"});
}

TEST_CASE("A folder of a sweep or of several results says what it holds") {
  const Made made;
  const auto sweep = (made.scratch.path / "sweep").string();
  fs::create_directories(sweep);
  write(sweep + "/sweep.h5", "x");
  check_refused({sweep, "--view", "liver", "-o", "a.png"}, {"no liver.vtkhdf", "sweep.h5"});
  for (const char* view : {"body", "series", "routes", "pressure"})
    check_refused({sweep, "--view", view, "-o", "a.png"}, {"no result.h5", "--view sweep"});
  check_refused({made.scratch.path.string(), "--view", "liver", "-o", "a.png"},
                {"no liver.vtkhdf", "results in run"});
  const auto empty = (made.scratch.path / "empty").string();
  fs::create_directories(empty);
  for (const char* view : {"liver", "series", "routes", "pressure", "sweep"})
    check_refused({empty, "--view", view, "-o", "a.png"}, {"empty"});
  check_refused({empty, "-o", "pictures"}, {"empty", "no result"});
}

TEST_CASE("An option that means nothing to a view is refused with those that do") {
  const Made made;
  check_refused({made.folder, "--view", "routes", "--field", "label", "-o", "a.png"},
                {"the view routes has no --field", "no options of its own"});
  check_refused({made.folder, "--view", "body", "--field", "trapped", "-o", "a.png"},
                {"its options: --time"});
  check_refused({made.folder, "--view", "series", "--time", "1 h", "-o", "a.png"}, {"no --time"});
  check_refused({made.folder, "--view", "trees", "--cut", "z", "-o", "a.png"}, {"--time, --vessels"});
  check_refused({made.folder, "--view", "liver", "--as", "points", "--cut", "z", "-o", "a.png"}, {"--cut z"});
  fs::remove(made.file("liver.vtkhdf"));
  check_refused({made.folder, "-o", "all", "--cut", "z"}, {"none of the views", "series"});
  check_refused({made.folder, made.folder, "--view", "body", "-o", "a.png"}, {"one result at a time"});
}

TEST_CASE(
    "Every view at once takes the options that mean something to it; one that cannot follow is left out") {
  const Made made;
  const auto draws = [&](const std::string& name, std::vector<std::string> more) {
    const auto out = (made.scratch.path / name).string();
    more.insert(more.begin(), {made.folder, "-o", out, "--size", "320x240"});
    const auto outcome = render(more);
    std::string there;
    for (const char* view : {"liver", "trees", "body", "series"})
      if (fs::exists(out + "/" + view + ".png")) there += std::string(view) + " ";
    return std::tuple{outcome.code, there, outcome.said};
  };
  const auto [all, pictures, words] = draws("all", {"--as", "volume"});
  CHECK(all == 0);
  CHECK(pictures == "liver trees body series ");
  CHECK_THAT(words, !Contains("left out"));
  const auto [none, without, said] = draws("none", {"--vessels", "none"});
  CHECK(none == 0);
  CHECK(without == "liver body series ");
  CHECK_THAT(said, Contains("left out trees: --vessels none: the view trees shows nothing else"));
  const auto [early, then, why] = draws("early", {"--time", "10 min", "--as", "volume"});
  CHECK(early == 0);
  CHECK(then == "liver trees series ");
  CHECK_THAT(why, Contains("left out body: the result has no fields at 10 min"));
  // What none can show is refused, and nothing is left behind.
  for (const auto& [option, value, reason] : {std::tuple{"--vessels", "green", "--vessels green"},
                                              {"--time", "2 years", "outside the times"},
                                              {"--field", "lving", "lving"},
                                              {"--as", "cloud", "--as cloud"}}) {
    const auto [code, left, refusal] = draws("refused", {option, value});
    INFO(refusal);
    CHECK(code == 2);
    CHECK(left.empty());
    CHECK_THAT(refusal, Contains("no view can show it: ") && Contains(reason));
    CHECK_FALSE(fs::exists(made.scratch.path / "refused"));
  }
}

TEST_CASE("More results than one can tell apart are refused with how to choose; a few are drawn") {
  const Scratch scratch;
  std::vector<std::string> folders;
  for (int i = 0; i < 7; ++i) {
    folders.push_back((scratch.path / "all" / std::to_string(i)).string());
    std::filesystem::create_directories(folders.back());
    std::ofstream(folders.back() + "/result.h5", std::ios::binary)
        << results::encode(results::test::record());
  }
  const auto out = (scratch.path / "a.svg").string();
  check_refused({(scratch.path / "all").string(), "--view", "routes", "-o", out}, {"7 results", "up to 6"});
  CHECK(render({folders[0], folders[1], "--view", "routes", "-o", out}).code == 0);
  CHECK_THAT(results::read_file(out), Contains(">hepatic artery (A)<") && Contains(">hepatic artery (B)<"));
}

TEST_CASE("A result that compare.csv names and that is not there is said, in the picture too") {
  const Scratch scratch;
  auto made = std::vector(2, results::test::record());
  made[1].inputs.regimen[0].route = "portal_vein";
  std::ofstream(scratch.path / "compare.csv") << results::compare_csv(results::name_subjects(made));
  std::filesystem::create_directories(scratch.path / "one");
  std::ofstream(scratch.path / "one" / "result.h5", std::ios::binary) << results::encode(made[0]);
  const auto out = (scratch.path / "a.svg").string();
  const auto outcome = render({scratch.path.string(), "--view", "routes", "-o", out, "--size", "2400x1200"});
  CHECK(outcome.code == 0);
  CHECK_THAT(outcome.said, Contains("warning") && Contains("portal vein"));
  CHECK_THAT(results::read_file(out), Contains("its result is missing: portal vein"));
}

TEST_CASE("A size that is none, or too large for a picture, is refused with what it may be") {
  const Made made;
  for (const char* size : {"0", "0x0", "100000x100000", "99999999999x1", "-1x400", "800", "800x", "x600",
                           "800x600x1", " 800x600", "800x600 ", "8e2x600", "199x600", "800x8193", "nan"})
    check_refused({made.folder, "--view", "liver", "--size", size, "-o", "a.png"}, {size, "200 to 8192"});
}

TEST_CASE("What cannot be written is said with the system's reason, and no part is left") {
  const Made made;
  const std::vector<std::string> line{made.folder, "--view", "series", "--size", "400x300", "-o"};
  const auto to = [&](const std::string& output, const std::string& before = "") {
    auto words = line;
    words.push_back(output);
    const auto outcome = render(words, before);
    CHECK(outcome.code == 1);
    CHECK_THAT(outcome.said, Contains("cannot write " + fs::path(output).parent_path().string()));
    return outcome.said;
  };
  CHECK_THAT(to("/dev/full"), Contains("No space left on device"));
  CHECK(fs::is_character_file("/dev/full"));  // written to, not replaced
  CHECK_THAT(to("/proc/none/a.png"), Contains("No such file or directory"));
  CHECK_THAT(to(made.file("result.h5") + "/a.png"), Contains("Not a directory"));
  const auto small = (made.scratch.path / "small.png").string();
  CHECK_THAT(to(small, "ulimit -f 4;"), Contains("File too large"));
  CHECK_FALSE(fs::exists(small));
  CHECK_FALSE(fs::exists(small + ".part"));
  // A file that is there stays as it is when its successor cannot be written; a link stays a link.
  write(small, "before");
  to(small, "ulimit -f 4;");
  CHECK(results::read_file(small) == "before");
  const auto link = made.scratch.path / "link.png";
  fs::create_symlink(small, link);
  auto words = line;
  words.push_back(link.string());
  CHECK(render(words).code == 0);
  CHECK(fs::is_symlink(link));
  CHECK_THAT(results::read_file(small), Catch::StartsWith("\x89PNG"));
}

TEST_CASE("Without a renderer the packages to install are named, and plots need none") {
  const Made made;
  const auto picture = made.folder + "/a.png";
  for (const char* lost :
       {"export __EGL_VENDOR_LIBRARY_FILENAMES=/none;", "export __EGL_VENDOR_LIBRARY_DIRS=/none;",
        "export LIBGL_DRIVERS_PATH=/none GALLIUM_DRIVER=none;"}) {
    const auto outcome = render({made.folder, "--view", "liver", "--size", "320x240", "-o", picture}, lost);
    INFO(lost << " " << outcome.said);
    CHECK(outcome.code == 1);
    CHECK_THAT(outcome.said, Contains("libgl1-mesa-dri"));
    CHECK_FALSE(fs::exists(picture));
    CHECK(render({made.folder, "--view", "series", "--size", "320x240", "-o", made.folder + "/b.png"}, lost)
              .code == 0);
  }
  CHECK(render({made.folder, "--view", "liver", "--size", "320x240", "-o", picture},
               "unset DISPLAY WAYLAND_DISPLAY XDG_RUNTIME_DIR;")
            .code == 0);
}

TEST_CASE("Values that are no numbers, or below 0, are refused and counted, whatever the view") {
  Scratch scratch;
  const float nan = std::numeric_limits<float>::quiet_NaN(), inf = std::numeric_limits<float>::infinity();
  const auto made = [&](const char* name, const Living& living, float flow = 100) {
    write_liver(scratch.path / name, living, flow);
    return (scratch.path / name).string();
  };
  const auto one = [&](float value) -> Living {
    return [=](int i, int j, int k, std::size_t step) {
      return i == 10 && j == 10 && k == 10 ? value : usual_living(i, j, k, step);
    };
  };
  const auto all = [](float value) -> Living { return [=](int, int, int, std::size_t) { return value; }; };
  for (const char* as : {"points", "volume", "cut"}) {
    const auto asked = [&](const std::string& folder) {
      return std::vector<std::string>{folder,   "--view",  "liver", "--as", as,
                                      "--size", "320x240", "-o",    "a.png"};
    };
    check_refused(asked(made("one", one(nan))), {"liver.vtkhdf: 1 of ", "living are no numbers"});
    check_refused(asked(made("endless", one(inf))), {": 1 of ", "no numbers"});
    check_refused(asked(made("none", all(nan))), {"living are no numbers"});
    check_refused(asked(made("below", all(-1))), {"living are below 0"});
    CHECK(render({made("zero", all(0), 0), "--view", "liver", "--as", as, "--size", "320x240", "-o",
                  (scratch.path / "a.png").string()})
              .code == 0);
    CHECK(render({made("rounding", all(-1e-9f)), "--view", "liver", "--as", as, "--size", "320x240", "-o",
                  (scratch.path / "a.png").string()})
              .code == 0);
  }
  for (const float flow : {nan, inf, -1.0f})
    check_refused({made("flow", all(1), flow), "--view", "trees", "--size", "320x240", "-o", "a.png"},
                  {"trees.vtkhdf", "of flow"});
  for (const float densest : {nan, inf, -5.0f}) {
    write_lobule(scratch.path / "lobule", densest);
    check_refused({(scratch.path / "lobule").string(), "--view", "lobule", "-o", "a.png"},
                  {"lobule.vtkhdf: 1 of 576", "living"});
  }
}

TEST_CASE("A view that fails does not keep the others from being drawn, and all failures are said") {
  const Made made;
  const auto out = (made.scratch.path / "all").string();
  const auto draw = [&](const std::string& before = "") {
    fs::remove_all(out);
    return render({made.folder, "-o", out, "--size", "320x240"}, before);
  };
  CHECK(draw().code == 0);
  const auto whole = results::test::entries(out);
  const auto file = made.file("liver.vtkhdf"), bytes = results::read_file(file);
  write(file, bytes.substr(0, bytes.size() / 2));
  auto outcome = draw();
  CHECK(outcome.code == 2);
  CHECK_THAT(outcome.said,
             Contains("1 of " + std::to_string(whole)) && Contains("liver: ") && Contains("liver.vtkhdf"));
  CHECK(results::test::entries(out) == whole - 1);
  CHECK(fs::exists(out + "/series.png"));
  CHECK(fs::exists(out + "/trees.png"));
  set_version(made.file("result.h5"), 99);
  outcome = draw();
  CHECK(outcome.code == 2);
  CHECK_THAT(outcome.said, Contains("liver: ") && Contains("body, ") && Contains("version 99"));
  CHECK(results::test::entries(out) == 1);  // trees
  write(file, bytes);
  outcome = draw("export __EGL_VENDOR_LIBRARY_FILENAMES=/none;");
  CHECK(outcome.code == 1);
  CHECK_THAT(outcome.said, Contains("liver, trees: "));
}

TEST_CASE("A film of one time is refused in words") {
  Scratch scratch;
  write_lobule(scratch.path / "run");
  const auto folder = (scratch.path / "run").string();
  check_refused({folder, "--movie", "-o", "film"}, {"one time", "lobule"});
  check_refused({folder, "--view", "lobule", "--movie", "-o", "film"}, {"lobule"});
}

TEST_CASE("Ctrl-C ends it with a word and 130") {
  const Made made;
  const auto pipe = (made.scratch.path / "pipe.png").string(), said = (made.scratch.path / "said").string();
  REQUIRE(std::system(("mkfifo " + quoted(pipe)).c_str()) == 0);  // which nobody reads: it waits for ever
  for (const char* number : {"INT", "TERM"}) {
    const int status = std::system(
        ("timeout --preserve-status -s " + std::string(number) + " 3 " + quoted(CELLROUTE_RENDER) + " " +
         quoted(made.folder) + " --view series --size 320x240 -o " + quoted(pipe) + " 2> " + quoted(said))
            .c_str());
    CHECK(WIFEXITED(status));
    CHECK(WEXITSTATUS(status) == 130);
    CHECK_THAT(results::read_file(said), Contains("cellroute-render: stopped"));
  }
}

TEST_CASE("A line that says too little is refused with what is missing") {
  const Made made;
  check_refused({made.folder, "--view", "trees", "--vessels", "colour", "-o", "a.png"},
                {"it is kind, flow or arrival\n"});
  check_refused({made.folder, "--view", "liver", "--vessels", "colour", "-o", "a.png"},
                {"kind, flow, arrival or none"});
  check_refused({made.folder, "--view", "liver", "--time", "", "-o", "a.png"}, {"--time", "empty"});
  check_refused({made.folder, "--view", "liver", "--time", "1 h 20 min", "-o", "a.png"}, {"one number"});
  check_refused({made.folder + "/nowhere"}, {"no such file"});
  const auto folder = (made.scratch.path / "new").string();
  CHECK(render({made.folder, "--view", "liver", "--size", "320x240", "-o", folder}).code == 0);
  CHECK(fs::exists(folder + "/liver.png"));
}

TEST_CASE("A title that is no text, or has control characters, makes whole files") {
  const Scratch scratch;
  auto record = results::test::record();
  record.inputs.title = "bell\x07 \xff\xe4";
  const auto folder = (scratch.path / "run").string();
  fs::create_directories(folder);
  std::ofstream(folder + "/result.h5", std::ios::binary) << results::encode(record);
  for (const char* ending : {"svg", "pdf", "png"}) {
    const auto out = (scratch.path / "a.").string() + ending;
    const auto outcome = render({folder, "--view", "series", "--size", "400x300", "-o", out});
    INFO(outcome.said);
    CHECK(outcome.code == 0);
  }
  CHECK_THAT(results::read_file(scratch.path / "a.svg"), !Contains("\x07"));
  CHECK_THAT(results::read_file(scratch.path / "a.svg"), Contains("<dc:title>bell  \ufffd\ufffd"));
}

TEST_CASE("Conversions say what they wrote, and what is wrong in words of their own") {
  const Scratch scratch;
  const auto file = [&](const char* name) { return (scratch.path / name).string(); };
  write(file("a.vti"), "no image");
  write(file("a.vtk"), "# vtk DataFile Version 3.0\nx\nASCII\nDATASET STRUCTURED_POINTS\nDIMENSIONS 2 2 2\n");
  for (const char* name : {"a.vti", "a.vtk"}) {
    const auto outcome = render({"convert", file(name), "-o", file("a.nii")});
    INFO(outcome.said);
    CHECK(outcome.code == 2);
    CHECK_THAT(outcome.said, Catch::StartsWith("cellroute-render: ") && Contains("no image"));
    CHECK(outcome.said.find('\n') + 1 == outcome.said.size());  // one line
  }
  const std::string head =
      "NRRD0004\ntype: float\ndimension: 3\nspace: LPS\nsizes: 2 1 1\nspace directions: "
      "(1,0,0) (0,1,0) (0,0,1)\nendian: little\nencoding: raw\nspace origin: (0,0,0)\n\n";
  const auto floats = [&](float a, float b) {
    std::string bytes(8, '\0');
    std::memcpy(bytes.data(), &a, 4);
    std::memcpy(bytes.data() + 4, &b, 4);
    write(file("b.nrrd"), head + bytes);
    return std::vector<std::string>{"convert", file("b.nrrd"), "-o", file("b.nii")};
  };
  check_refused(floats(1, 0.5f), {"voxel 1 is 0.5", "whole numbers"});
  check_refused(floats(std::numeric_limits<float>::quiet_NaN(), 1), {"voxel 0 is no number"});
  const auto outcome = render(floats(1, 2));
  CHECK(outcome.code == 0);
  CHECK_THAT(outcome.said, Contains("wrote " + file("b.nii")));
}

}  // namespace cellroute::viz::test
