#: data [list]               the data sets: package, licence, size, users, and whether they are here
#: data fetch [SET...]       gets all data sets, or those named; data verify [SET...] reads every byte again

# data/manifest says what there is; data/cache/SET is where the programs look. A set comes from a Debian package that is
# unpacked there, never installed, and needs no root. A set that was found in order once is stamped, and then only its
# files' sizes and times are compared.
manifest=$root/data/manifest
cache=$root/data/cache

all_sets() { awk '$1 == "set" { print $2 }' "$manifest"; }
# read_set SET: sets package, folder, licence, size and users, and `files` to its lines "FILE SHA256...".
read_set() {
  read -r package folder licence size users < <(awk -v set="$1" '$1 == "set" && $2 == set { $1 = $2 = ""; print }' "$manifest") ||
    die 2 "data set $1" "data/manifest does not know it" "choose from: $(echo $(all_sets))"
  files=$(awk -v set="$1" '$1 == "file" && $2 == set { $1 = $2 = ""; print substr($0, 3) }' "$manifest")
}

# agrees FOLDER: whether all the files of the set lie there as the manifest has them. What does not is printed.
agrees() (
  status=0
  cd "$1" 2>&1 || exit 1
  while read -r file hashes; do
    found=$(sha256sum "$file") || { status=1; continue; }
    [[ " $hashes " == *" ${found%% *} "* ]] || { echo "$file: FAILED"; status=1; }
  done <<<"$files" 2>&1
  exit "$status"
)
# What a stamp holds: the hashes that were found right, and the files' sizes and times.
stamp_of() { (cd "$cache/$1" 2>/dev/null && printf '%s\n' "$files" && stat -L -c '%s %Y %n' $(awk '{ print $1 }' <<<"$files")); }
stamp() { stamp_of "$1" >"$cache/.$1.verified"; }
stamped() { [ -f "$cache/.$1.verified" ] && [ "$(stamp_of "$1" 2>/dev/null)" = "$(<"$cache/.$1.verified")" ]; }

fetch_set() {
  local package folder licence size users files
  read_set "$1"
  ! stamped "$1" || return 0
  mkdir -p "$cache" 2>/dev/null || die 3 data/cache "cannot be made" "make the folder writable"
  if [ -e "$cache/$1" ] && agrees "$cache/$1" >/dev/null; then
    :
  elif [ -d "$cache/$1" ] && [ ! -L "$cache/$1" ]; then
    die 3 "data/cache/$1" "$(agrees "$cache/$1" | head -1)" "put the right files there, or delete the folder and try again"
  elif [ -d "/$folder" ] && agrees "/$folder" >/dev/null; then
    point "$1" "/$folder"
  else
    download "$1"
  fi
  stamp "$1"
}
point() { ln -sfn "$2" "$cache/$1.new" && mv -T "$cache/$1.new" "$cache/$1"; }

# Unpacks the package beside its place, and moves it there when every file has the right hash.
download() {
  local partial=$cache/.partial log deb tree
  command -v apt-get >/dev/null && command -v dpkg-deb >/dev/null ||
    die 3 "data set $1" "not here, and without apt-get it cannot be fetched" \
      "unpack https://packages.debian.org/$package so that the files of its /$folder lie in data/cache/$1"
  exec 9>"$cache/.lock" && flock 9 # a second fetch waits for the first
  ! stamped "$1" || return 0
  trap 'rm -rf "$cache/.partial"' EXIT
  rm -rf "$partial"
  mkdir -p "$partial/lists/partial"
  say "downloading $package ($size)"
  log=$(apt_download 2>&1) || log=$(apt_download_with_own_lists 2>&1) ||
    die 3 "data set $1" "apt-get could not download $package ($(sed -n 's/^E: //p' <<<"$log" | head -1))" "see whether this machine is on the network and its disk has room, and try again"
  deb=$(cd "$partial" && echo *.deb)
  tree=${deb%_*.deb}
  log=$(dpkg-deb -x "$partial/$deb" "$partial/$tree" 2>&1) ||
    die 3 "data/cache/$tree" "unpacking failed (${log##*$'\n'})" "see whether the disk is full, and try again"
  log=$(agrees "$partial/$tree/$folder") ||
    die 3 "data set $1" "the package $tree has other files than data/manifest expects (${log%%$'\n'*})" "tell the authors of this book"
  rm -rf "${cache:?}/$tree"
  mv -T "$partial/$tree" "$cache/$tree"
  point "$1" "$tree/$folder"
  rm -rf "$partial"
}
apt_download() {
  local own=()
  [ "$EUID" != 0 ] || own=(-o APT::Sandbox::User=root) # root can write here, the user _apt perhaps not
  cd "$partial" && apt-get -qq "${own[@]}" "$@" download "$package"
}
# A machine without package lists, and perhaps a user who may not get them: the lists are fetched here, for this once.
apt_download_with_own_lists() {
  local own=(-o "Dir::State::lists=$partial/lists" -o "Dir::Cache=$partial" -o APT::Sandbox::User="$(id -un)")
  apt-get -qq "${own[@]}" update && apt_download "${own[@]}"
}

# What a command that runs these chapters calls first.
fetch_data_of() {
  local set sets
  sets=$(data_of "$@")
  for set in $sets; do fetch_set "$set"; done
}

state_of() {
  if stamped "$1"; then echo here; elif [ -e "$cache/$1" ]; then echo "not verified"; else echo "not here"; fi
}

primer_data() {
  local action=${1:-list} set package folder licence size users files bad
  [ $# = 0 ] || shift
  case $action in list | fetch | verify) ;; *) die 2 "data $action" "there is no such action" "choose from list, fetch and verify" ;; esac
  for set in ${@:-$(all_sets)}; do
    read_set "$set"
    case $action in
      list) printf '%-15s %-22s %-18s %6s  chapters %-11s %s\n' "$set" "$package" "$licence" "$size" "$users" "$(state_of "$set")" ;;
      fetch) fetch_set "$set"; say "$set: here" ;;
      verify)
        [ -e "$cache/$set" ] || die 3 "data set $set" "not here" "get it with ./primer data fetch $set"
        bad=$(agrees "$cache/$set") || { rm -f "$cache/.$set.verified"; die 3 "data/cache/$set" "${bad%%$'\n'*}" "get it again with ./primer data fetch $set"; }
        stamp "$set"; say "$set: every file is as data/manifest says" ;;
    esac
  done
}
