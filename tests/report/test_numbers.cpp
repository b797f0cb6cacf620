#include <catch2/catch.hpp>
#include <limits>

#include "report/numbers.hpp"

using namespace linetwin;

TEST_CASE("a figure has two digits of its uncertainty") {
  CHECK(figure_text({90.617, 0.5731, {}}) == "90.62 ± 0.57");
  CHECK(figure_text({1234.5, 21.0, {}}) == "1234 ± 21");
  CHECK(figure_text({0.30812, 0.0731, {}}) == "0.308 ± 0.073");
}

TEST_CASE("a figure whose interval has no width shows sensible digits") {
  CHECK(figure_text({25.0, 0.0, {}}) == "25 ± 0");
  CHECK(figure_text({25.0, 3e-15, {}}) == "25 ± 0");  // rounding noise
  CHECK(figure_text({100.1 / 3, 0.0, {}}) == "33.37 ± 0");
  CHECK(figure_text({810e6, 1e-8, {}}) == "810000000 ± 0");
  CHECK(figure_text({0.0, 0.0, {}}) == "0 ± 0");
  CHECK(figure_text({-1.6252e-15, 0.0, {}}) == "0 ± 0");
}

TEST_CASE("a number without an interval has no zeros behind it, and a small one is not lost") {
  CHECK(figure_text({312.0, {}, {}}) == "312");
  CHECK(figure_text({0.5, {}, {}}) == "0.5");
  CHECK(figure_text({0.000123, {}, {}}) == "0.000123");
  CHECK(figure_text({}) == "-");
  CHECK(figure_text({std::numeric_limits<double>::quiet_NaN(), 1.0, {}}) == "-");
}

TEST_CASE("no zero has a sign") {
  CHECK(number_text(-0.04, 5.2) == "0.0");
  CHECK(number_text(-0.0, std::nullopt) == "0.000");
  CHECK(figure_text({-0.04, 5.2, {}}) == "0.0 ± 5.2");
  CHECK(signed_figure_text({0.04, 5.2, {}}) == "0.0 ± 5.2");
  CHECK(signed_figure_text({0.06, 5.2, {}}) == "+0.1 ± 5.2");
  CHECK(signed_figure_text({10.0, 0.0, {}}) == "+10 ± 0");
  CHECK(signed_figure_text({-10.0, 0.0, {}}) == "-10 ± 0");
}
