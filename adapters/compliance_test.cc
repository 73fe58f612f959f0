// Every format in the table against the rules for adapters (README.md). Nothing here knows a format.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include "adapters/feed_decoder.h"
#include "adapters/formats.h"
#include "adapters/report_checks.h"

namespace watchpost {
namespace {

namespace fs = std::filesystem;

const fs::path source_dir = WATCHPOST_SOURCE_DIR;

std::string read_text(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

struct Sample {
  std::string name;
  std::string bytes;
};

std::vector<Sample> samples_of(const Format& format) {
  std::vector<Sample> samples;
  const fs::path folder = source_dir / "adapters" / format.name / "samples";
  if (!fs::is_directory(folder)) return samples;
  for (const auto& entry : fs::directory_iterator(folder)) {
    const std::string extension = entry.path().extension();
    if (extension == ".jsonl" || extension == ".source" || extension == ".md") continue;
    samples.push_back({entry.path().filename(), read_text(entry.path())});
  }
  std::sort(samples.begin(), samples.end(), [](const Sample& a, const Sample& b) { return a.name < b.name; });
  return samples;
}

// The option values that hold where nothing is set.
ParameterValues default_options(const Format& format) {
  ParameterValues values;
  for (const Parameter& option : format.options) {
    const std::string text(option.default_value);
    if (text.empty()) continue;
    if (option.type == ParameterType::boolean) values.set(std::string(option.name), text == "true");
    if (option.type == ParameterType::integer)
      values.set(std::string(option.name), static_cast<std::int64_t>(std::stoll(text)));
    if (option.type == ParameterType::number) values.set(std::string(option.name), std::stod(text));
    if (option.type == ParameterType::text && text.size() >= 2)
      values.set(std::string(option.name), text.substr(1, text.size() - 2));
  }
  return values;
}

class NoReplies final : public ReplySink {
  void reply(std::string_view) override {}
};

struct Decoded {
  std::vector<std::string> reports;  // every field of each, as text
  FeedCounters counters;

  std::uint64_t fault_total() const {
    std::uint64_t total = 0;
    for (const std::uint64_t count : counters.faults) total += count;
    return total;
  }
};

constexpr ReceiveTime noon = ReceiveTime(std::chrono::hours(1'000'000));

class Decoding {
 public:
  Decoding(const Format& format, const FeedDecoderSettings& settings)
      : decoder_(
            format, default_options(format), settings, decoded_.counters,
            [this](ReportBatchPtr& batch) {
              for (const Report& report : batch->reports()) {
                check_possible(report);
                decoded_.reports.push_back(report_text(report));
              }
            },
            [](Fault, std::string_view detail, std::uint64_t) {
              EXPECT_FALSE(detail.empty());
              for (const char letter : detail)
                ASSERT_TRUE(letter >= ' ') << "source bytes in a fault's detail";
            }) {
    decoder_.opened(replies_);
  }

  void bytes(std::string_view chunk) { decoder_.bytes(chunk, noon, replies_); }
  Decoded& finish(Ending ending) {
    decoder_.finish(ending);
    return decoded_;
  }

 private:
  Decoded decoded_;
  NoReplies replies_;
  FeedDecoder decoder_;
};

Decoded decode(const Format& format, std::string_view bytes, const FeedDecoderSettings& settings,
               Ending ending = Ending::cut) {
  Decoding decoding(format, settings);
  decoding.bytes(bytes);
  return decoding.finish(ending);
}

FeedDecoderSettings by_clock() {
  return {.time = TimeSource::clock, .keep_raw = true};
}
FeedDecoderSettings by_record() {
  return {.time = TimeSource::recorded, .keep_raw = true};
}

// Without its number, which says only how many came before it.
std::vector<std::string> sorted_without_numbers(std::vector<std::string> reports) {
  for (std::string& report : reports) report.erase(0, report.find('|'));
  std::sort(reports.begin(), reports.end());
  return reports;
}

class Compliance : public testing::TestWithParam<const Format*> {
 protected:
  const Format& format() const { return *GetParam(); }
  std::string folder_file(const char* name) const {
    return read_text(source_dir / "adapters" / format().name / name);
  }
};

TEST_P(Compliance, HasItsParts) {
  EXPECT_FALSE(samples_of(format()).empty());
  EXPECT_FALSE(format().description.empty());
  EXPECT_EQ(folder_file("sample.toml"), format().sample_config);
  EXPECT_NE(folder_file("sample.toml").find("format = \"" + std::string(format().name) + "\""),
            std::string::npos);
  const std::string readme = folder_file("README.md");
  EXPECT_NE(readme.find("`" + std::string(format().name) + "`"), std::string::npos)
      << "README.md lacks the name";
  EXPECT_NE(readme.find(format().sample_config), std::string::npos) << "README.md does not show sample.toml";
  for (const Parameter& option : format().options)
    EXPECT_NE(readme.find("`" + std::string(option.name) + "`"), std::string::npos)
        << "README.md lacks the option " << option.name;
  EXPECT_FALSE(folder_file("fuzz.cc").empty());
  EXPECT_FALSE(folder_file("decoder_test.cc").empty());
}

TEST_P(Compliance, ItsSamplesHoldReports) {
  std::size_t total = 0;
  for (const Sample& sample : samples_of(format()))
    total += decode(format(), sample.bytes, by_record()).reports.size();
  EXPECT_GT(total, 0u);
}

TEST_P(Compliance, ASampleCutAtAnyByteGivesNoReportThatTheWholeDoesNotGive) {
  for (const Sample& sample : samples_of(format())) {
    const auto whole = sorted_without_numbers(decode(format(), sample.bytes, by_clock()).reports);
    // Every byte, unless the sample is long: then every so many, at least 2,000 places.
    const std::size_t step = std::max<std::size_t>(
        1, std::min(sample.bytes.size() * sample.bytes.size() / 40'000'000, sample.bytes.size() / 2'000));
    for (std::size_t end = 0; end <= sample.bytes.size(); end += step) {
      const Decoded cut = decode(format(), std::string_view(sample.bytes).substr(0, end), by_clock());
      const auto reports = sorted_without_numbers(cut.reports);
      std::vector<std::string> invented;
      std::set_difference(reports.begin(), reports.end(), whole.begin(), whole.end(),
                          std::back_inserter(invented));
      ASSERT_TRUE(invented.empty()) << sample.name << " cut at " << end << ": " << invented[0];
      ASSERT_LE(cut.fault_total(), cut.counters.frames) << sample.name << " cut at " << end;
    }
  }
}

TEST_P(Compliance, ASampleInAnyChunksGivesTheSameReports) {
  std::minstd_rand random(1);
  for (const Sample& sample : samples_of(format()))
    for (const auto& settings : {by_clock(), by_record()}) {
      const Decoded whole = decode(format(), sample.bytes, settings, Ending::whole);
      for (const std::size_t longest : {1, 2, 7, 100, 5000}) {
        Decoding decoding(format(), settings);
        for (std::size_t at = 0; at < sample.bytes.size();) {
          const std::size_t size = 1 + random() % longest;
          decoding.bytes(std::string_view(sample.bytes).substr(at, size));
          at += size;
        }
        const Decoded& chunked = decoding.finish(Ending::whole);
        ASSERT_EQ(chunked.reports, whole.reports) << sample.name << " in chunks of up to " << longest;
        ASSERT_EQ(chunked.counters.faults, whole.counters.faults) << sample.name;
        ASSERT_EQ(chunked.counters.frames, whole.counters.frames) << sample.name;
      }
    }
}

TEST_P(Compliance, ADamagedSampleGivesPossibleReportsOrFaults) {
  std::minstd_rand random(2);
  for (const Sample& sample : samples_of(format())) {
    const int rounds =
        static_cast<int>(std::clamp<std::size_t>(4'000'000 / (sample.bytes.size() + 1), 20, 1000));
    for (int round = 0; round < rounds; ++round) {
      std::string bytes = sample.bytes;
      for (int i = 0; i < 8 && !bytes.empty(); ++i) {
        char& byte = bytes[random() % bytes.size()];
        byte = static_cast<char>(round % 2 == 0 ? random() : byte ^ (1 << random() % 8));
      }
      const Decoded damaged = decode(format(), bytes, by_record());  // check_possible() looks at each
      ASSERT_LE(damaged.fault_total(), damaged.counters.frames) << sample.name;
    }
  }
}

TEST_P(Compliance, RandomBytesNeitherCrashNorGrow) {
  std::minstd_rand random(3);
  std::string noise(1 << 20, '\0');
  for (char& byte : noise) byte = static_cast<char>(random() % 16 == 0 ? '\n' : random() >> 8);
  Decoding decoding(format(), by_clock());
  decoding.bytes(noise);
  const std::size_t before = live_bytes();
  for (int i = 0; i < 8; ++i) decoding.bytes(noise);
  EXPECT_LE(live_bytes(), before + 65536);
  const Decoded& decoded = decoding.finish(Ending::cut);
  EXPECT_LE(decoded.fault_total(), decoded.counters.frames);
}

TEST_P(Compliance, AnEndlessLineIsOneFaultAndDoesNotGrow) {
  for (const Sample& sample : samples_of(format())) {
    Decoding decoding(format(), by_clock());
    decoding.bytes(std::string_view(sample.bytes).substr(0, sample.bytes.find('\n')));
    const std::string more(1 << 16, ',');
    const std::size_t before = live_bytes();
    for (int i = 0; i < 256; ++i) decoding.bytes(more);
    EXPECT_LE(live_bytes(), before + 65536);
    EXPECT_EQ(decoding.finish(Ending::cut).fault_total(), 1u);
  }
}

TEST_P(Compliance, KeepsRawOnlyWhereTold) {
  for (const Sample& sample : samples_of(format())) {
    const Decoded without = decode(format(), sample.bytes, {.time = TimeSource::recorded});
    for (const std::string& report : without.reports)
      ASSERT_EQ(report.find("|raw="), std::string::npos) << report;
    for (const std::string& report : decode(format(), sample.bytes, by_record()).reports)
      ASSERT_NE(report.find("|raw="), std::string::npos) << report;
  }
}

std::vector<const Format*> all_formats() {
  std::vector<const Format*> result;
  for (const Format& format : formats()) result.push_back(&format);
  return result;
}

INSTANTIATE_TEST_SUITE_P(Formats, Compliance, testing::ValuesIn(all_formats()),
                         [](const testing::TestParamInfo<const Format*>& tested) {
                           std::string name(tested.param->name);
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

TEST(Formats, HaveDifferentNamesAndAreFoundByThem) {
  for (const Format& format : formats()) EXPECT_EQ(find_format(format.name), &format);
  EXPECT_EQ(find_format("no-such-format"), nullptr);
}

}  // namespace
}  // namespace watchpost
