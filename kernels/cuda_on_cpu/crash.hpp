#pragma once
// When the processor stops a kernel, because of a wild pointer or a stack that is full, the operating system's word for it is
// "Segmentation fault". Here it is said which kernel, block and thread that was.

namespace primer::cuda_on_cpu {

/// From now on, a signal that stops a kernel on this thread of the operating system is explained in one line, and the
/// process ends with status 3; or goes on to who has looked after the signal before (Catch2 does). With AddressSanitizer
/// the line stands before its report.
void explain_crashes();

}  // namespace primer::cuda_on_cpu
