#: sync [--check]            for authors: writes exercises/ from solutions/; --check proves each exercise instead: nothing
#:                           to write, its stub fails, its solution passes, its wrong solutions lose what they should

source "$root/commands/grade.sh"
primer_sync() {
  [ -d "$root/solutions" ] || die 3 solutions/ "this tree has none, so there is nothing to write exercises from" "clone the whole book"
  case $# in 0) ;; *) [ "$*" = --check ] || die 2 "sync $*" "sync takes --check and nothing else" "see ./primer help" ;; esac
  setup core
  if [ $# = 0 ]; then
    build "${PRIMER_PRESET:-release}" grader
    grader sync
    return
  fi
  with_hidden_tests "${PRIMER_PRESET:-release}" ''
  build "${PRIMER_PRESET:-release}" grader
  grader sync --check --allow-begun
  build_checkers
  grader prove
}
