"""Where a book of leads is kept: a TinyDB file, with a journal for what was not written into it yet.

To read it, from the disk up to what the desk asks for:

`journal_db` is TinyDB with a journal, and knows nothing of leads. `documents` and `rows` are values for the desk. What
is kept to be quick lies in SQLite, outside the book's folder: a `database` is a file that never changes, a `lead_index`
answers from it who is due when and whose history lies where, with the `words` that are searched; `indexing` makes it or
brings it up to date, the `cache` knows which file is of which version, and `since` is what was written after the file.
The `book` stands on the tables of a database: values for the desk by the `port`, with what can be taken back (`undo`).
`replay` brings in lines of a journal that was not made for the file, `merge` another copy of a book. What looks after
the files stands above, and puts all this together: `fuyu.care`.

What happens to the files, and what is done then:

- Another machine's file came, our journal holds more: our actions are done again on it where the fields they changed
  are as they found them; who was born under an id that is taken gets another, with all that points to them.
- An editor, `jq` or TinyDB wrote the file: theirs is the file now, our journal's changes are done on top; a field that
  both changed is ours, theirs is kept aside.
- An old copy took the place of the file: what was compacted here since (`earlier`) is kept aside as a journal.
- Another machine's journal came while we were open: what only ours had is done again after it.
- A crash between the two renames of a compaction, an old state of a journal: its lines are among the stamps of the
  file, nothing is to be done.
- A line of the journal is damaged: the lines behind it are done again; the damaged file is kept, and offered while it
  has what is not in the book.
- Another book's journal, or a lead that was deleted: what is written about a lead that is not here is kept aside.
- A program that had the file open before a compaction writes late: the file that was replaced has a second name while
  some program may write to it, and is still open in a dashboard (`replaced`); what was written is offered.
- The file is gone, or cannot be read: nothing new is begun; what was read stays, and can be written elsewhere.

What is kept aside is a small book beside the book, `fuyu.conflict-TIME-CHECKSUM.json`, found like any sync tool's
conflict copy: `fuyu.care.surroundings` knows their names, and tells by content which of them hold anything new.
"""
