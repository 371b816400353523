"""Forgetting a person: what a book, or a copy of one, has of them, what becomes of it, and the mark that stays.

`tombstones` are the marks: without a word, so that no copy brings back who was forgotten. A `person` is somebody who is
to be forgotten, as a book knows them: by which ids, and by which words. `traces` takes them out of the tables, `forget`
does so in one book; what is `unfinished` then is this machine's to clean.
"""
