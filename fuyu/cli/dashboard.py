"""Opening the dashboard, on one's own book or on one that is made up."""

import gc
import os
import sys
from argparse import Namespace
from collections.abc import Callable
from contextlib import nullcontext
from functools import partial
from pathlib import Path

from fuyu import paths
from fuyu.cli import beside
from fuyu.cli.chosen_theme import ChosenTheme
from fuyu.cli.mornings import RememberedMornings
from fuyu.cli.opening import book_path, clock, desk_on
from fuyu.config import read_config
from fuyu.config.again import SettingsFile
from fuyu.errors import CrashError, UsageError
from fuyu.imports import import_without
from fuyu.registry import load, shared_demo
from fuyu.tui.environment import tame
from fuyu.tui.kit.textual_compat.without_palette import import_textual

_FRAMES = "240"
"""Frames a second: what needs two of them is on screen in 8 ms instead of 33."""
_TURN = 0.0005
"""Seconds a thread works on while another waits: by default what writes to the terminal waits ten times as long."""


def dashboard(asked: Namespace) -> int:
    """Open the dashboard."""
    path = book_path(asked)
    made_up = bool(asked.at or os.environ.get("FUYU_NOW", ""))  # who stands at a time looks at a day, and begins none
    mornings = None if made_up else RememberedMornings(paths.morning(path))
    tidy = partial(beside.done_by_another, "backup", asked, path)
    return _open_dashboard(asked, path, paths.backups(path), tidy=tidy, mornings=mornings)


def _open_dashboard(
    asked: Namespace,
    path: Path,
    backups: Path | None,
    *,
    tidy: Callable[[], str] | None = None,
    mornings: RememberedMornings | None = None,
) -> int:
    tame(os.environ)
    os.environ["FUYU_DB"] = str(path.absolute())  # a program that is run from here acts on the same book
    in_browser = "TEXTUAL_DRIVER" in os.environ
    is_terminal = sys.stdin.isatty() and sys.stdout.isatty() and os.environ.get("TERM") != "dumb"
    if not in_browser and not is_terminal:
        raise UsageError("the dashboard needs a terminal; `fuyu today` says the day without one")
    sys.setswitchinterval(_TURN)
    gc.disable()  # until the first picture: a fifth of a start went into looking for rubbish that is none (measured)
    os.environ.setdefault("TEXTUAL_FPS", _FRAMES)
    import_without("asyncio", "ssl")  # a twentieth of a start; nothing here speaks to a network
    import_textual()
    from fuyu.tui.app import FuyuApp  # noqa: PLC0415 - a quarter of a second that no other command needs
    from fuyu.tui.kit.textual_compat.terminal import type_ahead  # noqa: PLC0415 - the same
    from fuyu.tui.preferences import preferences  # noqa: PLC0415 - the same
    from fuyu.tui.theme import colours_of  # noqa: PLC0415 - the same

    config = read_config(paths.config())
    with desk_on(asked, path, backups, config, typed=type_ahead) as desk:
        is_demo = tidy is None
        own = None if is_demo and not desk.book.is_shared else beside.of(desk, asked, path, config, is_demo=is_demo)
        chosen = ChosenTheme(paths.theme(), config.theme)
        prefers = preferences(config, os.environ, chosen.name)
        remember = None if is_demo else chosen.keep
        prefers = prefers._replace(colours=colours_of(os.environ), remember=remember)
        prefers = prefers._replace(settings=SettingsFile(paths.config()))
        app = FuyuApp(desk, at_once=not is_demo, tidy=tidy, preferences=prefers, mornings=mornings, beside=own)
        app.run(mouse=prefers.mouse)
    if app.crash is not None:
        raise CrashError(app.crash)
    return app.return_code or 0


def demo(asked: Namespace) -> int:
    """Open the dashboard on sample leads, relative to today, in a file that goes with the command."""
    import tempfile  # noqa: PLC0415 - only the demo needs it

    from fuyu.sample import book  # noqa: PLC0415 - the same

    with tempfile.TemporaryDirectory(prefix="fuyu-demo-") as folder:
        path = Path(folder) / "fuyu.json"
        path.touch(mode=0o600)
        path.write_bytes(book(clock(asked).now()))
        who = getattr(asked, "team", "")
        with load(shared_demo())(who, path) if who else nullcontext():
            return _open_dashboard(asked, path, None)
