#: run [CHAPTER] [OPTIONS]   runs a chapter, 08 if none is named; OPTIONS go to its program, --help lists them

primer_run() {
  local preset=${PRIMER_PRESET:-release} chapter
  case ${1:--} in -*) set -- "$default_chapter" "$@" ;; esac
  find_chapter "$1"
  shift
  setup core
  build "$preset" "$chapter"
  case " $* " in
    *' --data'* | *' --help '* | *' -h '*) ;; # the reader's own data, or none
    *) fetch_data_of "$chapter" ;;
  esac
  PRIMER_COMMAND="$0 run $chapter" exec "$root/build/$preset/chapters/$chapter/$chapter" "$@"
}
