// Formulas are drawn from MathJax's own copy beside the pages, and nothing else is loaded for them.
MathJax.Hub.Config({
  messageStyle: "none",
  showMathMenu: false,
  menuSettings: {collapsible: false, autocollapse: false, explorer: false},
  SVG: {font: "TeX", scale: 96, blacker: 1, undefinedFamily: "sans-serif"}
});
