#: watch [EXERCISE...]       grades each exercise whenever you save it

source "$root/commands/grade.sh"
primer_watch() {
  ! asks_for_help "$@" || { show_help watch; return; }
  setup core
  with_hidden_tests "${PRIMER_PRESET:-release}" ''
  build_checkers "$@"
  grader watch "$@"
}
