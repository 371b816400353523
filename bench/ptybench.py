r"""ptybench - measure any terminal program in a real pseudo-terminal.

Standard library + ``pyte`` only; Linux only (uses /proc, pidfd, prctl).

What it does
------------
* spawns a program in a pty of a given size, as session leader with a
  controlling terminal, and plays the part of the terminal: it answers the
  queries that a real one answers (DA1/2/3, DSR/CPR, DECRQM incl. mode 2026 and
  2048, kitty keyboard, XTVERSION, OSC 4/10/11/12, XTGETTCAP, DECRQSS, window
  size reports), so full-screen programs start as they do for a person;
* feeds a script of keys and measures
    - exec -> first byte / first painted cell / first text / a given text,
    - key -> first output byte, key -> last output byte ("settled": no more
      output for ``settle`` s), key -> a given text on the screen,
    - bytes written to the terminal per key (what ssh carries),
    - CPU seconds and peak RSS (VmHWM; ru_maxrss is not used because it
      survives exec() and so would count the harness's own memory),
    - quit key -> process gone;
* never leaves a process: the child dies with the harness (PDEATHSIG), the whole
  session is signalled HUP/TERM/KILL on every way out, and orphans are adopted
  (SUBREAPER) and killed.

Time stamps are taken straight after each read() of the pty; the (slow) pyte
screen is fed later, when the line is quiet, and is replayed chunk by chunk, so
the emulator's own speed does not enter the numbers.  With a profile that has
synchronised output (mode 2026) a chunk inside an unfinished frame never counts as
"visible".

Command line
------------
One program:
    ptybench.py run --size 120x40 --runs 5 \
        --step wait:Overdue --step burst:down:200 --step expect:/:Search \
        --step key:escape --step quit:ctrl+q -- python -m fuyu
Several programs, interleaved in rounds (A B C A B C ...), ratios to the first:
    ptybench.py suite suite.json --runs 7 -o out.json
    suite.json: {"size": "120x40", "targets": [{"name": "empty", "argv": [...],
                 "env": {}, "cwd": null, "steps": ["wait:hello", "quit:ctrl+q"]}, ...]}
The harness's own floor (raw-mode echo in the pty):
    ptybench.py floor

Steps (all durations in seconds; KEY is a name such as down, enter, ctrl+q, F5, or
a literal character):
    wait:TEXT[:TIMEOUT]     wait until TEXT is on the screen (start-up milestone);
                            reports ms since exec and the CPU ms spent by then
    settle[:QUIET]          wait until the terminal was quiet that long
    mark:NAME               record CPU, RSS, peak RSS, bytes so far
    key:KEY[:N]             press, settle after each, not reported
    type:TEXT               type the text, not reported
    burst:KEY:N[:LABEL]     closed loop: press, wait until settled, next; reported.
                            KEY may be k1|k2|.. (cycled), e.g. burst:down|up:100
    typing:TEXT[:LABEL]     closed loop over the characters of TEXT; reported
    paced:KEY:N:HZ[:LABEL]  open loop: key repeat at HZ; reports per-key CPU and
                            bytes, frames painted and how late the last key's paint is
    flood:KEY:N[:LABEL]     open loop: all N keys in one write; time until settled
    expect:KEY:TEXT[:LABEL] press, time until TEXT shows; reported
    gone:KEY:TEXT[:LABEL]   press, time until TEXT is off the screen; reported
    assert:TEXT             fail the run unless TEXT is on the screen
    dump[:FILE]             put the screen in the result (or a file)
    sleep:S
    quit:KEY[:TIMEOUT]      press, time until the process is gone
    exit[:TIMEOUT]          wait until the program ends by itself; reported from exec
A ':' inside TEXT is written '\\:'.

Output: one JSON document; per step the raw samples' p50/p95/p99/max/mean/n, per
target the median over the runs.  Exit status 1 if a run failed.

As a library: ``with Term(argv, size=(120, 40)) as t: t.wait_text("x"); t.press("down")``.
"""

from __future__ import annotations

import argparse
import atexit
import codecs
import contextlib
import ctypes
import fcntl
import json
import os
import re
import select
import shutil
import signal
import statistics
import struct
import sys
import termios
import time
from typing import ClassVar

import pyte

now = time.monotonic
_libc = ctypes.CDLL(None, use_errno=True)
PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER = 1, 36
CLK_TCK = os.sysconf("SC_CLK_TCK")

# --------------------------------------------------------------------------- keys

_KEYS = {
    "enter": "\r",
    "return": "\r",
    "tab": "\t",
    "shift+tab": "\x1b[Z",
    "escape": "\x1b",
    "esc": "\x1b",
    "space": " ",
    "backspace": "\x7f",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "insert": "\x1b[2~",
    "delete": "\x1b[3~",
    "pageup": "\x1b[5~",
    "pagedown": "\x1b[6~",
    "f1": "\x1bOP",
    "f2": "\x1bOQ",
    "f3": "\x1bOR",
    "f4": "\x1bOS",
    "f5": "\x1b[15~",
    "f6": "\x1b[17~",
    "f7": "\x1b[18~",
    "f8": "\x1b[19~",
    "f9": "\x1b[20~",
    "f10": "\x1b[21~",
    "f11": "\x1b[23~",
    "f12": "\x1b[24~",
    "ctrl+home": "\x1b[1;5H",
    "ctrl+end": "\x1b[1;5F",
    "ctrl+up": "\x1b[1;5A",
    "ctrl+down": "\x1b[1;5B",
    "ctrl+right": "\x1b[1;5C",
    "ctrl+left": "\x1b[1;5D",
    "shift+up": "\x1b[1;2A",
    "shift+down": "\x1b[1;2B",
    "colon": ":",
    "pipe": "|",
}
# with the kitty protocol active (any flag) these are sent as CSI u
_KITTY = {"escape": 27, "esc": 27, "enter": 13, "tab": 9, "backspace": 127}


