"""fuyu as a machine without Unix would run it: what only Unix has is not there, and locks are those of `msvcrt`.

With words it is the command line, without any it loads every module and prints their names. Libraries that choose by
the system are loaded before anything is gone.
"""

import asyncio  # noqa: F401 - chooses by the system
import importlib
import os
import pkgutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import platformdirs.unix  # noqa: F401 - the same

MISSING = ("fcntl", "termios", "tty", "pty", "pwd", "grp", "resource", "readline", "curses")
for name in MISSING:
    sys.modules[name] = None  # type: ignore[assignment] # what makes an import fail
for name in ("fchown", "geteuid", "getuid", "pread", "pwrite", "fdatasync", "O_NOFOLLOW", "O_DIRECTORY", "O_NONBLOCK"):
    delattr(os, name)
for name in ("O_CLOEXEC", "getsid", "fork", "killpg"):
    delattr(os, name)


def locking(fd: int, how: int, count: int) -> None:
    """Lock so many bytes from where the file is read next, as Windows does: never shared."""
    os.lockf(fd, {0: os.F_ULOCK, 2: os.F_TLOCK}[how], count)


stand_in = ModuleType("msvcrt")
vars(stand_in).update(locking=locking, LK_UNLCK=0, LK_NBLCK=2)
sys.modules["msvcrt"] = stand_in

import fuyu  # noqa: E402 - after all that is gone
from fuyu.system import windows  # noqa: E402 - the same

UNIX_ALONE = {"fuyu.system.unix", "fuyu.__main__"}


def load_all() -> None:
    """Load every module, and print its name."""
    for module in pkgutil.walk_packages(fuyu.__path__, "fuyu."):
        if module.name not in UNIX_ALONE:
            importlib.import_module(module.name)
            print(module.name)  # noqa: T201 - what the test reads


def try_locks(path: Path) -> None:
    """Print what two processes get of a lock: this one, and one for each look."""
    if not path.exists():
        path.touch()
        for alone in (False, True):
            held = os.open(path, os.O_RDWR)
            windows.lock(held, alone=alone)
            print("alone" if alone else "shared", flush=True)  # noqa: T201 - the same
            for other in ((False, True), (False,))[alone]:
                subprocess.run([sys.executable, __file__, "LOCKS", str(path), str(other)], check=True)
            os.close(held)
        return
    try:
        windows.lock(os.open(path, os.O_RDWR), alone=sys.argv[3] == "True")
    except BlockingIOError:
        print("refused", flush=True)  # noqa: T201 - the same
    else:
        print("shared" if sys.argv[3] == "False" else "alone", flush=True)  # noqa: T201 - the same


def main() -> int:
    """Do what is asked for."""
    if not sys.argv[1:]:
        load_all()
    elif sys.argv[1] == "LOCKS":
        try_locks(Path(sys.argv[2]))
    else:
        from fuyu.cli import main as run  # noqa: PLC0415 - after all that is gone

        return run()
    return 0


if __name__ == "__main__":
    sys.exit(main())
