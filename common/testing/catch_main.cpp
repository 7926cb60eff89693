#include "common/testing/catch_runner.hpp"

int main(int argc, char** argv) { return primer::testing::run_catch({argv, argv + argc}); }
