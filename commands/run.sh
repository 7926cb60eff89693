#: run [CHAPTER] [OPTIONS]   runs a chapter, 03 if none is named; OPTIONS go to its program, --help lists them

primer_run() {
  local preset chapter
  case ${1:--} in -*) set -- "$default_chapter" "$@" ;; esac
  find_chapter "$1"
  shift
  preset=${PRIMER_PRESET:-$(preset_for "$@")}
  setup core
  build "$preset" "$chapter"
  case " $* " in
    *' --data'* | *' --help '* | *' -h '*) ;; # the reader's own data, or none
    *) fetch_data_of "$chapter" ;;
  esac
  PRIMER_COMMAND="$0 run $chapter" exec "$root/build/$preset/chapters/$chapter/$chapter" "$@"
}

# preset_for OPTION...: a build with CUDA where a card is asked for that could be had, else the usual one.
preset_for() {
  case " $* " in
    *' --device cuda'* | *' --device=cuda'*) [ -n "$(nvcc_problem)" ] || { echo cuda; return; } ;;
    *' --device auto '* | *' --device=auto '*) ! compgen -G '/dev/nvidia[0-9]*' >/dev/null || [ -n "$(nvcc_problem)" ] || { echo cuda; return; } ;;
  esac
  echo release
}
