#: list                      the chapters: what they are about, what they build on, which data they use

primer_list() {
  local folder title builds_on data
  describe_chapters | while IFS='|' read -r folder title _ builds_on data && [ -n "$folder" ]; do
    printf '%-20s %s\n' "$folder" "$title"
    [ -z "$builds_on" ] || printf '%-20s   builds on %s\n' '' "${builds_on// /, }"
    [ -z "$data" ] || printf '%-20s   uses %s\n' '' "${data// /, }"
  done
}
