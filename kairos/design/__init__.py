"""The product's components: style sheet, icons, page shells, macros and French formats. Used by spaces alone."""
