#: setup [GROUP...]          installs what is missing of core (run and test need it), book, browser (to test the book and
#:                           print it), check, grading (fences for a class), twins (PyTorch), cuda, or all

# packages GROUP: Debian's packages, each with the program (or the header, below an include folder) that shows that it
# is there.
packages() {
  case $1 in
    core)
      cat <<'END'
g++                     c++
cmake                   cmake
ninja-build             ninja
ccache                  ccache
git                     git
gnuplot-nox             gnuplot
libopenblas-openmp-dev  cblas.h
libeigen3-dev           Eigen/Core
libfmt-dev              fmt/format.h
zlib1g-dev              zlib.h
libcli11-dev            CLI/CLI.hpp
nlohmann-json3-dev      nlohmann/json.hpp
libarchive-dev          archive.h
libutf8proc-dev         utf8proc.h
libboost-context-dev    boost/context/fiber.hpp
catch2                  catch2/catch*.hpp
END
      ;;
    book)
      cat <<'END'
doxygen                 doxygen
graphviz                dot
doxygen-awesome-css     doxygen-awesome-css/doxygen-awesome.css
libjs-mathjax           mathjax/MathJax.js
libcpp-httplib-dev      httplib.h
END
      ;;
    browser) echo 'chromium chromium' ;;
    check) echo 'clang-format-14 clang-format-14' ;;
    grading) echo 'bubblewrap bwrap' ;;
  esac
}

# missing GROUP...: the packages that are not here. A program counts wherever it comes from; a library is looked for
# with dpkg, because Debian's variants of OpenBLAS share a header, and where there is no dpkg by its header.
missing() {
  local group package sign libraries=()
  for group; do
    while read -r package sign; do
      case $sign in
        *.h* | */*) libraries+=("$package $sign") ;;
        *) command -v "$sign" >/dev/null || echo "$package" ;;
      esac
    done < <(packages "$group")
  done
  [ ${#libraries[@]} -gt 0 ] || return 0
  if command -v dpkg-query >/dev/null; then
    local installed
    installed=$(dpkg-query -W -f '${db:Status-Status}:${Package}\n' "${libraries[@]%% *}" 2>/dev/null) || true
    for package in "${libraries[@]%% *}"; do grep -qFx "installed:$package" <<<"$installed" || echo "$package"; done
  else
    for package in "${libraries[@]}"; do has_header "${package#* }" || echo "${package%% *}"; done
  fi
}
has_header() {
  local prefix below prefixes=${CMAKE_PREFIX_PATH:-}
  for prefix in ${prefixes//:/ } /usr /usr/local /opt/homebrew; do
    for below in '' '*/' '*/*/'; do
      ! compgen -G "$prefix/include/$below$1" >/dev/null || return 0
    done
  done
  return 1
}

# setup GROUP...: what the other commands call; says nothing when all is there.
setup() {
  local absent
  absent=$(missing "$@")
  [ -z "$absent" ] || install $absent
}

install() {
  local as_root=() answer log
  command -v apt-get >/dev/null ||
    die 3 setup "not on this machine (by Debian's names): $*" "install them with your system's package manager and try again"
  if [ "$EUID" != 0 ]; then
    as_root=(sudo)
    someone_at_the_terminal || as_root+=(-n)
    command -v sudo >/dev/null && { someone_at_the_terminal || sudo -n true 2>/dev/null; } ||
      die 3 setup "packages are missing and this user may not install them" "ask an administrator for: apt-get install $*"
  fi
  if someone_at_the_terminal; then
    say "missing here: $*"
    read -rp "Install them now with ${as_root:+sudo }apt-get? [Y/n] " answer || answer=no
    case $answer in '' | [yY]*) ;; *) die 3 setup "packages are missing" "install them with: apt-get install $*" ;; esac
  fi
  say "installing $*"
  log=$(apt_get install "$@" 2>&1) ||
    { log=$(apt_get update 2>&1) && log=$(apt_get install "$@" 2>&1); } ||
    { printf '%s\n' "$log" >&2; die 3 setup "apt-get could not install $*" "see its messages above"; }
}
apt_get() {
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300 "$1" \
    --yes --no-install-recommends "${@:2}" </dev/null
}

answers() { python3 -c 'import sys, urllib.request as u; u.urlopen(sys.argv[1], timeout=10)' "$1" 2>/dev/null; }

# PyTorch and what the twins need beside it, in .venv, in the versions of chapters/requirements.txt.
setup_twins() {
  local venv=$root/.venv wanted=$root/chapters/requirements.txt without_cuda=https://download.pytorch.org/whl/cpu index=()
  ! cmp -s "$wanted" "$venv/requirements.txt" || return 0
  command -v python3 >/dev/null && python3 -c 'import ensurepip, venv' 2>/dev/null || install python3-venv
  # PyTorch's own index has builds without CUDA, a tenth the size.
  if ! command -v nvidia-smi >/dev/null && answers "$without_cuda/torch/"; then index=(--extra-index-url "$without_cuda"); fi
  say "making .venv with the versions in chapters/requirements.txt (a large download)"
  python3 -m venv "$venv" && "$venv/bin/pip" install --quiet "${index[@]}" -r "$wanted" >&2 ||
    die 3 .venv "pip could not install chapters/requirements.txt" "see its messages above"
  cp "$wanted" "$venv/requirements.txt"
}

# nvcc_problem: what keeps nvcc from compiling our sources, or nothing. Before CUDA 12 it does not know C++20, and each
# release takes compilers up to some version only, which is why it has to try.
nvcc_problem() {
  local nvcc messages
  nvcc=$(command -v nvcc || command -v /usr/local/cuda/bin/nvcc) ||
    { echo "there is no nvcc in the PATH or in /usr/local/cuda/bin"; return; }
  messages=$(echo '#include <concepts>' | "$nvcc" -std=c++20 -x cu -c -o /dev/null - 2>&1) ||
    echo "nvcc$("$nvcc" --version 2>/dev/null | sed -n 's/.*release \([0-9.]*\).*/ \1/p') ($nvcc) does not compile C++20" \
      "here: $(grep -im1 'error\|fatal' <<<"$messages" || head -n 1 <<<"$messages")"
}

# Debian's own nvcc, where it is new enough (not in Debian 12, whose 11.8 knows C++17 at most, nor without non-free).
setup_cuda() {
  local problem candidate=''
  problem=$(nvcc_problem)
  [ -n "$problem" ] || return 0
  ! command -v apt-cache >/dev/null ||
    candidate=$(apt-cache policy nvidia-cuda-toolkit | sed -n 's/.*Candidate: \([0-9]*\)\..*/\1/p')
  case $problem in
    'there is no nvcc'*)
      if [ "${candidate:-0}" -ge 12 ]; then
        install nvidia-cuda-toolkit
        problem=$(nvcc_problem)
      else
        problem+=", and this system has no package of CUDA 12 or newer"
      fi ;;
  esac
  [ -z "$problem" ] || die 3 cuda "$problem" "install CUDA 12 or newer from https://developer.nvidia.com/cuda-downloads; \
without it the emulator runs every kernel on the CPU"
}

primer_setup() {
  local group groups=("${@:-core}")
  [ "${groups[*]}" != all ] || groups=(core book browser check grading twins cuda)
  for group in "${groups[@]}"; do
    case $group in
      core | book | browser | check | grading) setup "$group" ;;
      twins) setup_twins ;;
      cuda) setup_cuda ;;
      *) die 2 "setup $group" "there is no such group" "choose from core, book, browser, check, grading, twins, cuda and all" ;;
    esac
  done
  say "all that ${groups[*]} needs is there"
}
