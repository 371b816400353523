"""Whether another process holds a lock: it is asked for, and let go at once."""

import fcntl
import os
from pathlib import Path


def is_held(lock: Path, *, alone: bool = True) -> bool:
    """Return whether somebody holds a lock at this moment; a process that was killed holds none.

    Args:
        lock: the file that is locked; where there is none, or it cannot be read, nobody holds it.
        alone: whether only who holds it alone counts; otherwise those who share it count too.
    """
    try:
        asking = os.open(lock, os.O_CLOEXEC | (os.O_RDONLY if alone else os.O_RDWR | os.O_NOFOLLOW))
    except OSError:
        return False
    try:
        fcntl.flock(asking, (fcntl.LOCK_SH if alone else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        return False
    finally:
        os.close(asking)
    return False
