"""People in and out: files read, matched with the book, shown and asked about, and written."""
