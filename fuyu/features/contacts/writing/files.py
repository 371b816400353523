"""New files for other programs: who is written, in the form that the name of the file says."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from fuyu import disk
from fuyu.domain.lead import Lead
from fuyu.system import machine

SHEET, CARDS = ".csv", ".vcf"


def lines_of(leads: Iterable[Lead], suffix: str) -> Iterator[str]:
    """Return leads as a spreadsheet, or as vCards, as the end of a file's name says."""
    from fuyu.features.contacts.writing import out  # noqa: PLC0415 - import needs it not

    return out.as_csv(leads) if suffix == SHEET else out.as_vcards(leads)


def write_new(path: Path, lines: Iterable[str]) -> None:
    """Write a new file that only its owner may read; a file or a link of that name is left alone.

    Raises:
        SaveError: there is something of that name, or it could not be written; nothing is left of it.
    """
    with disk.claimed(path), disk.saving():
        fd = os.open(path, os.O_WRONLY | machine.NO_LINK | machine.OURS)
        try:
            marked = "\ufeff" if path.suffix.lower() == SHEET else ""  # or else Excel reads no accents
            disk.write_all(fd, marked.encode())
            for line in lines:
                disk.write_all(fd, line.encode(errors="replace"))
            disk.sync(fd)
        finally:
            os.close(fd)
