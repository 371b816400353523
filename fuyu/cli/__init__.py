"""The command line: arguments in, one desk built, words and exit codes out.

Only here are store, clock, desk and app put together (`opening`). `arguments` is the one parser, of which
`completion` and `man` are made too. A command returns one `Answer`, which `output` prints as words, records or JSON;
`leads` are a lead's line, record and JSON, `card` is one wholly, `company` everyone at one, `done` what was done.
`today` says the day, `dashboard` opens it; `commands` act on a lead or the day; `existing` says who is there already,
`joining` makes one lead of two; `changing` is what else is done with one lead, `forget` removes every trace of one
once that is `agreed`; `views` are saved queries; `promises`
makes them and says what is done, `ticking` what is resolved; `days` are a day's beginning and end, and days away
(`mornings` remembers which was the first); `password` asks for one; `count` is for prompts; `meanwhile` says how far
the reading of a large book is; `care` looks after the files; `doctor` looks where fuyu runs, `fault` writes down one
of ours; `serve` is a browser; `beside` is what features and other processes do beside the dashboard; `streams`:
closed, full, endless and narrow ones; `understood`, words that mean something or an error; `theme` lists and chooses
themes, `chosen_theme` remembers one.
"""

import gc
import io
import sys
from collections.abc import Callable, Sequence
from functools import partial

from fuyu.cli.streams import broken, give_up, make_whole
from fuyu.domain.text import clean, shortened
from fuyu.errors import CrashError, FuyuError
from fuyu.imports import import_without


def main(arguments: Sequence[str] | None = None) -> int:
    """Run fuyu; return the exit code: 0 ok, 1 not found, 2 usage, 3 data or lock, 70 our own fault, 130 interrupted."""
    make_whole()
    gc.disable()  # imports make much that stays; looking for rubbish in it takes a tenth of a short command (measured)
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # as stderr is: no name is too foreign for a terminal
    try:
        command = _asked_for([*map(_as_word, sys.argv[1:] if arguments is None else arguments)])
        if arguments is None:
            gc.freeze()  # nor is it looked at when rubbish is looked for later: five milliseconds of every command
        gc.enable()
        code = command()
        sys.stdout.flush()
    except FuyuError as error:
        return _crashed(error) if isinstance(error, CrashError) else _ended(error.in_full, error.exit_code)
    except BrokenPipeError:
        give_up(sys.stdout)
        return 0
    except OSError as error:
        named = f"“{shortened(str(error.filename))}” cannot be used" if error.filename else ""
        return _ended(f"{named or 'the answer could not be written'}: {error.strerror or error}", 3)
    except KeyboardInterrupt:
        return _ended("interrupted; nothing was changed", 130)
    except Exception as error:  # noqa: BLE001 - a traceback helps no one, and an error's own words may hold names
        return _crashed(CrashError(error))
    finally:
        gc.enable()
    if arguments is None:
        gc.freeze()  # the process ends: nothing is gained by looking for rubbish once more (a tenth, measured)
    return code


def _as_word(typed: str) -> str:
    """Return what was typed so that the parser sees no option in a negated operator: `-tag:expo`."""
    name, colon, _ = typed[1:].partition(":")
    return f" {typed}" if typed.startswith("-") and colon and name.isalpha() else typed


def _asked_for(words: Sequence[str]) -> Callable[[], int]:
    """Return what does what the words ask for, with all it needs loaded; it returns the exit code.

    What the parser says itself, help and what it cannot read, is said already.
    """
    import_without("msgspec", "typing_extensions")  # a tenth of a short command; Python 3.11 has what is needed of it
    from fuyu.cli.arguments import parser  # noqa: PLC0415 - so that an interrupt during imports is caught, too
    from fuyu.registry import load  # noqa: PLC0415 - the same

    try:
        asked = parser(words).parse_args(words)
    except SystemExit as ended:
        return partial(int, ended.code if isinstance(ended.code, int) else 0)
    return partial(load(asked.runs), asked)


def _crashed(crash: CrashError) -> int:
    """Say where the fault is, and write the way to it down, for whoever mends it."""
    from fuyu.cli.fault import written_down  # noqa: PLC0415 - only a fault needs it

    path = written_down(crash)
    if path is None:
        return _ended(str(crash), crash.exit_code)
    words = f"{crash.what}\nfuyu: what was done is kept. Please send us this file, it names nobody:\n{path}"
    return _ended(words, crash.exit_code)


def _ended(words: str, code: int) -> int:
    """Say on stderr, where words go, why it ended."""
    said = broken(f"fuyu: {clean(words)}", sys.stderr)
    for stream, text in ((sys.stdout, ""), (sys.stderr, f"{said}\n")):
        try:
            stream.write(text)
            stream.flush()
        except OSError:
            give_up(stream)
    return code
