#include "adapters/transport/tcp_client.h"
#include "adapters/transport/tcp_connection.h"
#include "adapters/transport/tcp_listener.h"
#include "adapters/transport/transport_test_tools.h"

namespace watchpost {
namespace {

std::string client_of(const Socket& server) {
  return "tcp://127.0.0.1:" + std::to_string(server.port());
}

TEST(TcpClient, ReadsWhatItsServerSends) {
  const Socket server = Socket::listen();
  boost::asio::io_context context;
  RememberingSink sink;
  const auto transport = open_transport(client_of(server), context);
  transport->start(sink);
  ASSERT_TRUE(run_until(context, [&] { return sink.is_open(); }));
  const Socket peer = server.accept();
  peer.send("abc");
  ASSERT_TRUE(run_until(context, [&] { return sink.connections[1].bytes == "abc"; }));
  peer.send("def");
  ASSERT_TRUE(run_until(context, [&] { return sink.connections[1].bytes == "abcdef"; }));
  EXPECT_EQ(sink.last_received, test_time());
  EXPECT_EQ(sink.connections[1].peer, "127.0.0.1:" + std::to_string(server.port()));
}

TEST(TcpClient, FindsItsServerByName) {
  const Socket server = Socket::listen();
  boost::asio::io_context context;
  RememberingSink sink;
  const auto transport = open_transport("tcp://localhost:" + std::to_string(server.port()), context);
  transport->start(sink);
  EXPECT_TRUE(run_until(context, [&] { return sink.is_open(); }));
}

TEST(TcpClient, ConnectsAgainWhenTheConnectionIsLost) {
  const Socket server = Socket::listen();
  boost::asio::io_context context;
  RememberingSink sink;
  const auto transport = open_transport(client_of(server), context);
  transport->start(sink);
  for (ConnectionId id = 1; id <= 3; ++id) {
    ASSERT_TRUE(run_until(context, [&] { return sink.connections.count(id) == 1; }));
    Socket peer = server.accept();
    peer.send("x");
    ASSERT_TRUE(run_until(context, [&] { return sink.connections[id].bytes == "x"; }));
    if (id == 2)
      peer.abort();
    else
      peer.close();
    ASSERT_TRUE(run_until(context, [&] { return sink.connections[id].is_closed; }));
    EXPECT_EQ(sink.connections[id].why.has_value(), id == 2);
    EXPECT_EQ(sink.states.back().first, ConnectionState::connecting);
  }
}

TEST(TcpClient, TriesUntilItsServerIsThere) {
  Socket taken = Socket::listen();
  const std::uint16_t port = taken.port();
  taken.close();
  boost::asio::io_context context;
  RememberingSink sink;
  const auto transport = open_transport("tcp://127.0.0.1:" + std::to_string(port), context);
  transport->start(sink);
  const auto failures = [&] {
    std::size_t count = 0;
    for (const auto& [state, detail] : sink.states) count += state == ConnectionState::failed ? 1 : 0;
    return count;
  };
  ASSERT_TRUE(run_until(context, [&] { return failures() >= 3; }));
  EXPECT_NE(sink.states.back().second.find("again in"), std::string::npos);
  const Socket server = Socket::listen(port);
  EXPECT_TRUE(run_until(context, [&] { return sink.is_open(); }));
}

TEST(TcpClient, WaitsLongerEachTimeForAServerThatSaysNothing) {
  const Socket server = Socket::listen();
  boost::asio::io_context context;
  RememberingSink sink;
  const auto transport = open_transport(client_of(server), context);
  transport->start(sink);
  std::vector<int> delays_ms;
  ASSERT_TRUE(run_until(context, [&] {
    if (server.is_anyone_waiting()) server.accept().close();
    delays_ms.clear();
    for (const auto& [state, detail] : sink.states)
      if (const auto at = detail.find("again in "); at != std::string::npos)
        delays_ms.push_back(std::stoi(detail.substr(at + 9)));
    return delays_ms.size() == 4;
  }));
  int longest_ms = 100;
  for (const int delay_ms : delays_ms) {
    EXPECT_GE(delay_ms, longest_ms / 2);
    EXPECT_LE(delay_ms, longest_ms);
    longest_ms *= 2;
  }
}

TEST(TcpClient, DoesNotReadWhilePausedSoThatItsPeerWaits) {
  const Socket server = Socket::listen();
  boost::asio::io_context context;
  RememberingSink sink;
  sink.takes_more = false;
  const auto transport = open_transport(client_of(server), context);
  transport->start(sink);
  ASSERT_TRUE(run_until(context, [&] { return sink.is_open(); }));
  const Socket peer = server.accept();
  const std::string much(1 << 20, 'x');
  std::size_t sent = 0;
  for (std::size_t taken = 1; taken > 0; sent += taken) {
    taken = peer.send(much, MSG_DONTWAIT);
    run_for_a_while(context);
  }
  EXPECT_LT(sent, 64u << 20);
  EXPECT_LE(sink.connections[1].bytes.size(), read_bytes);
  sink.takes_more = true;
  transport->resume(1);
  EXPECT_TRUE(run_until(context, [&] { return sink.connections[1].bytes.size() == sent; }));
}

TEST(TcpClient, SendsAnswersAndCutsOffAPeerThatDoesNotReadThem) {
  const Socket server = Socket::listen();
  boost::asio::io_context context;
  RememberingSink sink;
  const auto transport = open_transport(client_of(server), context);
  transport->start(sink);
  ASSERT_TRUE(run_until(context, [&] { return sink.is_open(); }));
  const Socket peer = server.accept();
  transport->send(1, "hello ");
  transport->send(1, "there");
  run_for_a_while(context);
  EXPECT_EQ(peer.receive(11), "hello there");
  ASSERT_TRUE(run_until(context, [&] {
    transport->send(1, std::string(100'000, 'x'));
    return sink.connections[1].is_closed;
  }));
  EXPECT_TRUE(sink.connections[1].why);
}

TEST(TcpClient, SaysNothingMoreOnceStopped) {
  const Socket server = Socket::listen();
  boost::asio::io_context context;
  RememberingSink sink;
  auto transport = open_transport(client_of(server), context);
  transport->start(sink);
  ASSERT_TRUE(run_until(context, [&] { return sink.is_open(); }));
  server.accept().send("abc");
  transport.reset();
  run_for_a_while(context);
  EXPECT_EQ(sink.connections[1].bytes, "");
  EXPECT_FALSE(sink.connections[1].is_closed);
}

struct Listener {
  explicit Listener(const std::string& source = "tcp-listen://127.0.0.1:0")
      : transport(open_transport(source, context)) {
    transport->start(sink);
  }

  boost::asio::io_context context;
  RememberingSink sink;
  std::unique_ptr<Transport> transport;
};

TEST(TcpListener, KeepsTheBytesOfFiftyConnectionsApart) {
  Listener listener;
  ASSERT_TRUE(run_until(listener.context, [&] { return listener.sink.is_open(); }));
  std::vector<Socket> peers;
  peers.reserve(50);
  for (int i = 0; i < 50; ++i) peers.push_back(Socket::connect(listener.sink.port()));
  std::size_t expected = 0;
  for (int round = 0; round < 20; ++round)
    for (std::size_t i = 0; i < peers.size(); ++i)
      expected += peers[i].send("connection " + std::to_string(i) + "\n");
  const auto received = [&] {
    std::size_t total = 0;
    for (const auto& [id, connection] : listener.sink.connections) total += connection.bytes.size();
    return total;
  };
  ASSERT_TRUE(run_until(listener.context, [&] { return received() == expected; }));
  ASSERT_EQ(listener.sink.connections.size(), 50u);
  std::vector<std::string> texts;
  for (const auto& [id, connection] : listener.sink.connections) {
    const std::string line = connection.bytes.substr(0, connection.bytes.find('\n') + 1);
    std::string twenty;
    for (int i = 0; i < 20; ++i) twenty += line;
    EXPECT_EQ(connection.bytes, twenty);
    texts.push_back(line);
  }
  std::sort(texts.begin(), texts.end());
  EXPECT_EQ(std::unique(texts.begin(), texts.end()), texts.end());
}

TEST(TcpListener, AConnectionThatOpensAndClosesIsNoError) {
  Listener listener;
  ASSERT_TRUE(run_until(listener.context, [&] { return listener.sink.is_open(); }));
  Socket::connect(listener.sink.port()).close();
  ASSERT_TRUE(run_until(listener.context, [&] { return listener.sink.connections[1].is_closed; }));
  EXPECT_FALSE(listener.sink.connections[1].why);
  EXPECT_TRUE(listener.sink.is_open());
}

TEST(TcpListener, APausedConnectionDoesNotHoldUpAnother) {
  Listener listener;
  ASSERT_TRUE(run_until(listener.context, [&] { return listener.sink.is_open(); }));
  const Socket first = Socket::connect(listener.sink.port());
  first.send("a");
  listener.sink.takes_more = false;
  ASSERT_TRUE(run_until(listener.context, [&] { return listener.sink.connections[1].bytes == "a"; }));
  listener.sink.takes_more = true;
  first.send("b");
  const Socket second = Socket::connect(listener.sink.port());
  second.send("c");
  ASSERT_TRUE(run_until(listener.context, [&] { return listener.sink.connections[2].bytes == "c"; }));
  run_for_a_while(listener.context);
  EXPECT_EQ(listener.sink.connections[1].bytes, "a");
  listener.transport->resume(1);
  EXPECT_TRUE(run_until(listener.context, [&] { return listener.sink.connections[1].bytes == "ab"; }));
}

TEST(TcpListener, OpensWhenAPortInUseIsFreed) {
  Socket taken = Socket::listen();
  Listener listener("tcp-listen://127.0.0.1:" + std::to_string(taken.port()));
  ASSERT_TRUE(run_until(listener.context, [&] { return !listener.sink.states.empty(); }));
  EXPECT_EQ(listener.sink.states[0].first, ConnectionState::failed);
  EXPECT_NE(listener.sink.states[0].second.find("in use"), std::string::npos);
  taken.close();
  EXPECT_TRUE(run_until(listener.context, [&] { return listener.sink.is_open(); }));
}

TEST(TcpListener, RefusesConnectionsBeyondItsBoundAndTakesThemWhenThereIsRoom) {
  Listener listener;
  ASSERT_TRUE(run_until(listener.context, [&] { return listener.sink.is_open(); }));
  std::vector<Socket> peers;
  for (std::size_t i = 0; i < listen_connections_max + 5; ++i) {
    peers.push_back(Socket::connect(listener.sink.port()));
    run_until(listener.context,
              [&] { return listener.sink.connections.size() >= std::min(i + 1, listen_connections_max); });
  }
  run_for_a_while(listener.context);
  EXPECT_EQ(listener.sink.open_count(), listen_connections_max);
  EXPECT_EQ(peers.back().receive(1), "");
  peers.front().close();
  ASSERT_TRUE(
      run_until(listener.context, [&] { return listener.sink.open_count() < listen_connections_max; }));
  peers.push_back(Socket::connect(listener.sink.port()));
  EXPECT_TRUE(
      run_until(listener.context, [&] { return listener.sink.open_count() == listen_connections_max; }));
}

TEST(TcpListener, ListensOnIpv6AndByName) {
  for (const char* source : {"tcp-listen://[::1]:0", "tcp-listen://localhost:0"}) {
    Listener listener(source);
    ASSERT_TRUE(run_until(listener.context, [&] { return !listener.sink.states.empty(); }));
    if (!listener.sink.is_open())
      GTEST_SKIP() << "this machine has no IPv6: " << listener.sink.states[0].second;
  }
}

TEST(TcpListener, SaysNothingMoreOnceStopped) {
  Listener listener;
  ASSERT_TRUE(run_until(listener.context, [&] { return listener.sink.is_open(); }));
  const Socket peer = Socket::connect(listener.sink.port());
  ASSERT_TRUE(run_until(listener.context, [&] { return listener.sink.open_count() == 1; }));
  listener.transport.reset();
  EXPECT_EQ(peer.receive(1), "");
  run_for_a_while(listener.context);
  EXPECT_FALSE(listener.sink.connections[1].is_closed);
}

}  // namespace
}  // namespace watchpost