def encode_key(key: str, kitty_flags: int = 0, app_cursor: bool = False) -> bytes:
    """Bytes a terminal sends for a key name or a literal character."""
    low = key.lower() if len(key) > 1 else key
    if app_cursor and low in ("up", "down", "left", "right", "home", "end"):
        return b"\x1bO" + _KEYS[low][-1].encode()  # DECCKM, which ncurses sets
    if kitty_flags:
        if low in ("escape", "esc"):
            return b"\x1b[27u"
        if kitty_flags & 8 and low in _KITTY:  # report all keys as escape codes
            return b"\x1b[%du" % _KITTY[low]
        m = re.fullmatch(r"(ctrl|alt)\+(.)", low)
        if m:
            return b"\x1b[%d;%du" % (ord(m[2]), 5 if m[1] == "ctrl" else 3)
    if low in _KEYS and len(key) > 1:
        return _KEYS[low].encode()
    m = re.fullmatch(r"ctrl\+(.)", low)
    if m:
        return bytes([ord(m[1].upper()) & 0x1F])
    m = re.fullmatch(r"alt\+(.)", low)
    if m:
        return b"\x1b" + m[1].encode()
    if len(key) > 1:
        raise ValueError(f"unknown key {key!r}")
    if kitty_flags & 8:  # all keys as escape codes, with associated text
        return b"\x1b[%d;;%du" % (ord(key.lower()), ord(key))
    return key.encode()


# --------------------------------------------------------------------------- screen


class _Screen(pyte.Screen):
    """pyte's screen plus scroll up/down, which ncurses uses."""

    def scroll_up(self, n=1, **_kw):
        top, _ = self.margins or pyte.screens.Margins(0, self.lines - 1)
        y, x = self.cursor.y, self.cursor.x
        self.cursor.y = top
        self.delete_lines(n or 1)
        self.cursor.y, self.cursor.x = y, x

    def scroll_down(self, n=1, **_kw):
        top, _ = self.margins or pyte.screens.Margins(0, self.lines - 1)
        y, x = self.cursor.y, self.cursor.x
        self.cursor.y = top
        self.insert_lines(n or 1)
        self.cursor.y, self.cursor.x = y, x

    def report_device_attributes(self, *a, **k):  # the harness answers
        pass

    def report_device_status(self, *a, **k):
        pass


class _Stream(pyte.Stream):
    csi: ClassVar[dict[str, str]] = dict(pyte.Stream.csi, S="scroll_up", T="scroll_down")
    events = frozenset(set(pyte.Stream.events) | {"scroll_up", "scroll_down"})


# One escape sequence (complete), used to find queries and what pyte can't take.
_SEQ = re.compile(
    r"\x1b(?:"
    r"\[(?P<csi>[0-?]*)(?P<inter>[ -/]*)(?P<fin>[@-~])"
    r"|\](?P<osc>[^\x07\x1b]*)(?:\x07|\x1b\\)"
    r"|(?P<dcs>[PX^_][^\x1b]*)\x1b\\"
    r")"
)
# An escape sequence that the end of the buffer cuts off.
_PARTIAL = re.compile(r"\x1b(?:\[[0-?]*[ -/]*|\][^\x07\x1b]*\x1b?|[PX^_][^\x1b]*\x1b?)?\Z")
# Output that may hold a query (or the first part of one): fed to the emulator at once.
_MAY_ASK = re.compile(
    rb"\x1b(?:\[[0-9;]*[nct]|\[[>=?][0-9;]*\$?[cqupn]|\][0-9;]+;\?|P[+$]q"
    rb"|\[\?(?:[0-9;]*;)?2048h|\[[<>=][0-9;]*u|\[?[0-9;?>]*\Z)"
)
_REP = re.compile(r"(.)\x1b\[(\d*)b", re.DOTALL)

# Modes this terminal knows, beyond the classic ones (DECRQM answers).
PROFILES = {
    # a modern terminal (kitty, ghostty, foot, WezTerm): sync, kitty keys, in-band resize
    "modern": {"sync": True, "kitty": True, "inband": True},
    # sync output only, legacy keys (tmux 3.4+, iTerm2, Windows Terminal, ...)
    "sync": {"sync": True, "kitty": False, "inband": False},
    # plain xterm: knows none of them
    "xterm": {"sync": False, "kitty": False, "inband": False},
}


class TermError(RuntimeError):
    pass


_live: set[Term] = set()


def _kill_all() -> None:
    for t in list(_live):
        t.kill()


atexit.register(_kill_all)


def _die(signum, _frame):
    _kill_all()
    signal.signal(signum, signal.SIG_DFL)
    os.kill(os.getpid(), signum)


