"""How a lead is reached: what is opened, and only that; what is copied, and by what."""

import os
import stat
import sys
import time
from pathlib import Path

import pytest

from fuyu import reach
from fuyu.domain.lead import Lead
from fuyu.domain.step import Channel
from fuyu.reach import card_text, copiers, copy_with_tool, open_with, opener, ways


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("+44 (0)20 7946 0000", "tel:+442079460000"),
        ("020 7946-0000", "tel:02079460000"),
        ("+81 6 0000 0142 ext. 7", "tel:+81600000142;ext=7"),
        ("020 7946 0000 x12", "tel:02079460000;ext=12"),
        ("020 7946 0000 #12", "tel:02079460000;ext=12"),
        ("020 7946 0000,,12#", "tel:02079460000;ext=12"),
        ("0049 (0)30 123456", "tel:+4930123456"),
        ("1-800-FLOWERS", "tel:18003569377"),
        ("+16505550108/+16505550109", "tel:+16505550108"),
        ("٠٥٠ ١٢٣ ٤٥٦٧", "tel:0501234567"),
        ("ask at the desk", ""),
        ("", ""),
    ],
)
def test_a_number_is_dialled(text: str, address: str) -> None:
    assert [way.address for way in ways(Lead(id=1, name="A", phones=(text,)))] == ([address] if address else [])


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("ann@acme.example", "mailto:ann@acme.example"),
        (
            "ann+x@acme.example?cc=all@acme.example&body=hi",
            "mailto:ann+x@acme.example%3Fcc%3Dall@acme.example%26body%3Dhi",
        ),
        ("ann", ""),
        ("-rf@x y", ""),
    ],
)
def test_an_address_is_written_to_and_carries_nothing_else(text: str, address: str) -> None:
    assert "?" not in address
    assert [way.address for way in ways(Lead(id=1, name="A", emails=(text,)))] in ([address], [])


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("https://acme.example/a?b=c#d", "https://acme.example/a?b=c#d"),
        ("acme.example/ann", "https://acme.example/ann"),
        ("www.acme.example", "https://www.acme.example"),
        ("http://acme.example:8080/", "http://acme.example:8080/"),
        ("https://acme.example/`id`$(id)", "https://acme.example/%60id%60$(id)"),
        ("javascript:alert(1)", ""),
        ("file:///etc/passwd", ""),
        ("ssh://acme.example", ""),
        ("vscode://acme.example/x", ""),
        ("--help", ""),
        ("https://user:secret@acme.example/", ""),
        ("https://[::1", ""),
        ("\x1b]8;;https://x.example\x07", ""),
    ],
)
def test_only_pages_are_looked_at(text: str, address: str) -> None:
    assert [way.address for way in ways(Lead(id=1, name="A", links=(text,)))] == ([address] if address else [])


