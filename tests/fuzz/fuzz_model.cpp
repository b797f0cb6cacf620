#include <cstddef>
#include <cstdint>

#include "one_input.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  linetwin::try_one_input({reinterpret_cast<const char*>(data), size});
  return 0;
}
