#: help                      this page

# Each command's file begins with its lines of this page.
primer_help() {
  local command
  printf 'Primer: a course book that compiles. Usage: ./primer COMMAND\n\n'
  for command in "${commands[@]}"; do sed -n '/^#:/!q; s/^#: /  /p' "$root/commands/$command.sh"; done
  cat <<'END'

A chapter is named by number, name, or the beginning of it: 8, 08, auto, 08_autoencoder.
PRIMER_PRESET=dev takes that preset of CMake instead of release; test then builds and runs that one alone.
END
}