def _session_pids(sid: int) -> list[int]:
    """All processes of a session (the child is its leader)."""
    out = []
    for d in os.listdir("/proc"):
        if d.isdigit():
            try:
                with open(f"/proc/{d}/stat") as f:
                    st = f.read()
                if int(st.rpartition(")")[2].split()[3]) == sid:
                    out.append(int(d))
            except (OSError, ValueError, IndexError):
                pass
    return out


def _cpu_of(pid: int) -> float:
    """CPU seconds so far of a process (and its reaped children), 0 where it is gone.

    The scheduler's nanosecond figures of the live threads, or the process's 10 ms
    clock ticks (which also count ended threads and children), whichever is more.
    """
    ns = ticks = 0
    try:
        for tid in os.listdir(f"/proc/{pid}/task"):
            with open(f"/proc/{pid}/task/{tid}/schedstat") as f:
                ns += int(f.read().split()[0])
    except (OSError, ValueError, IndexError):
        pass
    try:
        with open(f"/proc/{pid}/stat") as f:
            p = f.read().rpartition(")")[2].split()
        ticks = sum(map(int, p[11:15]))
    except (OSError, ValueError, IndexError):
        pass
    return max(ns / 1e9, (ticks - 1) / CLK_TCK)


class Term:
    """A program in a pty, the terminal it talks to, and the stop-watch."""

    def __init__(
        self, argv, *, size=(120, 40), env=None, cwd=None, profile="modern", term="xterm-256color", settle=0.05
    ) -> None:
        self.argv, self.size, self.settle_s = list(argv), size, settle
        self.profile = PROFILES[profile]
        cols, rows = size
        self.screen = _Screen(cols, rows)
        self.stream = _Stream(self.screen)
        self.stream.use_utf8 = False
        self.emulator_errors = 0
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._carry = ""
        self._pending: list[tuple[float, bytes]] = []  # read, not yet fed to pyte
        self.modes: dict[int, bool] = {}
        self.kitty_stack = [0]
        self.in_sync = False
        self.frames = 0  # completed sync frames
        self.bytes_out = 0
        self.reads = 0
        self.marks: dict[str, float] = {}  # milestone -> seconds since exec
        self.watch: dict[str, str] = {}  # text milestones still looked for
        self.exit_status = None
        self.rusage = None
        self.peak_kb = 0
        self._eof = False
        self._cond = self._cond_at = None
        self.cpu_then = 0.0  # CPU seconds when the text last waited for was read
        self.last_output = None
        self._spawn(env, cwd, term)

    # ---- life -----------------------------------------------------------------

    def _spawn(self, env, cwd, term):
        exe = shutil.which(self.argv[0])
        if not exe:
            raise TermError(f"no such program: {self.argv[0]}")
        e = {
            k: v
            for k, v in os.environ.items()
            if k not in ("LINES", "COLUMNS", "NO_COLOR", "CI", "TMUX", "STY")
            and not k.startswith(("TEXTUAL", "PYTHON"))
        }  # CI's PYTHONUNBUFFERED etc.
        e.update(TERM=term, COLORTERM="truecolor", LANG="C.UTF-8", LC_ALL="C.UTF-8")
        e.update(env or {})
        cols, rows = self.size
        self.master, slave = os.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, cols, cols * 9, rows * 18))
        _libc.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
        parent = os.getpid()
        _live.add(self)
        self.t0 = now()
        pid = os.fork()
        if pid == 0:
            try:
                os.setsid()
                fcntl.ioctl(slave, termios.TIOCSCTTY, 0)
                _libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
                if os.getppid() != parent:
                    os._exit(1)
                for fd in (0, 1, 2):
                    os.dup2(slave, fd)
                os.closerange(3, 256)
                for s in (signal.SIGINT, signal.SIGTERM, signal.SIGPIPE, signal.SIGHUP):
                    signal.signal(s, signal.SIG_DFL)
                if cwd:
                    os.chdir(cwd)
                os.execve(exe, self.argv, e)
            finally:
                os._exit(127)
        self.pid = pid
        self.pidfd = os.pidfd_open(pid)
        os.close(slave)
        os.set_blocking(self.master, False)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.kill()

    @property
    def alive(self) -> bool:
        if self.exit_status is None:
            try:
                pid, st, ru = os.wait4(self.pid, os.WNOHANG)
            except ChildProcessError:
                self.exit_status = -1
                return False
            if pid:
                self.exit_status, self.rusage = os.waitstatus_to_exitcode(st), ru
        return self.exit_status is None

    def kill(self) -> None:
        """End the program and everything in its session; close the pty."""
        if self not in _live:
            return
        self.sample()
        for sig, wait in ((signal.SIGHUP, 0.2), (signal.SIGTERM, 0.5), (signal.SIGKILL, 2)):
            pids = _session_pids(self.pid)
            if not pids and not self.alive:
                break
            for p in set(pids) | ({self.pid} if self.alive else set()):
                with contextlib.suppress(OSError):
                    os.kill(p, sig)
            end = now() + wait
            while now() < end and (self.alive or _session_pids(self.pid)):
                try:  # keep the pty drained, or the child may block in write()
                    while os.read(self.master, 65536):
                        pass
                except OSError:
                    pass
                for p in _session_pids(self.pid):  # adopted orphans
                    if p != self.pid:
                        with contextlib.suppress(OSError):
                            os.waitpid(p, os.WNOHANG)
                time.sleep(0.01)
        for fd in (self.master, self.pidfd):
            with contextlib.suppress(OSError):
                os.close(fd)
        _live.discard(self)

    # ---- input from the program -------------------------------------------------

    def _read(self, timeout: float) -> float | None:
        """Wait for output at most `timeout` s; read one chunk; its time or None."""
        if self._eof:
            time.sleep(min(max(timeout, 0), 0.01))
            return None
        if not select.select([self.master], [], [], max(0.0, timeout))[0]:
            return None
        try:
            data = os.read(self.master, 65536)
        except BlockingIOError:
            return None
        except OSError:  # EIO: the last slave was closed
            data = b""
        t = now()
        if not data:
            self._eof = True
            return None
        self.reads += 1
        self.bytes_out += len(data)
        self.last_output = t
        if "first_byte" not in self.marks:
            self.marks["first_byte"] = t - self.t0
        self._pending.append((t, data))
        self.frames += data.count(b"\x1b[?2026l")
        if _MAY_ASK.search(data):  # queries must be answered at once, or start-up stalls
            self.feed()
        return t

    def feed(self) -> None:
        """Give pending output to the emulator, chunk by chunk."""
        pend, self._pending = self._pending, []
        for t, data in pend:
            text = self._carry + self._decoder.decode(data)
            m = _PARTIAL.search(text)
            if m and len(m[0]) < 4096:
                text, self._carry = text[: m.start()], m[0]
            else:
                self._carry = ""
            self._emulate(text)
            self._milestones(t)

    def _draw(self, text: str) -> None:
        if text:
            if "b" in text:
                text = _REP.sub(lambda m: m[1] * (int(m[2] or 1) + 1), text)
            try:
                self.stream.feed(text)
            except Exception:  # noqa: BLE001 - an emulator bug must not end a measurement
                self.emulator_errors += 1
                self.stream = _Stream(self.screen)
                self.stream.use_utf8 = False

    def _emulate(self, text: str) -> None:
        """Answer queries; strip what pyte does not know; draw the rest."""
        out, pos = [], 0

        def flush():
            self._draw("".join(out))
            out.clear()

        for m in _SEQ.finditer(text):
            out.append(text[pos : m.start()])
            pos = m.end()
            if m["csi"] is not None:
                p, inter, fin = m["csi"], m["inter"], m["fin"]
                priv = p[:1] if p[:1] in "?<=>" else ""
                if fin == "n" and not inter:
                    flush()
                    if p == "6":
                        c = self.screen.cursor
                        self.reply(f"\x1b[{c.y + 1};{min(c.x + 1, self.size[0])}R")
                    elif p == "5":
                        self.reply("\x1b[0n")
                    elif p == "?6":
                        c = self.screen.cursor
                        self.reply(f"\x1b[?{c.y + 1};{c.x + 1};1R")
                    elif p == "?996":
                        self.reply("\x1b[?997;1n")
                elif fin == "c" and not inter:
                    if priv == ">":
                        self.reply("\x1b[>41;354;0c")
                    elif priv == "=":
                        self.reply("\x1bP!|00000000\x1b\\")
                    elif priv == "":
                        self.reply("\x1b[?62;22c")
                elif fin == "p" and inter == "$":
                    self._decrqm(p)
                elif fin == "q" and priv == ">":
                    self.reply("\x1bP>|ptybench(1.0)\x1b\\")
                elif fin == "u" and priv:
                    self._kitty(priv, p[1:])
                elif fin == "t":
                    cols, rows = self.size
                    r = {
                        "14": f"\x1b[4;{rows * 18};{cols * 9}t",
                        "16": "\x1b[6;18;9t",
                        "18": f"\x1b[8;{rows};{cols}t",
                    }.get(p)
                    if r:
                        self.reply(r)
                elif fin in "hl" and priv == "?" and not inter:
                    for n in p[1:].split(";"):
                        if n.isdigit():
                            self.modes[int(n)] = fin == "h"
                            if n == "2026":
                                self.in_sync = fin == "h"
                            elif n == "2048" and fin == "h" and self.profile["inband"]:
                                cols, rows = self.size
                                self.reply(f"\x1b[48;{rows};{cols};{rows * 18};{cols * 9}t")
                            elif n in ("1049", "1047", "47"):
                                flush()
                                self.screen.erase_in_display(2)
                    keep = [n for n in p[1:].split(";") if n.isdigit() and int(n) < 100]
                    if keep:
                        out.append(f"\x1b[?{';'.join(keep)}{fin}")
                elif fin == "m" and (priv or ":" in p):
                    if not priv:  # 4:3 and the like: keep what pyte can take
                        q = [x for x in p.split(";") if ":" not in x]
                        if q:
                            out.append(f"\x1b[{';'.join(q)}m")
                elif priv in ("<", "=", ">") or inter:
                    pass
                else:
                    out.append(m[0])
            elif m["osc"] is not None:
                n, _, rest = m["osc"].partition(";")
                if rest == "?" and n in ("10", "11", "12"):
                    rgb = "0000/0000/0000" if n == "11" else "ffff/ffff/ffff"
                    self.reply(f"\x1b]{n};rgb:{rgb}\x1b\\")
                elif n == "4" and rest.endswith(";?"):
                    self.reply(f"\x1b]4;{rest[:-2]};rgb:8080/8080/8080\x1b\\")
            elif m["dcs"].startswith("P+q"):
                self.reply("\x1bP0+r\x1b\\")
            elif m["dcs"].startswith("P$q"):
                self.reply("\x1bP0$r\x1b\\")
        out.append(text[pos:])
        flush()

    def _decrqm(self, p: str) -> None:
        priv, num = ("?", p[1:]) if p.startswith("?") else ("", p)
        if not num.isdigit():
            return
        n = int(num)
        if n == 2026:
            known = self.profile["sync"]
        elif n == 2048:
            known = self.profile["inband"]
        else:
            known = n < 2000 or n == 2004
        v = 0 if not known else (1 if self.modes.get(n) else 2)
        self.reply(f"\x1b[{priv}{n};{v}$y")

    def _kitty(self, priv: str, arg: str) -> None:
        if not self.profile["kitty"]:
            return
        first = int(arg.split(";", maxsplit=1)[0] or "0") if arg.split(";", maxsplit=1)[0].isdigit() or not arg else 0
        if priv == "?":
            self.reply(f"\x1b[?{self.kitty_stack[-1]}u")
        elif priv == ">":
            self.kitty_stack.append(first)
        elif priv == "<":
            for _ in range(first or 1):
                if len(self.kitty_stack) > 1:
                    self.kitty_stack.pop()
        elif priv == "=":
            self.kitty_stack[-1] = first

    def _milestones(self, t: float) -> None:
        """Note the first moments something / a watched text became visible."""
        if self.in_sync:  # the terminal shows nothing until the frame is complete
            return
        if self._cond is not None and self._cond_at is None and self._cond(self.text()):
            self._cond_at = t
        scr = self.screen
        if "first_paint" not in self.marks or "first_text" not in self.marks:
            for y in list(scr.dirty) if len(scr.dirty) < scr.lines else range(scr.lines):
                for ch in scr.buffer[y].values():
                    if ch.data.strip():
                        self.marks.setdefault("first_paint", t - self.t0)
                        self.marks.setdefault("first_text", t - self.t0)
                        break
                    if ch.bg != "default" or ch.reverse:
                        self.marks.setdefault("first_paint", t - self.t0)
                if "first_text" in self.marks:
                    break
        if self.watch:
            text = self.text()
            for name, want in list(self.watch.items()):
                if want in text:
                    self.marks[name] = t - self.t0
                    del self.watch[name]
        scr.dirty.clear()

    # ---- what is on the screen -----------------------------------------------------

    def text(self) -> str:
        return "\n".join(self.screen.display)

    def dump(self) -> str:
        self.feed()
        return "\n".join(line.rstrip() for line in self.screen.display).rstrip("\n") + "\n"

    # ---- output to the program -------------------------------------------------------

    def reply(self, s: str) -> None:
        self.send(s.encode())

    def send(self, data: bytes) -> None:
        while data:
            try:
                data = data[os.write(self.master, data) :]
            except BlockingIOError:
                self._read(0.005)
            except OSError:
                return

    def encode(self, key: str) -> bytes:
        return encode_key(key, self.kitty_stack[-1], self.modes.get(1, False))

    # ---- waiting --------------------------------------------------------------------

    def settle(self, quiet=None, timeout=30.0) -> None:
        """Read until nothing came for `quiet` seconds."""
        quiet = self.settle_s if quiet is None else quiet
        end = now() + timeout
        while now() < end:
            if self._read(quiet) is None:
                if self._eof:
                    break
                break
        self.feed()

    def rest(self, seconds):
        """Let the program do what it does while nobody types."""
        end = now() + seconds
        while now() < end:
            self._read(end - now())
        self.feed()

    def _until(self, cond, t0: float, timeout: float, what: str) -> float:
        """Read until cond(screen text); seconds from t0 to the chunk that made it so."""
        end = t0 + timeout
        self.feed()
        if not self.in_sync and cond(self.text()):
            return now() - t0
        self._cond, self._cond_at = cond, None  # looked at by _milestones, chunk by chunk
        try:
            while True:
                spent = []  # by the time of each chunk: a program goes on while the rest is read and looked at
                read_at = self._read(min(0.05, max(0.0, end - now())))
                if read_at is not None:
                    quick = now()  # take what comes right behind it, then look
                    while read_at is not None:
                        spent.append((read_at, _cpu_of(self.pid)))
                        read_at = self._read(0.0015) if now() - quick < 0.05 else None
                    if len(self.marks) < 3:
                        self.sample_main()
                elif self._eof and not self._pending:
                    raise TermError(f"{what}: the program ended; screen:\n{self.dump()}")
                self.feed()
                if self._cond_at is not None:
                    self.cpu_then = next((cpu for at, cpu in spent if at >= self._cond_at), self.cpu_then)
                    return self._cond_at - t0
                if now() > end:
                    raise TermError(f"{what}: not within {timeout} s; screen:\n{self.dump()}")
        finally:
            self._cond = None

    def wait_text(self, text: str, timeout=30.0) -> float:
        """Seconds from exec until `text` was on the screen."""
        return self._until(lambda s: text in s, self.t0, timeout, f"wait {text!r}")

    # ---- keys ------------------------------------------------------------------------

    def press(self, key: str, *, settle=None, timeout=5.0) -> dict:
        """One key, closed loop: first and last output byte, bytes, frames."""
        return self.press_raw(self.encode(key), settle=settle, timeout=timeout)

    def press_raw(self, data: bytes, *, settle=None, timeout=5.0, no_output=0.4) -> dict:
        quiet = self.settle_s if settle is None else settle
        while self._read(0) is not None:
            pass
        b0, f0 = self.bytes_out, self.frames
        t0 = now()
        self.send(data)
        first = last = None
        while True:
            limit = last + quiet if last is not None else t0 + no_output
            limit = min(limit, t0 + timeout)
            t = self._read(limit - now())
            if t is None:
                if now() >= limit or self._eof:
                    break
                continue
            first, last = first or t, t
        self.feed()
        return {
            "first": None if first is None else (first - t0) * 1e3,
            "last": None if last is None else (last - t0) * 1e3,
            "bytes": self.bytes_out - b0,
            "frames": self.frames - f0,
        }

    def burst(self, keys, settle=None) -> dict:
        """Closed loop over a list of keys; percentiles."""
        c0, res, changed = self.cpu(), [], 0
        before = self.text()
        for k in keys:
            res.append(self.press(k, settle=settle))
            after = self.text()
            changed += after != before
            before = after
        cpu = self.cpu() - c0
        silent = sum(r["first"] is None for r in res)
        return {
            "n": len(res),
            "silent": silent,
            "changed": changed,
            "first_ms": pct([r["first"] for r in res if r["first"] is not None]),
            "last_ms": pct([r["last"] for r in res if r["last"] is not None]),
            "bytes": pct([r["bytes"] for r in res]),
            "frames": round(sum(r["frames"] for r in res) / len(res), 2),
            "cpu_ms_per_key": round(cpu * 1e3 / len(res), 3),
        }

    def paced(self, key: str, n: int, hz: float) -> dict:
        """Open loop: n keys at hz per second (a held-down key)."""
        data = self.encode(key)
        self.settle()
        c0, b0, r0, f0 = self.cpu(), self.bytes_out, self.reads, self.frames
        start = now()
        for i in range(n):
            due = start + i / hz
            while now() < due:
                self._read(due - now())
            t_last = now()
            self.send(data)
        last = t_last
        while (t := self._read(0.15)) is not None:
            last = t
        cpu = self.cpu() - c0
        self.feed()
        return {
            "n": n,
            "hz": hz,
            "lag_last_ms": round((last - t_last) * 1e3, 2),
            "cpu_ms_per_key": round(cpu * 1e3 / n, 3),
            "bytes_per_key": round((self.bytes_out - b0) / n, 1),
            "frames": self.frames - f0,
            "reads": self.reads - r0,
        }

    def flood(self, key: str, n: int, timeout=120.0) -> dict:
        """All n keys at once; time until the terminal has settled."""
        data = self.encode(key)
        self.settle()
        c0, b0, f0 = self.cpu(), self.bytes_out, self.frames
        t0 = now()
        self.send(data * n)
        last = None
        while now() - t0 < timeout:
            t = self._read(0.3)
            if t is None:
                break
            last = t
        cpu = self.cpu() - c0
        self.feed()
        tot = None if last is None else (last - t0) * 1e3
        return {
            "n": n,
            "settled_ms": None if tot is None else round(tot, 2),
            "ms_per_key": None if tot is None else round(tot / n, 3),
            "cpu_ms_per_key": round(cpu * 1e3 / n, 3),
            "frames": self.frames - f0,
            "bytes_per_key": round((self.bytes_out - b0) / n, 1),
        }

    def expect(self, key: str, text: str, *, gone=False, timeout=30.0) -> dict:
        """Press; milliseconds until `text` is (or with gone=True is no longer) shown."""
        self.settle()
        b0, c0 = self.bytes_out, self.cpu()
        if (text in self.text()) != gone:
            raise TermError(f"expect {text!r}: {'not ' if gone else 'already '}on the screen\n" + self.dump())
        t0 = now()
        self.send(self.encode(key))
        dt = self._until(lambda s: (text in s) != gone, t0, timeout, f"expect {text!r}")
        last = t0 + dt
        while (t := self._read(0.06)) is not None:
            last = t
            if now() - t0 > timeout:
                break
        self.feed()
        return {
            "ms": round(dt * 1e3, 2),
            "last_ms": round((last - t0) * 1e3, 2),
            "bytes": self.bytes_out - b0,
            "cpu_ms": round((self.cpu() - c0) * 1e3, 2),
        }

    def quit(self, key: str | None, timeout=10.0) -> dict:
        """Press a key; milliseconds until the process is gone.

        Without a key: milliseconds from exec until the program ended by itself.
        """
        if key is not None:
            self.settle()
            self.sample()
        p = select.poll()
        p.register(self.pidfd, select.POLLIN)
        if not self._eof:
            p.register(self.master, select.POLLIN)
        t0 = self.t0 if key is None else now()
        if key is not None:
            self.send(self.encode(key))
        while True:
            left = t0 + timeout - now()
            if key is None:
                self.sample_main()
                left = min(left, 0.02) if left > 0 else left
            if left <= 0:
                raise TermError(f"quit {key!r}: still running after {timeout} s\n{self.dump()}")
            for fd, _ev in p.poll(left * 1000):
                if fd == self.pidfd:
                    dt = now() - t0
                    while self._read(0) is not None:
                        pass
                    self.feed()
                    _ = self.alive  # reaps it
                    return {"ms": round(dt * 1e3, 2), "status": self.exit_status}
                self._read(0)
                if self._eof:
                    p.unregister(self.master)

    # ---- resources ---------------------------------------------------------------------

    def cpu(self) -> float:
        """CPU seconds so far of the session's live processes (and their reaped children)."""
        return sum(map(_cpu_of, _session_pids(self.pid)))

    def sample_main(self) -> None:
        """Keep the main process's peak RSS (cheap; for programs that end by themselves)."""
        try:
            with open(f"/proc/{self.pid}/status") as f:
                for line in f:
                    if line.startswith("VmHWM:"):
                        self.peak_kb = max(self.peak_kb, int(line.split()[1]))
        except OSError:
            pass

    def sample(self) -> dict:
        """RSS and peak RSS (MiB), summed over the session's processes."""
        rss = hwm = 0
        pids = _session_pids(self.pid)
        for pid in pids:
            try:
                with open(f"/proc/{pid}/status") as f:
                    for line in f:
                        if line.startswith("VmRSS:"):
                            rss += int(line.split()[1])
                        elif line.startswith("VmHWM:"):
                            hwm += int(line.split()[1])
            except OSError:
                pass
        self.peak_kb = max(self.peak_kb, hwm)
        return {
            "rss_mb": round(rss / 1024, 1),
            "peak_mb": round(hwm / 1024, 1),
            "cpu_s": round(self.cpu(), 3),
            "procs": len(pids),
            "bytes": self.bytes_out,
        }


