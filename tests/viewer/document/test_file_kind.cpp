#include "viewer/document/file_kind.hpp"

#include <catch2/catch.hpp>
#include <fstream>

#include "viewer/support.hpp"

using namespace linetwin::viewer;

TEST_CASE("files are told apart by their first lines", "[viewer]") {
  const Folder folder;
  const auto kind = [&](const std::string& text) {
    const std::string path = (folder / "file").string();
    std::ofstream(path) << text;
    return kind_of_file(path);
  };
  CHECK(kind("# linetwin trace 1\n# model two 0\ntime_us,event,element,machine,to,part,variant,value\n") ==
        FileKind::Trace);
  CHECK(kind("# linetwin trace 1\n") == FileKind::Trace);
  CHECK(kind("time_us,event,element,machine,to,part,variant,value\n0,end,,,,,,\n") == FileKind::Trace);
  CHECK(kind("# my line\n\nlinetwin: 1\nname: time_us,event,\n") == FileKind::Model);
  CHECK(kind("# cases\nlinetwin-scenario: 1\n") == FileKind::Scenario);
  CHECK(kind("# linetwin trace 1 is what this line writes\nlinetwin: 1\n") == FileKind::Model);
  CHECK(kind("time_s,event\n") == FileKind::Model);
  CHECK(kind("") == FileKind::Model);
  CHECK(kind_of_file((folder / "none").string()) == FileKind::Model);
}
