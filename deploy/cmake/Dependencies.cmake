# Debian's libraries, each as one imported target. deploy/install-deps installs them.
find_package(Threads REQUIRED)
find_package(PkgConfig REQUIRED)
find_package(spdlog REQUIRED)
find_package(Boost 1.74 REQUIRED)
find_package(Protobuf REQUIRED)
find_package(GDAL REQUIRED)
find_package(Eigen3 REQUIRED)
find_package(absl REQUIRED)
find_package(tomlplusplus REQUIRED)
find_package(CLI11 REQUIRED)
find_package(cppzmq REQUIRED)
find_package(ZLIB REQUIRED)
find_package(GTest REQUIRED)
find_package(benchmark REQUIRED)

pkg_check_modules(geographiclib REQUIRED IMPORTED_TARGET geographiclib)
add_library(GeographicLib::GeographicLib ALIAS PkgConfig::geographiclib)
pkg_check_modules(sodium REQUIRED IMPORTED_TARGET libsodium)
add_library(sodium::sodium ALIAS PkgConfig::sodium)
pkg_check_modules(zstd REQUIRED IMPORTED_TARGET libzstd)
add_library(zstd::zstd ALIAS PkgConfig::zstd)

# S2 0.10 has neither a CMake config nor a pkg-config file; it needs Abseil beside it.
find_path(S2_INCLUDE_DIR s2/s2cell_id.h REQUIRED)
find_library(S2_LIBRARY s2 REQUIRED)
add_library(s2_imported INTERFACE)
target_include_directories(s2_imported SYSTEM INTERFACE ${S2_INCLUDE_DIR})
target_link_libraries(s2_imported INTERFACE ${S2_LIBRARY} absl::base absl::strings absl::flat_hash_map
  absl::flat_hash_set absl::btree absl::int128 absl::time absl::span absl::fixed_array absl::inlined_vector
  absl::memory absl::str_format absl::synchronization absl::utility)
add_library(S2::s2 ALIAS s2_imported)

find_path(RAPIDCHECK_INCLUDE_DIR rapidcheck.h REQUIRED)
find_library(RAPIDCHECK_LIBRARY rapidcheck REQUIRED)
add_library(rapidcheck_imported INTERFACE)
target_include_directories(rapidcheck_imported SYSTEM INTERFACE ${RAPIDCHECK_INCLUDE_DIR})
target_link_libraries(rapidcheck_imported INTERFACE ${RAPIDCHECK_LIBRARY})