# --------------------------------------------------------------------------- statistics


def pct(xs) -> dict | None:
    if not xs:
        return None
    s = sorted(xs)

    def q(p):
        return s[min(len(s) - 1, max(0, round(p * (len(s) - 1))))]

    return {
        k: round(v, 3)
        for k, v in (
            ("p50", q(0.5)),
            ("p95", q(0.95)),
            ("p99", q(0.99)),
            ("max", s[-1]),
            ("min", s[0]),
            ("mean", sum(s) / len(s)),
        )
    }


def calibrate() -> float:
    """Ms of a fixed pure-Python loop: tells a slow moment of the machine from a slow program."""
    best = []
    for _ in range(3):
        t = now()
        x = 0
        for i in range(200_000):
            x += i & 7
        best.append((now() - t) * 1e3)
    return round(min(best), 2)


def merge(runs: list):
    """Median of equal-shaped results (numbers), first of anything else."""
    first = runs[0]
    if isinstance(first, dict):
        return {k: merge([r[k] for r in runs if isinstance(r, dict) and k in r]) for k in first}
    if isinstance(first, bool) or not isinstance(first, (int, float)):
        nums = [r for r in runs if isinstance(r, (int, float)) and not isinstance(r, bool)]
        return first if first is not None or not nums else statistics.median(nums)
    nums = [r for r in runs if isinstance(r, (int, float))]
    return round(statistics.median(nums), 3)


