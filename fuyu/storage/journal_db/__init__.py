"""TinyDB with a journal: a change is appended to a file beside the JSON, and compacted into it now and then.

`with JournalDB(path) as db, db.batch(): ...` is all it takes; any TinyDB file will do, and any program may write it.

To read it from what the disk sees up to TinyDB: `journal` has a checksummed line for each change, `layout` is the
file's text, a document a line; `places` says what lies where in it. `snapshot` is the file at one moment,
`compaction` writes the next one. `strays` are changes that lie beside the file and are not in it. `keeper` is what
all this leaves to the program that uses it: how a file is read, and what is kept beside it. `contents` is what a
database holds, documents as bytes; `files` reads it, and follows what others write; `storage` writes and compacts;
`database` is TinyDB over it, with the tables as `views` show them.
"""

from fuyu.storage.journal_db.database import JournalDB, JournalTable
from fuyu.storage.journal_db.keeper import Keeper, Policy
from fuyu.storage.journal_db.storage import JournalStorage

__all__ = ("JournalDB", "JournalStorage", "JournalTable", "Keeper", "Policy")
