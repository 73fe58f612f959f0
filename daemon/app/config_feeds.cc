// [[feed]], [[plugin]], [[consumer]].
#include <algorithm>

#include "adapters/formats.h"
#include "daemon/app/config_draft.h"
#include "daemon/app/config_endpoints.h"
#include "daemon/app/config_words.h"

namespace watchpost {
namespace {

constexpr std::size_t interface_bytes_max = 15;  // IFNAMSIZ of netdevice(7), without its zero

const Format* check_format(ConfigDraft& draft, const ConfigTable& table) {
  const auto name = table.find<std::string>("format");
  if (!name) return nullptr;
  const Format* format = find_format(*name);
  if (format == nullptr) {
    std::vector<std::string_view> known;
    for (const Format& each : formats()) known.push_back(each.name);
    draft.problems.error(table.place("format"), found_unknown("format", *name, known, "nothing"));
  }
  return format;
}

ParameterValues read_format_options(ConfigDraft& draft, const ConfigTable& table, const Format& format) {
  static const TomlTable none;
  const TomlValue* written = table.written("options");
  const auto* options = written == nullptr ? nullptr : written->as<TomlTable>();
  std::vector<Option> rows = plain_options(format.options);
  for (const Parameter& row : time_options())
    rows.push_back({row, row.name == "start" ? Form::time : Form::plain});
  const std::string heading = "[feed.options] of format " + std::string(format.name);
  return parameter_values(read_table(options == nullptr ? none : *options, table.place("options"), heading,
                                     rows, draft.problems));
}

// A key that has no meaning beside this feed's source.
void check_beside_source(ConfigDraft& draft, const ConfigTable& table, std::string_view key,
                         const std::string& expected) {
  if (!table.is_written(key)) return;
  draft.problems.error(table.key_place(key), "found " + std::string(key) + " beside source " +
                                                 in_quotes(table.text("source")) + ", expected it with " +
                                                 expected + " only");
}

void build_source(ConfigDraft& draft, const ConfigTable& table, Feed& feed) {
  const auto written = table.find<std::string>("source");
  if (!written) return;
  const Result<FeedSource> source = parse_feed_source(*written);
  if (!source) {
    draft.problems.error(table.place("source"), source.error().what);
    return;
  }
  feed.source = *written;
  feed.pace = table.text("pace");
  feed.is_followed = table.get<bool>("follow");
  if (source->kind == FeedSourceKind::file) {
    const std::string path = draft.resolve(source->rest);
    feed.source = "file:" + path;
    if (!feed.is_followed) draft.check_readable(path, table.place("source"));
    return;
  }
  check_beside_source(draft, table, "pace", "file:PATH");
  check_beside_source(draft, table, "follow", "file:PATH");
}

void build_interface(ConfigDraft& draft, const ConfigTable& table, Feed& feed) {
  const auto written = table.find<std::string>("source");
  if (!written || !table.is_written("interface")) return;
  const Result<FeedSource> source = parse_feed_source(*written);
  if (!source) return;  // told already
  if (!source->is_group)
    return check_beside_source(draft, table, "interface", "udp:// and a multicast group");
  feed.multicast_interface = table.text("interface");
  const bool is_name = !feed.multicast_interface.empty() &&
                       feed.multicast_interface.size() <= interface_bytes_max &&
                       feed.multicast_interface.find_first_of(" /:") == std::string::npos;
  if (!is_name && table.find<std::string>("interface"))
    draft.problems.error(table.place("interface"), "found interface " + in_quotes(feed.multicast_interface) +
                                                       ", expected a network interface's name such as eth0");
}

// In mode ACTUAL a feed says what the mandate needs it for, and follows the clock (MAN-08).
void check_mandate(ConfigDraft& draft, const ConfigTable& table) {
  if (draft.mission().mode != Mode::actual) return;
  for (const std::string_view key : {"purpose", "owner", "expires"})
    if (!table.is_written(key))
      draft.problems.error(table.header(),
                           "found no " + std::string(key) + " in [[feed]], expected one in mode ACTUAL");
  if (table.text("time") == "data")
    draft.problems.error(table.place("time"), "found time \"data\" in mode ACTUAL, expected \"clock\"");
}

Feed build_feed(ConfigDraft& draft, const ConfigTable& table) {
  Feed feed;
  feed.name = table.text("name");
  feed.label = table.get<std::string>("label", feed.label);
  feed.is_trusted = table.get<bool>("trusted");
  feed.time = table.text("time") == "data" ? FeedTime::data : FeedTime::clock;
  feed.max_clock_offset = duration_from_s(table.get<double>("max_clock_offset_s", 60));
  feed.keep_raw = table.get<bool>("keep_raw");
  feed.idle = duration_from_s(table.get<double>("idle_s", 30));
  feed.purpose = table.text("purpose");
  feed.owner = table.text("owner");
  if (const std::string expires = table.text("expires"); !expires.empty())
    feed.expires = receive_time_of(expires);
  build_source(draft, table, feed);
  build_interface(draft, table, feed);
  if (const Format* format = check_format(draft, table)) {
    feed.format = format->name;
    feed.options = read_format_options(draft, table, *format);
    if (format->check != nullptr)
      if (const Status status = format->check(feed.options); !status.ok())
        draft.problems.error(table.place("options"), status.error().what);
  }
  check_mandate(draft, table);
  return feed;
}

// All feeds by the data, or none: there is one time.
void check_one_time(ConfigDraft& draft) {
  const std::vector<ConfigTable>& tables = draft.all("feed");
  const auto is_data = [](const ConfigTable& table) { return table.text("time") == "data"; };
  const auto data = std::find_if(tables.begin(), tables.end(), is_data);
  if (data == tables.end()) return;
  for (const ConfigTable& table : tables)
    if (!is_data(table))
      draft.problems.error(table.place("time"),
                           "found time \"clock\" beside a feed with time \"data\" (line " +
                               std::to_string(data->place("time").line) + "), expected all feeds or none");
}

// One standard input, and one listener at an address.
void check_shared_sources(ConfigDraft& draft) {
  std::vector<std::pair<std::string, Place>> taken;
  for (const ConfigTable& table : draft.all("feed")) {
    const std::string source = table.text("source");
    if (source != "-" && source.rfind("tcp-listen://", 0) != 0 && source.rfind("udp://", 0) != 0) continue;
    const auto same =
        std::find_if(taken.begin(), taken.end(), [&](const auto& one) { return one.first == source; });
    if (same == taken.end()) {
      taken.emplace_back(source, table.place("source"));
    } else {
      draft.problems.error(table.place("source"),
                           "found source " + in_quotes(source) + " a second time (first in line " +
                               std::to_string(same->second.line) + "), expected one feed to have it");
    }
  }
}

void check_consumer(ConfigDraft& draft, const ConfigTable& table) {
  if (const auto key = table.find<std::string>("public_key")) {
    const Result<std::string> parsed = parse_public_key(*key);
    if (!parsed) draft.problems.error(table.place("public_key"), parsed.error().what);
  }
}

}  // namespace

void build_feeds(ConfigDraft& draft) {
  for (const ConfigTable& table : draft.all("feed"))
    draft.mission().feeds.push_back(build_feed(draft, table));
  check_one_time(draft);
  check_shared_sources(draft);
  for (const ConfigTable& table : draft.all("plugin")) {
    if (const auto path = table.find<std::string>("path"))
      draft.check_readable(draft.resolve(*path), table.place("path"));
    draft.problems.warn(table.header(), "this version loads no plugins: [[plugin]] is checked, not obeyed");
  }
  for (const ConfigTable& table : draft.all("consumer")) {
    check_consumer(draft, table);
    draft.problems.warn(
        table.header(),
        "this version asks no keys of consumers: [[consumer]] is checked, not obeyed, and the "
        "endpoints stay on loopback");
  }
}

}  // namespace watchpost