# --------------------------------------------------------------------------- scripts


def _split(step: str) -> list[str]:
    return [p.replace("\0", ":") for p in step.replace("\\:", "\0").split(":")]


def run_script(
    argv, steps, *, size=(120, 40), env=None, cwd=None, profile="modern", settle=0.05, term="xterm-256color"
) -> dict:
    """Run one program through the steps; the result of one run."""
    calib = calibrate()
    res: dict = {"calib_ms": calib, "steps": {}}
    out = res["steps"]
    with Term(argv, size=size, env=env, cwd=cwd, profile=profile, settle=settle, term=term) as t:
        # text milestones that can be watched from the start
        for s in steps:
            p = _split(s)
            if p[0] == "wait":
                t.watch[f"text:{p[1]}"] = p[1]
            else:
                break
        try:
            for s in steps:
                op, *a = _split(s)
                if op == "wait":
                    ms = t.wait_text(a[0], float(a[1]) if len(a) > 1 else 60) * 1e3
                    ms = t.marks.get(f"text:{a[0]}", ms / 1e3) * 1e3
                    out[f"wait:{a[0]}"] = {"ms": round(ms, 2), "cpu_ms": round(t.cpu() * 1e3, 1)}
                elif op == "settle":
                    t.settle(float(a[0]) if a else 0.2)
                elif op == "sleep":
                    t.rest(float(a[0]))
                elif op == "mark":
                    out[f"mark:{a[0]}"] = t.sample()
                elif op == "key":
                    for _ in range(int(a[1]) if len(a) > 1 else 1):
                        t.press(a[0])
                elif op == "type":
                    for c in a[0]:
                        t.press(c)
                elif op == "burst":
                    ks = a[0].split("|")
                    n = int(a[1])
                    out[a[2] if len(a) > 2 else f"burst:{a[0]}"] = t.burst([ks[i % len(ks)] for i in range(n)])
                elif op == "typing":
                    out[a[1] if len(a) > 1 else "typing"] = t.burst(list(a[0]))
                elif op == "paced":
                    out[a[3] if len(a) > 3 else f"paced:{a[0]}@{a[2]}"] = t.paced(a[0], int(a[1]), float(a[2]))
                elif op == "flood":
                    out[a[2] if len(a) > 2 else f"flood:{a[0]}"] = t.flood(a[0], int(a[1]))
                elif op in ("expect", "gone"):
                    out[a[2] if len(a) > 2 else f"{op}:{a[0]}:{a[1]}"] = t.expect(a[0], a[1], gone=op == "gone")
                elif op == "assert":
                    t.settle()
                    if a[0] not in t.text():
                        raise TermError(f"assert {a[0]!r}: not on the screen\n{t.dump()}")
                elif op == "dump":
                    t.settle()
                    if a:
                        with open(a[0], "w") as f:
                            f.write(t.dump())
                    else:
                        res.setdefault("dumps", []).append(t.dump())
                elif op == "exit":
                    out["exit"] = t.quit(None, float(a[0]) if a else 60)
                elif op == "quit":
                    out["before_quit"] = t.sample()
                    out["quit"] = t.quit(a[0], float(a[1]) if len(a) > 1 else 10)
                else:
                    raise ValueError(f"unknown step {s!r}")
        except TermError as e:
            res["error"] = str(e)
        t.sample()
    res["startup_ms"] = {k: round(v * 1e3, 2) for k, v in t.marks.items()}
    res["peak_mb"] = round(t.peak_kb / 1024, 1)  # 0: ended before it could be sampled
    res["bytes_total"] = t.bytes_out
    if t.rusage:
        res["cpu_s"] = round(t.rusage.ru_utime + t.rusage.ru_stime, 3)
    res["status"] = t.exit_status
    if t.emulator_errors:
        res["emulator_errors"] = t.emulator_errors
    return res


