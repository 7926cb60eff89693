#: bench [NAME] [OPTIONS]    measures an operation of kernels/, all of them if none is named, or a chapter, where PyTorch
#:                           is installed beside its twin there; a chapter's OPTIONS: --json FILE --require-rival --threads N

primer_bench() {
  local preset=${PRIMER_PRESET:-release} names='' name measured
  measured=$(folders_with 'kernels/*/*_bench.cpp'; folders_with 'chapters/*/*_bench.cpp')
  case ${1:--} in
    -*) names=$(folders_with 'kernels/*/*_bench.cpp') ;;
    *)
      for name in ${1#kernels/} $(chapters_named "$1"); do
        ! grep -qFx "$name" <<<"$measured" || names+="$name "
      done
      case $names in
        '') die 2 "bench $1" "nothing of that name is measured" "choose one of: $(echo $measured)" ;;
        *' '*[!\ ]*) die 2 "bench $1" "several have that name" "choose one of: $names" ;;
      esac
      shift ;;
  esac
  [ $# = 0 ] || [ -d "$root/chapters/${names% }" ] ||
    die 2 "bench $1" "only a chapter's contest takes options" "name one chapter before it, or leave it out"
  setup core
  fetch_data_of $names
  build "$preset" $(printf 'bench_%s\n' $names)
  for name in $names; do
    "$(compgen -G "$root/build/$preset/common/bench_$name" || echo "$root/build/$preset/chapters/$name/bench_$name")" "$@"
  done
}
