// A text into a file that somebody may already have: who may read it, and what a link leads to, stay.
#pragma once

#include <string>

namespace linetwin::viewer {

// Whole or not at all. What a file that is there says of who may read and write it stays; one that nobody may
// write is left alone, and a link is followed. Empty when it is done, else why not, in words.
std::string put_into_file(const std::string& path, const std::string& text);

}  // namespace linetwin::viewer