def run_suite(spec: dict, runs: int, log=lambda _: None) -> dict:
    """All targets, interleaved round by round; medians, and ratios of start-up."""

    def tup(s):
        w, h = s.split("x")
        return int(w), int(h)

    by: dict[str, list] = {}
    for r in range(runs):
        for tg in spec["targets"]:
            one = run_script(
                tg["argv"],
                tg["steps"],
                size=tup(tg.get("size", spec.get("size", "120x40"))),
                env=tg.get("env"),
                cwd=tg.get("cwd"),
                profile=tg.get("profile", spec.get("profile", "modern")),
                settle=tg.get("settle", spec.get("settle", 0.05)),
            )
            by.setdefault(tg["name"], []).append(one)
            log(
                f"[{r + 1}/{runs}] {tg['name']}: {one['startup_ms']}"
                + (f" ERROR {one['error'].splitlines()[0]}" if "error" in one else "")
            )
    out = {"runs": runs, "loadavg": os.getloadavg(), "cpus": os.cpu_count(), "targets": {}}
    for name, rs in by.items():
        ok = [r for r in rs if "error" not in r]
        out["targets"][name] = {
            "ok": len(ok),
            "failed": len(rs) - len(ok),
            "median": merge(ok) if ok else None,
            "errors": [r["error"] for r in rs if "error" in r][:1],
            "startup_min": {k: min(r["startup_ms"].get(k, 1e9) for r in ok) for k in ok[0]["startup_ms"]}
            if ok
            else None,
            "startup_all": [r["startup_ms"] for r in ok],
        }
    base = next(iter(out["targets"].values()))
    if base["median"]:
        b = base["median"]["startup_ms"]
        for tg in out["targets"].values():
            if tg["median"]:
                tg["ratio_to_first"] = {
                    k: round(tg["median"]["startup_ms"][k] / v, 3)
                    for k, v in b.items()
                    if v and k in tg["median"]["startup_ms"]
                }
    return out


