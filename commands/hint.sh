#: hint EXERCISE             one hint more each time; after full points, what to compare with the solution

source "$root/commands/grade.sh"
primer_hint() {
  setup core
  build "${PRIMER_PRESET:-release}" grader
  grader hint "$@"
}
