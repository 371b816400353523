"""A process that uses a book beside others: `python -m tests.storage.worker BOOK NAME ACTIONS`.

It adds a lead an action, says each uid on a line of its own once the action is acknowledged, and folds now and then.
"""

import sys
from pathlib import Path
from random import Random

from fuyu.care import open_book
from fuyu.domain.action import Table
from fuyu.errors import FuyuError, StaleError
from tests.builders import a_draft, a_lead, adding


def work(path: Path, name: str, actions: int) -> None:
    """Apply actions, each with a uid that names the worker."""
    random = Random(name)  # noqa: S311 - no secret
    book = open_book(path)
    for number in range(actions):
        uid = f"{name}-{number}"
        while True:
            action = adding(a_lead(book.next_id(Table.LEADS), uid), uid=uid)
            try:
                book.apply(action)
            except StaleError:
                continue
            break
        sys.stdout.write(f"{uid}\n")
        sys.stdout.flush()
        book.keep_draft(a_draft(text="x" * random.randrange(200)))
        if random.random() < 0.03:
            book.compact()
    book.close()


if __name__ == "__main__":
    try:
        work(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
    except FuyuError as error:
        sys.stdout.write(f"error: {error}\n")
        sys.exit(error.exit_code)
