"""The product's components: style sheet, icons, shells, macros, French formats. Used by spaces alone."""
