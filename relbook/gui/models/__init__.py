"""Qt item models over the book: they know only core."""
