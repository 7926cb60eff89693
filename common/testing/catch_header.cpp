// Empty but for the header that the build precompiles: CMake makes it with the first source that uses it, which is this.
#include "common/testing/catch.hpp"
