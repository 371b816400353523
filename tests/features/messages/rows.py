"""Rows of messages in the tables of the tests that every command and setting has to pass."""

from tests.hostile import HUGE
from tests.rows import Rows

MESSAGE = "id, lead, day, channel, to, subject, text, state, reason, time, zone, held, not_taken"
ROWS = Rows(
    errors={
        "message xyzzy": (1, "no lead is called “xyzzy”; `fuyu find WORD` looks for them"),
        "message ann": (2, "the message says nothing yet: --text or --template says what"),
        'message ann --text ""': (2, "--text is empty: say what the message says, or leave it out"),
        "message ann --text x --to notanaddress": (2, "“notanaddress” is not a phone number; --to names another"),
        "message ann --text x --to not@": (2, "“not@” is not an e-mail address; --to names another"),
        "message ann --text x --to a@b.example --on asdf": (
            2,
            "“asdf” is no word for a day that fuyu knows. Write it like fri 2pm, 2w or 27 mar.",
        ),
        "message ann --text x --to a@b.example --on yesterday": (
            2,
            "That is behind us; a next step lies ahead. Write it like fri 2pm, 2w or 27 mar.",
        ),
        "message ann --template nosuch": (
            1,
            "no template is called “nosuch”; put text files into HOME/messages",
        ),
        "message ann --show --drop": (2, "argument --drop: not allowed with argument --show"),
        "message ann --show --subject x": (2, "--show is about the message that waits: leave the others out"),
        "message - --show": (
            2,
            "- writes an e-mail to each of the input: leave --show, --drop, --to and --text - out",
        ),
        "message ann --text x --template y": (
            2,
            "argument --template: not allowed with argument --text",
        ),
        "send --resend 9": (1, "no message has the number 9; `fuyu messages --all` lists them"),
        "send --mark-sent 9": (1, "no message has the number 9; `fuyu messages --all` lists them"),
        "send --anyway 9": (2, "no mail server is set: config.toml needs [mail] with host and from"),
        "send --anyway x": (2, "argument --anyway: “x” is no whole number; write it like 3"),
        "send --resend 1 --mark-sent 2": (
            2,
            "argument --mark-sent: not allowed with argument --resend",
        ),
    },
    settings={
        "[mail]\nhost = 'x'": (2, "CONFIG: mail.from is missing"),
        "[mail]\nhost='x'\nfrom='b'": (
            2,
            'CONFIG, line 3: mail.from is an address, like "Ann Lee <ann@acme.example>", not “b”',
        ),
    },
    shapes={
        "message ann --text hello": f"version, done, message{{{MESSAGE}}}",
        "message ann --drop": "version, done",
        "messages": f"version, messages[{MESSAGE}]",
        "send --dry-run": f"version, messages[{MESSAGE}]",
    },
    before={
        "message ann --drop": ["message ann --text hello"],
        "messages": ["message ann --text hello"],
        "send --dry-run": ["message ann --channel email --text hello"],
    },
    hostile={
        "message": (("1", "--show"), ("1", "--text", "hello")),
        "messages": ((), ("--all",)),
        "send": (("--dry-run",), ()),
    },
    arguments=((("send", "--resend", HUGE), 2, "usage: fuyu send"),),
    refused=(
        ("message ann --show --subject Hello", "--show is about the message that waits"),
        ("message ann --drop --on fri", "--drop is about the message that waits"),
        ("send --resend 1 --dry-run", "usage: fuyu send"),
    ),
    clashes=(
        ('"message.copy" = "up"', "takes “↑” from date.week_back"),
        ('"message.ready" = "ctrl+t"', "takes “ctrl+t” from message.template"),
    ),
    sent=(("work.message", "\x1b[15;2~"),),
    streams={("</dev/zero", "message 1 --text -"): (2, "the input is longer than 10,000,000 characters")},
)
