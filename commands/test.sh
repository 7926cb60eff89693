#: test [NAME] [OPTIONS]     runs all tests, or those of a chapter, an operation of kernels/, a room of common/, all exercises,
#:                           the grader or the book, first built with sanitizers (dev), then optimised (release); OPTIONS go to ctest

source "$root/commands/grade.sh"
all_operations() { folders_with 'kernels/*/*_test.cpp'; }
all_rooms() { folders_with 'common/*/*_test.cpp'; }

# labels_named NAME: the labels of the tests that are meant, each also the name of its program: test_LABEL.
labels_named() {
  local label
  chapters_named "$1"
  for label in $(all_operations) $(all_rooms) layering grader exercises book; do
    [ "$label" != "${1%/}" ] && [ "common/$label" != "${1%/}" ] && [ "kernels/$label" != "${1%/}" ] || echo "$label"
  done
}

# programs_for PRESET LABEL...: what has to be built for these tests. Chapters are also run as a whole, in release.
programs_for() {
  local preset=$1 label
  for label in "${@:2}"; do
    case $label in
      [0-9]*)
        ! compgen -G "$root/chapters/$label/*_test.cpp" >/dev/null || echo "test_$label"
        [ "$preset" = release ] || continue
        echo "$label expected same_on_device"
        ! compgen -G "$root/exercises/$label/*" >/dev/null || echo "grader primer_worker primer_strict checkers_$label" ;;
      exercises) [ "$preset" != release ] || echo "grader checkers" ;;
      book) echo "test_book test_browser"; [ "$preset" != release ] || echo "make_book browse_book" ;;
      grader) echo "test_grader"; [ "$preset" != release ] || echo "test_hostile" ;;
      *) echo "test_$label" ;;
    esac
  done
}

# For CI's log: the seconds that compiling each chapter took in all builds. ctest adds those that its tests took.
build_times() {
  awk '!/^#/ && match($4, /chapters\/[0-9][0-9]_[a-z_0-9]*\//) {
         seconds[substr($4, RSTART + 9, RLENGTH - 10)] += ($2 - $1) / 1000
       }
       END { for (chapter in seconds) printf "compiled %s in %.0f s\n", chapter, seconds[chapter] }' "$root"/build/*/.ninja_log
}

primer_test() {
  local preset presets=${PRIMER_PRESET:-dev release} labels='' select=() targets folder=$root/build
  case ${1:--} in
    -*) ;;
    *)
      labels=$(echo $(labels_named "$1"))
      [ -n "$labels" ] || die 2 "test $1" "no chapter, operation or room has that name" \
        "choose one of: $(echo $(all_chapters) $(all_operations) $(all_rooms) exercises grader book)"
      select=(--label-regex "^(${labels// /|})\$")
      shift ;;
  esac
  setup core book
  for preset in $presets; do
    targets=(all)
    [ "$preset" = release ] || targets=(tests)
    [ -z "$labels" ] || targets=($(programs_for "$preset" $labels))
    with_hidden_tests "$preset" ''
    [ ${#targets[@]} = 0 ] || build "$preset" "${targets[@]}"
  done
  [ -z "${CI:-}" ] || build_times

  # One run of ctest, and one summary, for all that was built.
  mkdir -p "$folder"
  printf 'subdirs(%s)\n' "$presets" >"$folder/CTestTestfile.cmake"
  [ ! -t 1 ] || select+=(--progress)
  OMP_NUM_THREADS=${OMP_NUM_THREADS:-2} ctest --test-dir "$folder" --output-on-failure --no-tests=error \
    -j "$(nproc 2>/dev/null || getconf _NPROCESSORS_ONLN)" "${select[@]}" "$@" || exit 3
}
