// The ranks of an MPI job. The thread that joined does all the talking and sleeps between looks.
#ifdef CELLROUTE_MPI
#include "sim/sweep/mpi_team.hpp"

#include <fmt/format.h>
#include <mpi.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <climits>
#include <deque>
#include <list>
#include <thread>

#include "sim/sweep/journal.hpp"
#include "sim/sweep/team.hpp"

namespace cellroute::sweep {
namespace {

enum Tag : int { want = 1, work, result, idle, trouble_met, stop_wanted, stop_now, over, bye };

constexpr auto nap = std::chrono::microseconds(300);

std::string host() {
  std::array<char, 256> name{};
  return gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "unknown";
}

struct Message {
  int tag = 0, from = 0;
  std::string bytes;
};

std::optional<Message> receive() {
  int waiting = 0;
  MPI_Status status;
  MPI_Iprobe(MPI_ANY_SOURCE, MPI_ANY_TAG, MPI_COMM_WORLD, &waiting, &status);
  if (waiting == 0) return {};
  int count = 0;
  MPI_Get_count(&status, MPI_BYTE, &count);
  Message message{status.MPI_TAG, status.MPI_SOURCE, std::string(static_cast<std::size_t>(count), '\0')};
  MPI_Recv(message.bytes.data(), count, MPI_BYTE, message.from, message.tag, MPI_COMM_WORLD,
           MPI_STATUS_IGNORE);
  return message;
}

/// Messages on their way; their bytes stay until they have left.
class Outbox {
 public:
  void send(int to, int tag, std::string bytes = {}) {
    auto& letter = letters_.emplace_back();
    letter.bytes = std::move(bytes);
    MPI_Isend(letter.bytes.data(), static_cast<int>(letter.bytes.size()), MPI_BYTE, to, tag, MPI_COMM_WORLD,
              &letter.request);
  }
  bool clear() {
    letters_.remove_if([](Letter& letter) {
      int sent = 0;
      MPI_Test(&letter.request, &sent, MPI_STATUS_IGNORE);
      return sent != 0;
    });
    return letters_.empty();
  }

 private:
  struct Letter {
    std::string bytes;
    MPI_Request request = MPI_REQUEST_NULL;
  };
  std::list<Letter> letters_;  // which never moves a letter
};

std::string bytes_of(std::uint64_t number) { return {reinterpret_cast<const char*>(&number), sizeof number}; }

std::uint64_t number_of(const std::string& bytes) {
  std::uint64_t number = 0;
  std::copy_n(bytes.data(), std::min(bytes.size(), sizeof number), reinterpret_cast<char*>(&number));
  return number;
}

/// Chunks that rank 0 has handed to this rank, and results on their way back.
class Shelf : public ChunkSource, public ChunkSink {
 public:
  std::optional<std::size_t> next() override {
    std::unique_lock hold(mutex_);
    ++hungry_;
    changed_.wait(hold, [this] { return closed_ || !chunks_.empty(); });
    --hungry_;
    if (chunks_.empty()) return {};
    const std::size_t chunk = chunks_.front();
    chunks_.pop_front();
    return chunk;
  }
  void put(ChunkResult one) override {
    std::string bytes = encode(one);
    const std::lock_guard hold(mutex_);
    results_.push_back(std::move(bytes));
  }

  void add(std::size_t chunk) {
    const std::lock_guard hold(mutex_);
    chunks_.push_back(chunk);
    changed_.notify_one();
  }
  void close(bool drop) {
    const std::lock_guard hold(mutex_);
    closed_ = true;
    if (drop) chunks_.clear();
    changed_.notify_all();
  }
  std::deque<std::string> results() {
    const std::lock_guard hold(mutex_);
    return std::exchange(results_, {});
  }
  /// Threads that wait, less the chunks they will find.
  std::size_t lacking(std::size_t ahead) {
    const std::lock_guard hold(mutex_);
    const std::size_t wanted = hungry_ + ahead;
    return wanted > chunks_.size() ? wanted - chunks_.size() : 0;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::size_t> chunks_;
  std::deque<std::string> results_;
  std::size_t hungry_ = 0;
  bool closed_ = false;
};

class MpiTeam : public Team {
 public:
  MpiTeam() {
    int provided = 0;
    MPI_Init_thread(nullptr, nullptr, MPI_THREAD_FUNNELED, &provided);
    MPI_Comm_rank(MPI_COMM_WORLD, &rank_);
    MPI_Comm_size(MPI_COMM_WORLD, &size_);
    done_.assign(static_cast<std::size_t>(size_), false);
    done_[0] = true;
  }
  ~MpiTeam() override {
    while (!out_.clear()) std::this_thread::sleep_for(nap);
    MPI_Finalize();
  }

  int rank() const override { return rank_; }
  int size() const override { return size_; }

