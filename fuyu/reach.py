"""From the screen to the person: open a number, an address or a page; copy what one needs elsewhere."""

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePath
from shutil import which
from threading import Thread
from typing import NamedTuple
from urllib.parse import quote, urlsplit

from fuyu.domain.lead import Lead, Status
from fuyu.domain.numbers import number_of, several
from fuyu.domain.step import Channel
from fuyu.domain.text import clean, clean_line
from fuyu.domain.unwanted import wants

_SCHEMES = {"tel", "sms", "mailto", "https", "http"}
"""What is opened; a link from an import may name anything else, and a click on it would run something."""
_PATIENCE = 2.0
"""Seconds a tool has to take a text."""
_FEWEST_DIGITS = 3
_EMAIL = re.compile(r"[^\s@<>]+@[^\s@<>]+")
_HOST = re.compile(r"(?:[\w-]+\.)+\w{2,}(?::\d+)?")


_LINKING = {"iTerm.app", "WezTerm", "ghostty", "vscode", "rio"}
_LINKING_TERMS = ("xterm-kitty", "xterm-ghostty", "foot", "alacritty", "contour", "wezterm")
_LINKING_VTE = 5000
"""Terminals that open links: by `$TERM_PROGRAM`, by `$TERM`, and of GNOME's kind since that version."""


class Way(NamedTuple):
    """A way to reach somebody."""

    label: str
    """What it is: `phone`, `email`, `page`."""
    text: str
    """As it stands in the book."""
    address: str
    """As it is opened: tel:, sms:, mailto: or https:."""
    channel: Channel
    """How somebody is reached by opening it."""


def ways(lead: Lead) -> list[Way]:
    """Return how a lead is reached; what cannot be opened safely is left out."""
    found = (*map(number_way, lead.phones), *map(_email_way, lead.emails), *map(page_way, lead.links))
    return [way for way in found if way]


def number_way(text: str) -> Way | None:
    """Return what dials a number; None where it is none."""
    return _way("phone", text, _tel(text), Channel.CALL)


def _email_way(text: str) -> Way | None:
    return _way("email", text, _mailto(text), Channel.EMAIL)


def page_way(text: str) -> Way | None:
    """Return what opens a page; None where it is none."""
    return _way("page", text, _page(text), Channel.SOCIAL)


def _way(label: str, text: str, address: str, channel: Channel) -> Way | None:
    return Way(label, clean_line(text), address, channel) if address else None


def wanted_ways(lead: Lead) -> list[Way]:
    """Return the ways by which a lead wants to be reached."""
    return [way for way in ways(lead) if wants(lead, way.channel)]


def links(lead: Lead) -> dict[str, str]:
    """Return the addresses by which a lead may be reached, by how they stand in the book; none for do-not-contact."""
    if lead.status is Status.DO_NOT_CONTACT:
        return {}
    return {way.text: way.address for way in wanted_ways(lead)}


def _tel(text: str) -> str:
    """Return a number as RFC 3966 writes it, with its extension; of several the first."""
    number = number_of(several(clean_line(text))[0])
    if len(number.digits) < _FEWEST_DIGITS:
        return ""
    extension = f";ext={number.extension}" if number.extension else ""
    return f"tel:{'+' if number.is_worldwide else ''}{number.digits}{extension}"


def _mailto(text: str) -> str:
    address = clean_line(text).removeprefix("mailto:")
    return f"mailto:{quote(address, safe='@.+-_')}" if _EMAIL.fullmatch(address) else ""


def _page(text: str) -> str:
    said = clean_line(text)
    try:
        parts = urlsplit(said if "://" in said or ":" in said.partition("/")[0] else f"https://{said}")
    except ValueError:
        return ""
    if parts.scheme not in {"https", "http"} or not _HOST.fullmatch(parts.netloc):
        return ""
    return quote(parts.geturl(), safe=":/?#[]@!$&'()*+,;=%~-._")


def has_links(environment: Mapping[str, str]) -> bool:
    """Return whether the terminal is known to open links itself (OSC 8); `$FORCE_HYPERLINK` says it of others."""
    if said := environment.get("FORCE_HYPERLINK"):
        return said != "0"
    vte = environment.get("VTE_VERSION", "")
    return (
        environment.get("TERM_PROGRAM") in _LINKING
        or environment.get("TERM", "").startswith(_LINKING_TERMS)
        or (vte.isdecimal() and int(vte) >= _LINKING_VTE)
        or any(name in environment for name in ("WT_SESSION", "KONSOLE_VERSION", "DOMTERM"))
    ) and not environment.get("TERM", "").startswith(("screen", "tmux"))