def program(folder: Path, name: str, text: str) -> Path:
    """Write a program that anybody can run."""
    path = folder / name
    path.write_text(f"#!{sys.executable}\n{text}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Return a folder that is all of PATH, on a machine with a screen."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    return tmp_path


@pytest.mark.slow
def test_the_opener_gets_the_address_alone_in_a_session_of_its_own(alone: Path) -> None:
    said = alone / "said"
    program(
        alone,
        "xdg-open",
        "import os, sys, pathlib\n"
        "pathlib.Path(sys.argv[0]).with_name('said').write_text(f'{sys.argv[1:]} {os.getsid(0)}')",
    )
    (way,) = ways(Lead(id=1, name="A", links=("acme.example/;touch pwned",)))
    assert open_with(opener(way.channel), way)
    late = time.monotonic() + 20
    while not (said.exists() and said.read_text()):
        assert time.monotonic() < late
        time.sleep(0.01)
    assert said.read_text().startswith("['https://acme.example/;touch%20pwned']")
    assert int(said.read_text().split("]")[1]) != os.getsid(0)


_PAGE = reach.Way("page", "x", "https://acme.example/a b", Channel.SOCIAL)
_CALL = reach.Way("phone", "x", "tel:+4420", Channel.CALL)


@pytest.mark.slow
def test_without_a_screen_or_an_opener_there_is_none(alone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not opener(_PAGE.channel)
    program(alone, "xdg-open", "")
    assert opener(_PAGE.channel)
    monkeypatch.delenv("DISPLAY")
    monkeypatch.delenv("WSL_DISTRO_NAME", raising=False)
    assert not opener(_PAGE.channel)
    assert not open_with([str(alone / "gone")], _PAGE)
    assert not open_with(["/bin/true"], reach.Way("page", "x", "file:///etc/passwd", Channel.SOCIAL))


@pytest.mark.parametrize(
    ("environment", "platform", "programs", "command"),
    [
        ({"DISPLAY": ":0"}, "linux", ["xdg-open"], "xdg-open"),
        ({"DISPLAY": ""}, "linux", ["xdg-open"], ""),
        ({"WSL_DISTRO_NAME": "Debian"}, "linux", ["xdg-open", "wslview"], "wslview"),
        ({"WSL_DISTRO_NAME": "Debian"}, "linux", ["xdg-open"], "xdg-open"),
        ({"DISPLAY": ":0"}, "darwin", ["open", "xdg-open"], "open"),
        ({}, "win32", ["rundll32"], "rundll32 url.dll,FileProtocolHandler"),
    ],
)
def test_each_system_opens_with_what_it_has(
    alone: Path, environment: dict[str, str], platform: str, programs: list[str], command: str
) -> None:
    for name in programs:
        program(alone, name, "")
    for way in (_CALL, _PAGE):
        assert " ".join(opener(way.channel, environment, platform)).replace(f"{alone}/", "") == command


@pytest.mark.parametrize(
    ("environment", "has"),
    [
        ({"TERM": "xterm-256color"}, False),
        ({"TERM": "xterm-256color", "VTE_VERSION": "7600"}, True),
        ({"TERM": "xterm-256color", "VTE_VERSION": "4803"}, False),
        ({"TERM": "xterm-kitty"}, True),
        ({"TERM": "tmux-256color", "VTE_VERSION": "7600"}, False),
        ({"TERM": "tmux-256color", "FORCE_HYPERLINK": "1"}, True),
        ({"TERM_PROGRAM": "WezTerm", "FORCE_HYPERLINK": "0"}, False),
    ],
)
def test_links_are_for_terminals_that_are_known_to_open_them(environment: dict[str, str], has: bool) -> None:  # noqa: FBT001
    assert reach.has_links(environment) is has


def test_each_number_and_address_is_a_link_and_no_part_of_another() -> None:
    addresses = {"020 7946": "tel:0207946", "020 7946 0000": "tel:02079460000"}
    assert reach.linked("dial 020 7946 0000 · 020 7946", addresses) == [
        ("dial ", ""),
        ("020 7946 0000", "tel:02079460000"),
        (" · ", ""),
        ("020 7946", "tel:0207946"),
    ]
    assert reach.linked("1020 7946", addresses) == [("1020 7946", "")]
    assert reach.linked("x", {}) == [("x", "")]


def test_a_page_is_opened_by_the_browser_that_is_set_and_a_number_is_not(alone: Path) -> None:
    program(alone, "lynx", "")
    for said in ("lynx -term=x", "gone:lynx -term=x"):
        assert opener(_PAGE.channel, {"BROWSER": said}, "linux") == [str(alone / "lynx"), "-term=x"]
        assert not opener(_CALL.channel, {"BROWSER": said}, "linux")
    assert not opener(_PAGE.channel, {"BROWSER": "'lynx"}, "linux"), "a quote that nothing closes"


@pytest.mark.slow
def test_a_browser_gets_the_address_where_it_says_that_it_wants_it(alone: Path) -> None:
    said = alone / "said"
    program(
        alone, "lynx", "import sys, pathlib\npathlib.Path(sys.argv[0]).with_name('said').write_text(str(sys.argv[1:]))"
    )
    assert open_with(opener(_PAGE.channel, {"BROWSER": "lynx --to=%s -x"}, "linux"), _PAGE)
    late = time.monotonic() + 20
    while not (said.exists() and said.read_text()):
        assert time.monotonic() < late
        time.sleep(0.01)
    assert said.read_text() == "['--to=https://acme.example/a b', '-x']"


@pytest.mark.slow
def test_the_clipboard_of_windows_reads_every_letter(alone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISPLAY")
    monkeypatch.setenv("WSL_DISTRO_NAME", "Debian")
    program(
        alone,
        "clip.exe",
        "import sys, pathlib; pathlib.Path(sys.argv[0]).with_name('got').write_bytes(sys.stdin.buffer.read())",
    )
    assert copy_with_tool("Zoë 🐺") == "clip.exe"
    assert (alone / "got").read_bytes().decode("utf-16") == "Zoë 🐺"


@pytest.mark.slow
def test_the_native_tool_copies_and_one_that_fails_is_passed_over(alone: Path) -> None:
    assert copy_with_tool("x") == ""
    program(alone, "xclip", "import sys; sys.exit(1)")
    assert copy_with_tool("x") == ""
    program(
        alone,
        "xsel",
        "import sys, pathlib; pathlib.Path(sys.argv[0]).with_name('got').write_bytes(sys.stdin.buffer.read())",
    )
    assert copy_with_tool("Ōkami\x1b\r\n+44\u202e") == "xsel"
    assert (alone / "got").read_text() == "Ōkami\n+44"


def test_which_tools_are_tried(alone: Path) -> None:
    for name in ("pbcopy", "wl-copy", "xclip", "xsel"):
        program(alone, name, "")
    tools = {
        (): [],
        ("DISPLAY",): ["xclip", "xsel"],
        ("WAYLAND_DISPLAY", "DISPLAY"): ["wl-copy", "xclip", "xsel"],
    }
    for names, expected in tools.items():
        found = copiers(dict.fromkeys(names, "x"), "linux")
        assert [Path(command[0]).name for command in found] == expected
    assert [Path(command[0]).name for command in copiers({}, "darwin")] == ["pbcopy"]


def test_a_card_is_what_one_sends_on() -> None:
    lead = Lead(id=1, name="Ann\x1b Lee", role="buyer", company="Acme", phones=("+44 1",), emails=("a@b.example",))
    assert card_text(lead) == "Ann Lee\nbuyer, Acme\n+44 1\na@b.example"
