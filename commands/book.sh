#: book [--serve] [--pdf] [--solutions]
#:                           makes the pages in build/book/html; --serve shows them on a free port of this machine, --pdf
#:                           prints them to build/book/primer.pdf (with Chromium), --solutions shows the exercises'
#:                           solutions too; --draft is for authors: pages in spite of warnings

primer_book() {
  local preset=${PRIMER_PRESET:-release} out=$root/build/book serve='' print='' options=() option
  for option; do
    case $option in
      --serve) serve=serve_book ;;
      --pdf) print=print_book ;;
      --draft) options+=(--draft) ;;
      --solutions)
        [ -d "$root/solutions" ] || die 2 --solutions "this tree has none" "leave the option out"
        options+=(--solutions) ;;
      *) die 2 "book $option" "book has no such option" "choose from --serve, --pdf, --solutions and --draft" ;;
    esac
  done
  [ -z "$print" ] || command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null ||
    die 3 --pdf "Chromium, which prints the book, is not here" "install it with ./primer setup browser"
  setup core book
  # A build folder that was configured before cpp-httplib was installed looks for it again.
  [ -z "$serve" ] || ! grep -qs '^HTTPLIB_LIBRARY:.*NOTFOUND' "$root/build/$preset/CMakeCache.txt" ||
    cmake "$root/build/$preset" >/dev/null || die 3 "build/$preset" "CMake could not configure it" "see its message above"
  build "$preset" make_book $serve $print
  "$root/build/$preset/book/make_book" "${options[@]}" "$out" || exit
  if [ -n "$print" ]; then
    "$root/build/$preset/book/browser/print_book" "$out/html" "$out/primer.pdf" || exit
    say "the book is printed: $out/primer.pdf"
  fi
  if [ -z "$serve" ]; then
    say "the book is made: open file://$out/html/index.html"
  else
    exec "$root/build/$preset/book/serve_book" "$out/html"
  fi
}
