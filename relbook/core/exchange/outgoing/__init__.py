"""From the book into files: cards to the letter, tables, calendars, pages."""
