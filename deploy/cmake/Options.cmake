# Language, warnings, sanitizers and the flags that determinism rests on.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_C_STANDARD 99)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)

set(WATCHPOST_SANITIZE "" CACHE STRING "address,undefined | thread | empty")
option(WATCHPOST_FUZZ "build the libFuzzer drivers (clang)" OFF)

find_program(WATCHPOST_CCACHE ccache)
if(WATCHPOST_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${WATCHPOST_CCACHE})
endif()

# Targets of our own take these; generated and foreign code does not take the warnings.
add_library(watchpost_flags INTERFACE)
target_include_directories(watchpost_flags INTERFACE ${CMAKE_SOURCE_DIR})
target_compile_options(watchpost_flags INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Werror)

# The same bits from every build of one compiler: no fused multiply-add of the compiler's
# choosing, no -march=native, no -ffast-math.
add_compile_options(-ffp-contract=off)

if(WATCHPOST_SANITIZE)
  add_compile_options(-fsanitize=${WATCHPOST_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${WATCHPOST_SANITIZE})
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # What the sanitizers put in confuses g++'s own flow analysis: it sees uninitialised variants.
    target_compile_options(watchpost_flags INTERFACE -Wno-maybe-uninitialized)
  endif()
  if(WATCHPOST_SANITIZE STREQUAL "thread" AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_compile_options(watchpost_flags INTERFACE -Wno-tsan)  # Asio's fences, in its headers
  endif()
endif()
if(WATCHPOST_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
  add_compile_definitions(FUZZING_BUILD_MODE_UNSAFE_FOR_PRODUCTION)  # bounds that let one input take seconds are lower
endif()
