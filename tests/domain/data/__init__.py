"""Tables of phrases and what they stand for, and how to check an answer against a row of them."""

import csv
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from msgspec import Struct, convert

from fuyu.domain.calendar import DateOrder
from fuyu.domain.when import Problem, When


class Row(Struct, frozen=True):
    """One phrase, the moment and zone it is typed in, and the answers that are right."""

    phrase: str
    now: datetime
    accepted: tuple[str, ...]
    date_order: DateOrder = ""

    def allows(self, answer: When | Problem) -> bool:
        """Return whether the answer is one that the row expects or also accepts."""
        got = answer.iso() if isinstance(answer, When) else f"ERROR:{answer.code}"
        for accepted in self.accepted:
            first, dots, last = accepted.partition("..")
            if got == accepted or (accepted == "ERROR" and isinstance(answer, Problem)):
                return True
            if dots and isinstance(answer, When) and first <= got <= last:
                return True
        return False


def read_table(name: str) -> list[Row]:
    """Return the rows of a CSV file that stands beside this module."""
    with (Path(__file__).parent / name).open(encoding="utf-8", newline="") as file:
        return [
            Row(
                phrase=row["phrase"],
                now=datetime.fromisoformat(row["now"]).replace(tzinfo=ZoneInfo(row["tz"])),
                accepted=(row["expected"], *filter(None, row["accept_also"].split(";"))),
                date_order=convert(row.get("date_order", ""), DateOrder),
            )
            for row in csv.DictReader(file)
        ]
