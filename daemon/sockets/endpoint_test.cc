#include "daemon/sockets/endpoint.h"

#include <gtest/gtest.h>

namespace watchpost {
namespace {

TEST(Endpoint, AcceptsWhatOnlyThisMachineReaches) {
  for (const char* endpoint :
       {"tcp://127.0.0.1:5556", "tcp://127.0.0.1:*", "tcp://127.9.8.7:1", "tcp://[::1]:65535",
        "tcp://localhost:5557", "ipc:///run/watchpost/stream", "ipc://@watchpost"})
    EXPECT_TRUE(check_local_endpoint(endpoint).ok()) << endpoint;
}

TEST(Endpoint, RefusesWhatOthersReach) {
  for (const char* endpoint :
       {"tcp://*:5556", "tcp://0.0.0.0:5556", "tcp://[::]:5556", "tcp://192.168.1.1:5556", "tcp://eth0:5556",
        "tcp://128.0.0.1:5556", "tcp://127.0.0.1.example.org:5556", "tcp://localhost.example.org:5556",
        "tcp://[::ffff:10.0.0.1]:5556", "tcp://127.1:5556"}) {
    const Status status = check_local_endpoint(endpoint);
    ASSERT_FALSE(status.ok()) << endpoint;
    EXPECT_EQ(status.error().where, endpoint);
    EXPECT_NE(status.error().what.find("other machines"), std::string::npos) << endpoint;
  }
}

TEST(Endpoint, RefusesWhatIsNoEndpoint) {
  for (const char* endpoint :
       {"", "tcp://", "tcp://127.0.0.1", "tcp://127.0.0.1:", "tcp://127.0.0.1:0", "tcp://127.0.0.1:65536",
        "tcp://127.0.0.1:55x", "ipc://", "udp://127.0.0.1:1", "inproc://x", "127.0.0.1:5556"})
    EXPECT_FALSE(check_local_endpoint(endpoint).ok()) << endpoint;
  EXPECT_FALSE(check_local_endpoint("ipc://" + std::string(108, 'x')).ok());
}

TEST(Endpoint, BindsLocalhostByItsAddress) {
  EXPECT_EQ(bindable_endpoint("tcp://localhost:5556"), "tcp://127.0.0.1:5556");
  EXPECT_EQ(bindable_endpoint("tcp://[::1]:5556"), "tcp://[::1]:5556");
}

}  // namespace
}  // namespace watchpost
