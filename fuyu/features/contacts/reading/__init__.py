"""People in: `contacts` reads any file that people have of other people, into values."""
