#: record CHAPTER [OPTIONS]  makes the chapter's default run and keeps it in its results/, and what --quick prints in
#:                           expected.txt; a run with --full goes to results/full/, one with --search to results/search/

# The run happens in out/record, so that one which took all night and was stopped goes on with --resume. What is recorded
# changes when all has gone well, and not before.
primer_record() {
  local preset=${PRIMER_PRESET:-release} chapter option kind='' resume='' program tools out results source log status=0
  [ $# -gt 0 ] || die 2 record "no chapter is named" "choose one of: $(echo $(all_chapters))"
  find_chapter "$1"
  shift
  for option; do
    case ${option%%=*} in
      --full) kind=${kind:-/full} ;;
      --search) kind=/search ;;
      --resume) resume=yes ;;
      --quick | --out | --data) die 2 "record $option" "recorded results come from the book's own run" "leave the option out" ;;
      --help | -h) die 2 "record $option" "would record nothing" "see ./primer run $chapter --help" ;;
    esac
  done
  program=$root/build/$preset/chapters/$chapter/$chapter
  tools=$root/build/$preset/common/testing
  out=$root/out/record/$chapter${kind/\//_}
  results=$root/chapters/$chapter/results$kind
  setup core
  build "$preset" "$chapter" source_hash expected
  fetch_data_of "$chapter"
  source=$("$tools/source_hash" record "$chapter" $(data_of "$chapter"))
  mkdir -p "$out"
  trap : INT # the program saves, and says so
  [ -n "$kind" ] || record_expected
  if [ -z "$resume" ]; then
    printf '%s\n' "$source" >"$out/source.json"
    rm -f "$out"/*.svg
  fi
  [ "$source" = "$(cat "$out/source.json" 2>/dev/null)" ] ||
    die 3 "out/record" "code or data have changed since this run began" "start it again without --resume"
  "$program" --out "$out" "$@" || status=$?
  if [ "$status" != 0 ]; then
    [ "$status" = 2 ] || say "nothing is recorded; what was saved goes on with: $0 record $chapter${*:+ $*}$([ -n "$resume" ] || echo ' --resume')"
    exit "$status"
  fi
  trap '' INT TERM HUP
  log=$(keep_recorded 2>&1) || die 3 "${results#"$root"/}" "cannot be written (${log##*$'\n'})" "make room, and go on with --resume"
  say "recorded in ${results#"$root"/}"
}

# The run with --quick comes first: it takes seconds, and when it fails, the long one need not begin.
record_expected() {
  local status=0
  "$program" --quick --out "$out/quick" >"$out/printed.txt" || status=$?
  [ "$status" = 0 ] || { say "nothing is recorded, because the run with --quick failed"; exit "$status"; }
  "$tools/expected" write "${results%/*}/expected.txt" <"$out/printed.txt" >"$out/expected.txt" || exit 3
}

# Everything is copied beside its place, and moved there when it is whole.
keep_recorded() {
  local new=$results/.new
  rm -rf "$new" && mkdir -p "$new" &&
    cp "$out"/{run.json,log.csv,source.json} "$new" &&
    { ! compgen -G "$out/*.svg" >/dev/null || cp "$out"/*.svg "$new"; } &&
    { [ -n "$kind" ] || cp "$out/expected.txt" "$new"; } || { rm -rf "$new"; return 3; }
  rm -f "$results"/{run.json,log.csv,source.json,*.svg} &&
    { [ -n "$kind" ] || mv "$new/expected.txt" "${results%/*}"; } &&
    mv "$new"/* "$results" && rmdir "$new"
}
