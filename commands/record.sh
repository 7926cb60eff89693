#: record CHAPTER [OPTIONS]  makes the chapter's default run and keeps it in its results/ (--full: results/full/)

# The run happens in out/record, so that one which took all night and was stopped goes on with --resume.
primer_record() {
  local preset=${PRIMER_PRESET:-release} chapter option kind='' out results source status=0
  [ $# -gt 0 ] || die 2 record "no chapter is named" "choose one of: $(echo $(all_chapters))"
  find_chapter "$1"
  shift
  for option; do
    case $option in
      --full | --search) kind=/${option#--} ;;
      --quick | --out* | --data*) die 2 "record $option" "recorded results come from the book's own run" "leave the option out" ;;
    esac
  done
  out=$root/out/record/$chapter${kind/\//_}
  results=$root/chapters/$chapter/results$kind
  setup core
  build "$preset" "$chapter" source_hash
  fetch_data_of "$chapter"
  source=$("$root/build/$preset/common/testing/source_hash" record "$chapter" $(data_of "$chapter"))
  trap : INT # the program saves, and says so
  "$root/build/$preset/chapters/$chapter/$chapter" --out "$out" "$@" || status=$?
  if [ "$status" != 0 ]; then
    say "nothing is recorded; what was saved goes on with: $0 record $chapter${*:+ $*} --resume"
    exit "$status"
  fi
  mkdir -p "$results"
  rm -f "$results"/{run.json,log.csv,source.json,*.svg}
  cp "$out"/run.json "$out"/log.csv "$results"
  ! compgen -G "$out/*.svg" >/dev/null || cp "$out"/*.svg "$results"
  printf '%s\n' "$source" >"$results/source.json"
  say "recorded in ${results#"$root"/}"
}