  std::string agree(const std::string& trouble, const std::string& fingerprint) override {
    constexpr int length = 64;
    std::array<char, length> own{};
    std::copy_n(fingerprint.data(), std::min<std::size_t>(fingerprint.size(), length), own.data());
    if (!trouble.empty()) own[0] = '!';
    std::vector<char> all(static_cast<std::size_t>(length * size_));
    MPI_Allgather(own.data(), length, MPI_CHAR, all.data(), length, MPI_CHAR, MPI_COMM_WORLD);
    for (int r = 0; r < size_; ++r) {
      const char* const theirs = all.data() + static_cast<std::ptrdiff_t>(length) * r;
      if (theirs[0] == '!') return told_by(r, trouble);
      if (!std::equal(theirs, theirs + length, all.data()))
        return fmt::format("rank {} reads other inputs than rank 0: the files differ between machines", r);
    }
    return "";
  }

  bool serve(ChunkSource& source, ChunkSink& sink) override {
    for (auto message = receive(); message; message = receive()) answer(*message, source, sink);
    out_.clear();
    return std::all_of(done_.begin(), done_.end(), [](bool done) { return done; });
  }
  bool stop_asked() const override { return stop_asked_; }
  void stop() override { tell_all(stop_now); }

  int help(const Plan* plan, int threads, const std::function<bool()>& stop) override {
    if (plan == nullptr) return wait_for_the_end();
    Shelf shelf;
    std::optional<Workers> workers(std::in_place, *plan, threads, shelf, shelf);
    const std::size_t ahead = rows_per_chunk(*plan) > 1 ? 2 * static_cast<std::size_t>(threads) : 0;
    std::size_t asked = 0;  // chunks that are on their way
    bool told_stop = false, closed = false, told_idle = false;
    const auto close = [&](bool drop) {
      shelf.close(drop);
      closed = true;
    };
    while (true) {
      for (auto message = receive(); message; message = receive()) {
        if (message->tag == over) {
          close(true);
          workers.reset();
          out_.send(0, bye);
          return static_cast<int>(number_of(message->bytes));
        }
        if (message->tag == stop_now) close(true);
        if (message->tag != work) continue;
        --asked;
        if (message->bytes.empty())
          close(false);
        else if (!closed)
          shelf.add(number_of(message->bytes));
      }
      if (!told_stop && stop && stop()) {
        told_stop = true;
        out_.send(0, stop_wanted);
      }
      for (auto& bytes : shelf.results()) out_.send(0, result, std::move(bytes));
      for (; !closed && asked < shelf.lacking(ahead); ++asked) out_.send(0, want);
      if (workers->failed()) close(true);
      if (workers->wait(0) && !told_idle) {
        told_idle = true;
        for (auto& bytes : shelf.results()) out_.send(0, result, std::move(bytes));
        say_how_it_ended(*workers);
      }
      out_.clear();
      std::this_thread::sleep_for(nap);
    }
  }

  void finish(int exit_code) override {
    tell_all(over, bytes_of(static_cast<std::uint64_t>(exit_code)));
    for (int left = size_ - 1; left > 0;) {  // what is still on its way is taken and thrown away
      const auto message = receive();
      if (!message) std::this_thread::sleep_for(nap);
      if (message && message->tag == bye) --left;
      out_.clear();
    }
  }

 private:
  std::string told_by(int r, const std::string& own) {
    std::string text = r == 0 ? own : fmt::format("rank {} on {}: {}", r, host(), own);
    int length = static_cast<int>(std::min<std::size_t>(text.size(), INT_MAX));
    MPI_Bcast(&length, 1, MPI_INT, r, MPI_COMM_WORLD);
    text.resize(static_cast<std::size_t>(length));
    MPI_Bcast(text.data(), length, MPI_CHAR, r, MPI_COMM_WORLD);
    return text;
  }

  void tell_all(int tag, const std::string& bytes = {}) {
    for (int r = 1; r < size_; ++r) out_.send(r, tag, bytes);
  }

  void answer(const Message& message, ChunkSource& source, ChunkSink& sink) {
    switch (message.tag) {
      case want: {
        const auto chunk = source.next();
        out_.send(message.from, work, chunk ? bytes_of(*chunk) : std::string());
        break;
      }
      case result:
        if (auto one = decode(message.bytes)) sink.put(std::move(*one));
        break;
      case idle:
        done_[static_cast<std::size_t>(message.from)] = true;
        break;
      case stop_wanted:
        stop_asked_ = true;
        break;
      case trouble_met:
        throw std::runtime_error(fmt::format("rank {} failed: {}", message.from, message.bytes));
      default:
        break;
    }
  }

  int wait_for_the_end() {
    while (true) {
      if (const auto message = receive(); message && message->tag == over) {
        out_.send(0, bye);
        return static_cast<int>(number_of(message->bytes));
      }
      std::this_thread::sleep_for(nap);
    }
  }

  void say_how_it_ended(Workers& workers) {
    try {
      workers.rethrow();
      out_.send(0, idle);
    } catch (const std::exception& error) {
      out_.send(0, trouble_met, host() + ": " + error.what());
    }
  }

  int rank_ = 0, size_ = 1;
  std::vector<bool> done_;  // by rank: has no more to do
  bool stop_asked_ = false;
  Outbox out_;
};

}  // namespace

std::unique_ptr<Team> join_mpi_team() { return std::make_unique<MpiTeam>(); }

}  // namespace cellroute::sweep
#endif
