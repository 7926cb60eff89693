#: handout --out DIR [--exercises 8.1,8.3]
#:                           for instructors: a tree for students, without solutions, wrong solutions and history

source "$root/commands/grade.sh"
primer_handout() {
  local out='' words=''
  while [ $# -gt 0 ]; do
    case $1 in --*=*) set -- "${1%%=*}" "${1#*=}" "${@:2}" ;; esac
    [ $# -gt 1 ] || die 2 "handout $1" "something is missing behind it" "see ./primer help"
    case $1 in
      --out) out=$2 ;;
      --exercises) words=$2 ;;
      *) die 2 "handout $1" "there is no such option" "see ./primer help" ;;
    esac
    shift 2
  done
  [ -n "$out" ] || die 2 handout "no folder is named" "write ./primer handout --out DIR"
  [ ! -e "$out" ] || [ -z "$(ls -A "$out" 2>&1)" ] || die 2 "--out $out" "is there and not empty" "name a new folder"
  [ -d "$root/solutions" ] || die 3 solutions/ "this tree has none, so it is a handout already" "clone the whole book"
  setup core
  build "${PRIMER_PRESET:-release}" grader
  grader targets ${words//,/ } >/dev/null
  out=$(readlink -m "$out")
  case $out/ in "$root"/*) die 2 "--out $out" "stands in the book itself" "name a folder elsewhere" ;; esac
  mkdir -p "$out" 2>/dev/null || die 3 "--out $out" "cannot be made" "name another folder"
  tree_files | tar -C "$root" --null --no-recursion --files-from=- -cf - | tar -C "$out" -xf - ||
    die 3 "--out $out" "could not be written whole" "make room and name a new folder"
  grader handout --out "$out" ${words//,/ }
  (name_strangers)
}

# Without git nobody can tell the book's files from others that stand beside them, so these are all that are handed out.
own_files=(.ci .clang-format .editorconfig .github .gitignore CMakeLists.txt CMakePresets.json CONTRIBUTING.md LICENSE
  README.md book chapters commands common data exercises kernels primer)

# What of this tree is the book's, solutions and exercises left out, each name ended by a NUL.
tree_files() {
  cd "$root"
  if [ -e .git ]; then git ls-files -z --cached; else
    find "${own_files[@]}" \( -path data/cache -o -name __pycache__ -o -name '*.backup*' \) -prune -o -type f -print0
  fi | while IFS= read -r -d '' file; do
    case $file in solutions/* | exercises/[0-9][0-9]_*/* | exercises/generated.txt) ;;
      *) [ ! -f "$file" ] || printf '%s\0' "$file" ;;
    esac
  done
}

# name_strangers: says what stands in this tree and is not handed out, because it may be anybody's: hidden tests, grades.
name_strangers() {
  local names count
  cd "$root"
  if [ -e .git ]; then names=$(git ls-files --others --exclude-standard --directory); else
    names=$(ls -A | grep -vFx "$(printf '%s\n' "${own_files[@]}" solutions build out progress.txt compile_commands.json .venv)") || true
  fi
  [ -n "$names" ] || return 0
  count=$(wc -l <<<"$names")
  names=$(head -n 12 <<<"$names")
  say "left out, because it is not known to be the book's:" ${names//$'\n'/, }$([ "$count" -le 12 ] || echo " and $((count - 12)) more")
}
