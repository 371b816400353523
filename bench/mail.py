"""Mail that came, from real servers and a Maildir: seconds and memory of one `fuyu mail`, by the number of new mails.

`python bench/mail.py 100 10000` prints a line for each mailbox and number; one mail in a hundred is a lead's, one has
50 MB, and the second run finds nothing new.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from mailbox import Maildir
from multiprocessing import Process
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.books import write_book
from tests.features.inbox.mails import a_mail
from tests.features.inbox.servers import DOVECOT, SECRET, serving

LEADS = 1_000
ROOT = Path(__file__).resolve().parents[1]


class Ran(NamedTuple):
    """One process."""

    seconds: float
    cpu: float
    """Seconds of processor time."""
    peak: float
    """MB."""
    said: str


def ran(folder: Path, *words: str) -> Ran:
    """Run a command on the book of a folder."""
    command = [sys.executable, "-m", "fuyu", *words, "--db", str(folder / "fuyu.json")]
    surroundings = os.environ | {"HOME": str(folder), "FUYU_CONFIG": str(folder / "config.toml")}
    began = time.perf_counter()
    with (folder / "said").open("w+b") as said:
        process = subprocess.Popen(command, env=surroundings, cwd=ROOT, stdout=said, stderr=said)
        _, code, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(code)
        said.seek(0)
        words_said = said.read().decode()
    said_last = words_said.strip().split("\n")[-1]
    return Ran(time.perf_counter() - began, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, said_last)


def fill(box: Maildir, leads: list[str], mails: int) -> None:
    """Deliver mails in a process of its own: what it held would count as held by those that are measured."""
    filling = Process(target=_fill, args=(box, leads, mails))
    filling.start()
    filling.join()


def _fill(box: Maildir, leads: list[str], mails: int) -> None:
    """Deliver mails: of unknown people with some kilobytes of headers, as they are today, and a few of leads."""
    for number in range(mails):
        sender = leads[number % len(leads)] if number % 100 == 0 else f"Somebody <s{number}@elsewhere.example>"
        text = "word " * (10_000_000 if number == mails // 2 else 400)
        box.add(a_mail(sender, f"Mail {number}", text, number, date="", x_signature="a1b2c3d4 " * 250))


def addresses(folder: Path) -> list[str]:
    """Return the addresses of leads in a book."""
    listed = subprocess.run(
        [sys.executable, "-m", "fuyu", "export", "--db", str(folder / "fuyu.json"), "--json"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    )
    leads = json.loads(listed.stdout)["leads"].values()
    return [one["emails"][0] for one in leads if one.get("emails")][:500]


def measured(name: str, mails: int) -> None:
    """Measure a mailbox with so many mails."""
    with tempfile.TemporaryDirectory(prefix="fuyu-bench-") as place:
        folder = Path(place)
        write_book(folder / "fuyu.json", LEADS)
        leads = addresses(folder)
        if name == "Maildir":
            box = Maildir(folder / "Mail", create=True)
            fill(box, leads, mails)
            (folder / "config.toml").write_text(f'[inbox]\nmaildir = "{folder / "Mail"}"\n')
            _print(name, mails, folder)
            return
        with serving(name) as server:
            inbox, box = server.anew()
            fill(box, leads, mails)
            (folder / "config.toml").write_text(
                f'[inbox]\nimap = "127.0.0.1"\nport = {inbox.port}\nsecurity = "none"\nuser = "{inbox.user}"\n'
                f'password_command = ["echo", "{SECRET}"]\n'
            )
            _print(name, mails, folder)


def _print(name: str, mails: int, folder: Path) -> None:
    first, again = ran(folder, "mail"), ran(folder, "mail")
    print(
        f"| {name} | {mails:,} | {first.seconds:.1f} | {first.cpu:.1f} | {first.peak:.0f} | {again.seconds:.1f} |"
        f" {again.cpu:.1f} | {again.peak:.0f} | {first.said} |",
        flush=True,
    )


def main() -> None:
    """Measure mailboxes of several kinds and sizes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", metavar="MAILS", type=int, nargs="*", default=[100, 1_000, 10_000])
    parser.add_argument("--on", nargs="*", default=["Maildir", *(["dovecot"] if DOVECOT else []), "pymap"])
    asked = parser.parse_args()
    print("| mailbox | new mails | seconds | CPU | peak MB | nothing new: seconds | CPU | peak MB | |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |")
    for name in asked.on:
        for mails in asked.sizes:
            measured(name, mails)


if __name__ == "__main__":
    main()