_ECHO = "import os,tty;tty.setraw(0);os.write(1,b'ready')\nwhile 1:\n d=os.read(0,1)\n if d==b'q':break\n os.write(1,d)"


def main(argv=None) -> int:
    ap = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    sub = ap.add_subparsers(dest="cmd", required=True)
    r = sub.add_parser("run", help="one program")
    r.add_argument("--size", default="120x40")
    r.add_argument("--runs", type=int, default=1)
    r.add_argument("--profile", choices=PROFILES, default="modern")
    r.add_argument("--settle", type=float, default=0.05)
    r.add_argument("--env", action="append", default=[], metavar="K=V")
    r.add_argument("--cwd")
    r.add_argument("--step", action="append", default=[])
    r.add_argument("-o", "--out")
    r.add_argument("argv", nargs="+")
    s = sub.add_parser("suite", help="several programs, interleaved")
    s.add_argument("spec")
    s.add_argument("--runs", type=int, default=5)
    s.add_argument("-o", "--out")
    f = sub.add_parser("floor", help="the harness's own latency")
    f.add_argument("-o", "--out")
    a = ap.parse_args(argv)
    for sig in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(sig, _die)

    def log(m):
        print(m, file=sys.stderr, flush=True)

    if a.cmd == "floor":
        spec = {
            "targets": [
                {
                    "name": "raw echo",
                    "argv": [sys.executable, "-Sc", _ECHO],
                    "settle": 0.01,
                    "steps": ["wait:ready", "burst:x:500", "quit:q"],
                }
            ]
        }
        res = run_suite(spec, 3)
    elif a.cmd == "suite":
        with open(a.spec) as fh:
            spec = json.load(fh)
        res = run_suite(spec, a.runs, log)
    else:
        res = run_suite(
            {
                "size": a.size,
                "targets": [
                    {
                        "name": os.path.basename(a.argv[0]),
                        "argv": a.argv,
                        "steps": a.step,
                        "env": dict(e.split("=", 1) for e in a.env),
                        "cwd": a.cwd,
                        "profile": a.profile,
                        "settle": a.settle,
                    }
                ],
            },
            a.runs,
            log,
        )
    text = json.dumps(res, indent=1)
    if a.out:
        with open(a.out, "w") as fh:
            fh.write(text + "\n")
    else:
        print(text)
    return 1 if any(t["failed"] for t in res["targets"].values()) else 0


if __name__ == "__main__":
    sys.exit(main())
