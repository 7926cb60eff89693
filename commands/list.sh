#: list                      the chapters: what they are about, build on and use, and your points for their exercises

primer_list() {
  local folder title builds_on data
  describe_chapters | while IFS='|' read -r folder title _ builds_on data && [ -n "$folder" ]; do
    printf '%-20s %s\n' "$folder" "$title"
    [ -z "$builds_on" ] || printf '%-20s   builds on %s\n' '' "${builds_on// /, }"
    [ -z "$data" ] || printf '%-20s   uses %s\n' '' "${data// /, }"
    list_exercises "$folder"
  done
}

# list_exercises CHAPTER: number, title, and points, as progress.txt has them or of how many task.md says.
list_exercises() {
  local task name number points
  for task in $(cd "$root/exercises" && printf '%s\n' "$1"/*/task.md | grep -v '[*]' | sort -t/ -k2 -n); do
    name=${task#*/}
    number=$((10#${1%%_*})).${name%%_*}
    points=$(sed -n "s/^${number/./\\.} \([0-9]* of [0-9]*\) .*/\1 points/p" "$root/progress.txt" 2>/dev/null) || true
    case $points in '' | '0 of 0 points') points=$(sed -n 's/^\*\([0-9]*\) points.*/\1 points/p' "$root/exercises/$task") ;; esac
    printf '%-20s   %-5s %-56s %s\n' '' "$number" "$(sed -n '1s/^# //p' "$root/exercises/$task")" "$points"
  done
}
