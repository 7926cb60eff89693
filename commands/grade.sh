#: grade [EXERCISE...]       compiles and checks what you wrote for all exercises, a chapter's (8), or one (8.1);
#:                           --submissions DIR --out DIR grades a class; grade --help lists all options

primer_grade() {
  local tests='' arguments=()
  ! asks_for_help "$@" || { show_help grade; return; }
  while [ $# -gt 0 ]; do
    case $1 in
      --tests=*) tests=${1#*=} ;;
      --tests) [ $# -gt 1 ] || die 2 --tests "no folder is named" "write --tests DIR"; tests=$2; shift ;;
      *) arguments+=("$1") ;;
    esac
    shift
  done
  [ -z "$tests" ] || look_at_hidden_tests "$tests"
  [ -z "$tests" ] || tests=$(readlink -f "$tests")
  setup core
  with_hidden_tests "${PRIMER_PRESET:-release}" "$tests"
  build_checkers "${arguments[@]}"
  grader grade "${arguments[@]}"
}

grader() { "$root/build/${PRIMER_PRESET:-release}/exercises/grader/grader" "$@"; }

asks_for_help() { case " $* " in *' --help '* | *' -h '*) ;; *) return 1 ;; esac }
show_help() {
  setup core
  build "${PRIMER_PRESET:-release}" grader
  grader "$1" --help
}

# look_at_hidden_tests DIR: says how many files there are with checks for exercises, and does not go on with none.
look_at_hidden_tests() {
  local file exercise count=0 exercises=''
  [ -d "$1" ] || die 2 "--tests $1" "there is no such folder" "name one that is laid out as exercises/ is"
  for file in "$1"/*/*/*_test.cpp; do
    exercise=${file%/*}
    exercise=${exercise#"$1"/}
    [ -f "$file" ] || continue
    [ -d "$root/exercises/$exercise" ] || die 2 "--tests $1" "there is no exercise $exercise" "name the folder as it is called in exercises/"
    count=$((count + 1))
    case "$exercises " in *" $exercise "*) ;; *) exercises+=" $exercise" ;; esac
  done
  [ "$count" -gt 0 ] || die 2 "--tests $1" "there is no NN_chapter/K_name/…_test.cpp in it" "lay it out as exercises/ is"
  say "hidden checks: $count $([ "$count" = 1 ] && echo file || echo files), for$exercises"
}

# with_hidden_tests PRESET DIR: lets the checkers hold the tests in DIR too; none, as a rule.
with_hidden_tests() {
  local folder=$root/build/$1
  [ -z "$2" ] || build "$1" grader
  [ -f "$folder/CMakeCache.txt" ] || return 0
  grep -qFx "PRIMER_HIDDEN_TESTS:PATH=$2" "$folder/CMakeCache.txt" ||
    cmake -D PRIMER_HIDDEN_TESTS:PATH="$2" "$folder" >/dev/null ||
    die 3 "--tests $2" "CMake could not configure it" "see its message above"
}

# build_checkers ARGUMENT...: what the grader needs to grade what these arguments of its mean.
build_checkers() {
  local preset=${PRIMER_PRESET:-release} ids
  build "$preset" grader
  ids=$(grader targets "$@") || exit
  build "$preset" primer_worker primer_strict $(for id in $ids; do echo "checker_$id offer_$id"; done)
}
