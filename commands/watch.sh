#: watch [EXERCISE...]       grades each exercise whenever you save it

source "$root/commands/grade.sh"
primer_watch() {
  with_hidden_tests ''
  build_checkers "$@"
  grader watch "$@"
}
