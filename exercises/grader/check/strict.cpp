// Linked to a worker that is compiled with sanitizers. They need address space without end, so that memory is limited by
// what is really used.

extern "C" const char* __asan_default_options() {
  return "hard_rss_limit_mb=1024:max_allocation_size_mb=1024:allocator_may_return_null=1:detect_"
         "leaks=0:exitcode=99";
}
extern "C" const char* __ubsan_default_options() { return "print_stacktrace=0"; }
