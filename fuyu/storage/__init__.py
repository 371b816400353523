"""Where a book of leads is kept: a TinyDB file, with a journal for what was not written into it yet.

To read it, from the disk up to what the desk asks for:

`journal_db` is TinyDB with a journal, and knows nothing of leads. `documents` and `rows` are values for the desk.
What is kept to be quick lies in SQLite, outside the book's folder: a `database` is a file that never changes, a
`lead_index` answers from it who is due when and whose history lies where, with the `words` that are searched and the
`columns` that queries look at; `indexing` makes it or brings it up to date, the `cache` knows which file is of which
version, and `since` is what was written after the file. The `book` stands on the tables of a database: values for the
desk by the `port`, with what can be taken back (`undo`). What looks after
the files stands above, and puts all this together: `fuyu.care`.

A book that is shared with a team has two tables more (`team`). `_meta` says that the file `needs` to know of teams:
an older fuyu, and TinyDB's own calls, write nothing to it. `pointers` knows where ids stand in documents.
`forgetting` takes a person out of a book or a copy, and leaves a mark: `marks` are those of one book.
"""