def linked(text: str, addresses: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return a text in pieces, each with the address that it stands for, empty for none.

    Args:
        text: what is said.
        addresses: by the texts that stand for them.
    """
    if not addresses:
        return [(text, "")]
    known = "|".join(map(re.escape, sorted(addresses, key=len, reverse=True)))
    return [(piece, addresses.get(piece, "")) for piece in re.split(rf"(?<!\w)({known})(?!\w)", text) if piece]


def opener(channel: Channel, environment: Mapping[str, str] = os.environ, platform: str = sys.platform) -> list[str]:
    """Return the command that opens ways of a channel, to be followed by its address; empty where there is none.

    A page is opened by `$BROWSER`, where that is set.
    """
    if channel is Channel.SOCIAL and (browser := _browser(environment)):
        return browser
    is_wsl, has_screen = (
        "WSL_DISTRO_NAME" in environment,
        environment.get("DISPLAY", environment.get("WAYLAND_DISPLAY")),
    )
    if platform == "win32":
        known = [["rundll32", "url.dll,FileProtocolHandler"]]
    elif platform == "darwin":
        known = [["open"]]
    else:
        known = [*([["wslview"]] if is_wsl else []), *([["xdg-open"]] if has_screen or is_wsl else [])]
    return _first_here(known)


def _browser(environment: Mapping[str, str]) -> list[str]:
    """Return the first command of `$BROWSER` that is here: the list of browsers that other programs read, too."""
    said = environment.get("BROWSER", "").split(os.pathsep)
    try:
        return _first_here([words for words in map(shlex.split, said) if words])
    except ValueError:  # a quote that nothing closes
        return []


def _first_here(commands: Iterable[Sequence[str]]) -> list[str]:
    """Return the first command whose program is on this machine, by its place; empty where none is."""
    return next(([program, *words] for name, *words in commands if (program := which(name))), [])


def open_with(command: Sequence[str], way: Way) -> bool:
    """Start the command on the address, in a session of its own, and wait for nothing; return whether it started."""
    if way.address.partition(":")[0] not in _SCHEMES:
        return False
    placed = [word.replace("%s", way.address) for word in command]
    try:
        opening = subprocess.Popen(  # noqa: S603 - no shell, and an address made above
            placed if placed != [*command] else [*command, way.address],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError:
        return False
    Thread(target=opening.wait, name="opening", daemon=True).start()  # nobody is left behind when it ends
    return True


def opened(way: Way) -> bool:
    """Open a way with what this machine has; return whether something opens it."""
    command = opener(way.channel)
    return bool(command) and open_with(command, way)


def copiers(environment: Mapping[str, str], platform: str = sys.platform) -> list[Sequence[str]]:
    """Return the commands that put a text on the clipboard here, the best first."""
    known: list[Sequence[str]] = []
    if platform == "darwin":
        known.append(("pbcopy",))
    if platform == "win32":
        known.append(("clip",))
    if environment.get("WAYLAND_DISPLAY"):
        known.append(("wl-copy",))
    if environment.get("DISPLAY"):
        known += [("xclip", "-selection", "clipboard"), ("xsel", "--clipboard", "--input")]
    if "WSL_DISTRO_NAME" in environment:
        known.append(("clip.exe",))
    return [(program, *command[1:]) for command in known if (program := which(command[0]))]


def _encoded(text: str, program: str) -> bytes:
    """Return a text as a copier reads it: that of Windows takes UTF-16 alone beyond ASCII."""
    return text.encode("utf-16" if PurePath(program).stem == "clip" else "utf-8")


def copy_with_tool(text: str) -> str:
    """Put a text, cleaned, on the clipboard by the first tool that takes it; return its name, empty where none did."""
    for command in copiers(os.environ):
        try:
            done = subprocess.run(  # noqa: S603 - no shell; the text goes through standard input
                command,
                input=_encoded(clean(text), command[0]),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
                timeout=_PATIENCE,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired):
            continue
        if done.returncode == 0:
            return PurePath(command[0]).name
    return ""


def card_text(lead: Lead) -> str:
    """Return what one copies of a lead to send it on: name, company, how they are reached."""
    lines = (lead.name, ", ".join(filter(None, (lead.role, lead.company))), *lead.phones, *lead.emails, *lead.links)
    return "\n".join(clean_line(line) for line in lines if line.strip())
