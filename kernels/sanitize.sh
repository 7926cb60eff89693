#!/usr/bin/env bash
# kernels/sanitize.sh [NAME...]   NVIDIA's compute-sanitizer over the tests of operations, all of them or those named, on
#                                 this machine's GPU: accesses out of bounds, data races, memory that is read before it
#                                 is written. What the emulator finds without a card, found by the card itself.
set -euo pipefail
cd "$(dirname "$0")/.."

die() {
  printf 'primer: error: sanitize: %s\n' "$1" >&2
  exit 3
}

export PATH=$PATH:/usr/local/cuda/bin
[[ $(nvidia-smi -L 2>/dev/null) == GPU* ]] || die "no GPU was found; run it where there is one"
command -v compute-sanitizer >/dev/null || die "there is no compute-sanitizer; it comes with CUDA's toolkit"

names=("$@")
[ $# -gt 0 ] || mapfile -t names < <(sed -n 's/^primer_operation(\(.*\))$/\1/p' kernels/CMakeLists.txt)
cmake --preset cuda >/dev/null
cmake --build --preset cuda --target $(printf 'test_%s ' "${names[@]}")

failed=''
for name in "${names[@]}"; do
  for tool in memcheck racecheck initcheck; do
    printf '%s, %s: ' "$name" "$tool"
    # Of the executions only that of the card: the others would take minutes and show nothing.
    if log=$(PRIMER_EXECUTION=cuda compute-sanitizer --tool "$tool" --error-exitcode 99 \
      "build/cuda/common/test_$name" 2>&1); then
      echo "nothing found"
    else
      failed+=" $name/$tool"
      printf 'failed\n%s\n' "$log"
    fi
  done
done
[ -z "$failed" ] || die "not in order:$failed; see above"
