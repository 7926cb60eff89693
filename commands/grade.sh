#: grade [EXERCISE...]       compiles and checks what you wrote for all exercises, a chapter's (8), or one (8.1);
#:                           --submissions DIR --out DIR grades a class; grade --help lists all options

primer_grade() {
  local tests='' arguments=()
  while [ $# -gt 0 ]; do
    case $1 in
      --help | -h) setup core; build "${PRIMER_PRESET:-release}" grader; grader grade --help; return ;;
      --tests=*) tests=${1#*=} ;;
      --tests) [ $# -gt 1 ] || die 2 --tests "no folder is named" "write --tests DIR"; tests=$2; shift ;;
      *) arguments+=("$1") ;;
    esac
    shift
  done
  [ -z "$tests" ] || [ -d "$tests" ] ||
    die 2 "--tests $tests" "there is no such folder" "name one that holds NN_chapter/K_name/…_test.cpp"
  [ -z "$tests" ] || tests=$(readlink -f "$tests")
  with_hidden_tests "$tests"
  build_checkers "${arguments[@]}"
  grader grade "${arguments[@]}"
}

grader() { PRIMER_COMMAND="$0" "$root/build/${PRIMER_PRESET:-release}/exercises/grader/grader" "$@"; }

# with_hidden_tests DIR: lets the checkers hold the tests in DIR too; none, as a rule.
with_hidden_tests() {
  local folder=$root/build/${PRIMER_PRESET:-release}
  setup core
  build "${PRIMER_PRESET:-release}" grader
  grep -qFx "PRIMER_HIDDEN_TESTS:PATH=$1" "$folder/CMakeCache.txt" ||
    cmake -D PRIMER_HIDDEN_TESTS:PATH="$1" "$folder" >/dev/null ||
    die 3 "--tests $1" "CMake could not configure it" "see its message above"
}

# build_checkers ARGUMENT...: what the grader needs to grade what these arguments of its mean.
build_checkers() {
  local preset=${PRIMER_PRESET:-release} ids
  ids=$(grader targets "$@") || exit
  build "$preset" primer_worker primer_strict $(for id in $ids; do echo "checker_$id offer_$id"; done)
}
