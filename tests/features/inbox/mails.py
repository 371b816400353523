"""Mails as they come."""

import os
from email.message import EmailMessage
from mailbox import Maildir
from pathlib import Path

ANN = "Ann Lee <ann@acme.example>"
DATE = "Wed, 18 Mar 2026 08:15:00 +0000"
"""A little more than an hour before the morning of the tests."""


def a_mail(
    sender: str = ANN, subject: str = "Re: Our offer", text: str = "Sounds good.\n", number: int = 1, **headers: str
) -> bytes:
    """Return a mail; headers are named as `auto_submitted` is, and one that is empty is left out."""
    mail = EmailMessage()
    usual = {"from": sender, "to": "me@here.example", "subject": subject, "date": DATE}
    usual["message_id"] = f"<{number}@acme.example>"
    for name, value in (usual | headers).items():
        if value:
            mail[name.replace("_", "-")] = value
    mail.set_content(text)
    return mail.as_bytes()


AWAY = a_mail(
    subject="Automatic reply: Our offer", text="I am back on Monday.", number=2, auto_submitted="auto-replied"
)
BOUNCE = b"""From: Mail Delivery Subsystem <MAILER-DAEMON@mx.example>
To: me@here.example
Subject: Undelivered Mail Returned to Sender
Message-ID: <bounce@mx.example>
Auto-Submitted: auto-replied
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain; charset=us-ascii

This is the mail system. Your message could not be delivered.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; Ann@acme.example
Action: failed
Status: 5.1.1

--b--
"""
"""As Postfix writes one (RFC 3464)."""
NEWSLETTER = a_mail(subject="News of March", number=3, list_unsubscribe="<https://acme.example/no>")


def delivered(box: Maildir, *mails: bytes) -> None:
    """Put mails into a folder as a mail server does."""
    for mail in mails:
        box.add(mail)


def names_in(box: Maildir) -> dict[str, bytes]:
    """Return each file of a Maildir by its path, with its content."""
    root = Path(os.fsdecode(box._path))
    return {
        str(path.relative_to(root)): path.read_bytes() for part in ("new", "cur") for path in (root / part).iterdir()
    }
