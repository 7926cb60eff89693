#: book [--serve] [--solutions]
#:                           makes the pages in build/book/html; --serve shows them on a free port of this machine,
#:                           --solutions shows the exercises' solutions too; --draft is for authors: pages in spite of warnings

primer_book() {
  local preset=${PRIMER_PRESET:-release} out=$root/build/book serve='' options=() option
  for option; do
    case $option in
      --serve) serve=serve_book ;;
      --draft) options+=(--draft) ;;
      --solutions)
        [ -d "$root/solutions" ] || die 2 --solutions "this tree has none" "leave the option out"
        options+=(--solutions) ;;
      *) die 2 "book $option" "book has no such option" "choose from --serve, --solutions and --draft" ;;
    esac
  done
  setup core book
  # A build folder that was configured before cpp-httplib was installed looks for it again.
  [ -z "$serve" ] || ! grep -qs '^HTTPLIB_LIBRARY:.*NOTFOUND' "$root/build/$preset/CMakeCache.txt" ||
    cmake "$root/build/$preset" >/dev/null || die 3 "build/$preset" "CMake could not configure it" "see its message above"
  build "$preset" make_book $serve
  "$root/build/$preset/book/make_book" "${options[@]}" "$out" || exit
  if [ -z "$serve" ]; then
    say "the book is made: open file://$out/html/index.html"
  else
    exec "$root/build/$preset/book/serve_book" "$out/html"
  fi
}
