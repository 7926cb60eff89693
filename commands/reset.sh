#: reset EXERCISE            puts an exercise back as it was at first; asks before (--yes: does not), keeps what you wrote

source "$root/commands/grade.sh"
primer_reset() {
  setup core
  build "${PRIMER_PRESET:-release}" grader
  grader reset "$@"
}
