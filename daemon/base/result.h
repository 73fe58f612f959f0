// Result<T>: a value, or the one line that tells a person why there is none.
//
// Errors   for operations that could not be done (a file, a socket, a configuration). What
//          the world sent wrongly is a Fault, what the mandate refuses a Refusal, what we
//          did wrongly a CHECK.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "daemon/base/check.h"

namespace watchpost {

// Printed as `WHERE: WHAT`; WHERE is file:line:column, an endpoint, or the name of what was tried.
struct Error {
  std::string where;
  std::string what;

  std::string line() const { return where.empty() ? what : where + ": " + what; }
};

template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::move(value)) {}      // NOLINT(google-explicit-constructor): return value;
  Result(Error error) : state_(std::move(error)) {}  // NOLINT(google-explicit-constructor): return Error{…};

  bool ok() const { return std::holds_alternative<T>(state_); }
  explicit operator bool() const { return ok(); }

  T& value() & { return checked_value(); }
  const T& value() const& { return const_cast<Result*>(this)->checked_value(); }
  T&& value() && { return std::move(checked_value()); }
  T& operator*() & { return checked_value(); }
  const T& operator*() const& { return value(); }
  T* operator->() { return &checked_value(); }
  const T* operator->() const { return &value(); }

  const Error& error() const {
    CHECK(!ok(), "error() of a Result that holds a value");
    return std::get<Error>(state_);
  }

 private:
  T& checked_value() {
    CHECK(ok(), "value() of a Result that holds an error");
    return std::get<T>(state_);
  }

  std::variant<T, Error> state_;
};

// Done, or why not.
class [[nodiscard]] Status {
 public:
  Status() = default;
  Status(Error error) : error_(std::move(error)) {}  // NOLINT(google-explicit-constructor): return Error{…};

  bool ok() const { return !error_; }
  explicit operator bool() const { return ok(); }
  const Error& error() const {
    CHECK(error_, "error() of a Status that is ok");
    return *error_;
  }

 private:
  std::optional<Error> error_;
};

}  // namespace watchpost
