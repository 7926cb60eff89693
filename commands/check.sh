#: check [NAME] [--fix]      the tree itself: format, map (of the README), layering, results, exercises (are what
#:                           solutions/ makes of them), cuda (nvcc compiles the kernels); --fix mends the first two

# Each check prints what is wrong and fails; one that lacks its tool says that it is skipped.

check_format() {
  local clang_format fix=(--dry-run -Werror)
  clang_format=$(command -v clang-format-14 || command -v clang-format || true)
  case $([ -z "$clang_format" ] || "$clang_format" --version) in
    *'version 14.'*) ;;
    *) echo "format: skipped, because there is no clang-format 14 (others lay some lines out differently)"; return ;;
  esac
  [ -z "$1" ] || fix=(-i)
  cd "$root"
  # A reader's own files are laid out as the reader likes; in exercises/ the rest comes from solutions/.
  find $(ls -d book chapters common kernels exercises/grader solutions 2>/dev/null) -name '*.[ch]pp' -o -name '*.cu' |
    xargs -r "$clang_format" "${fix[@]}" &&
    echo "format: as .clang-format says"
}

check_map() {
  local readme=$root/README.md wanted
  command -v cmake >/dev/null || install cmake
  wanted=$(mktemp)
  trap "rm -f '$wanted'" EXIT
  cmake -D README="$readme" -D OUT="$wanted" -P "$root/chapters/describe.cmake" || return 3
  if ! cmp -s "$readme" "$wanted"; then
    [ -n "$1" ] || { echo "map: README.md does not show the chapters as they are"; return 3; }
    cat "$wanted" >"$readme"
  fi
  echo "map: README.md shows the chapters as they are"
}

check_layering() {
  local log
  setup core
  build release test_layering
  log=$("$root/build/release/common/testing/test_layering") || { printf '%s\n' "$log"; return 3; }
  echo "layering: includes go from chapters over common to kernels"
}

check_results() {
  setup core
  build release source_hash
  "$root/build/release/common/testing/source_hash" check && echo "results: recorded with the chapters' code as it is"
}

check_exercises() {
  [ -d "$root/solutions" ] || { echo "exercises: skipped, because this tree has no solutions/"; return; }
  setup core
  build release grader
  "$root/build/release/exercises/grader/grader" sync --check --allow-begun && echo "exercises: as solutions/ makes them"
}

# With the kernels' sources all of the library, which offers the device.
check_cuda() {
  local problem
  problem=$(nvcc_problem)
  [ -z "$problem" ] || { echo "cuda: skipped, because $problem"; return; }
  setup core
  build nvcc primer_common bench_ladder && echo "cuda: nvcc compiles the kernels"
}

primer_check() {
  local names=() fix='' word name failed=''
  for word; do
    case $word in
      --fix) fix=yes ;;
      format | map | layering | results | exercises | cuda) names+=("$word") ;;
      *) die 2 "check $word" "there is no such check" "choose from format, map, layering, results, exercises, cuda and --fix" ;;
    esac
  done
  [ ${#names[@]} -gt 0 ] || names=(format map layering results exercises cuda)
  for name in "${names[@]}"; do ("check_$name" "$fix") || failed+=" $name"; done
  [ -z "$failed" ] || die 3 "check" "not in order:$failed" "see above; ./primer check --fix mends format and map"
}
