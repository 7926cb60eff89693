#: bench [NAME] [OPTIONS]    measures a chapter or an operation of kernels/, all operations if none is named

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
  setup core
  fetch_data_of $names
  build "$preset" $(printf 'bench_%s\n' $names)
  for name in $names; do
    "$(compgen -G "$root/build/$preset/common/bench_$name" || echo "$root/build/$preset/chapters/$name/bench_$name")" "$@"
  done
}
