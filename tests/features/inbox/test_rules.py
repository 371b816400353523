"""What a mail is, and what of it is kept."""

import datetime as dt

import pytest

from fuyu.features.inbox.rules import Mail, MailKind, kind_of, news_words, not_reached, note_of, opening

REPLY, AWAY, BOUNCE, AUTOMATIC = MailKind.REPLY, MailKind.AWAY, MailKind.BOUNCE, MailKind.AUTOMATIC
ANN = "ann@acme.example"


@pytest.mark.parametrize(
    ("kind", "sender", "headers"),
    [
        (REPLY, ANN, {"subject": "Re: Our offer"}),
        (REPLY, ANN, {"subject": "Re: Automatic reply: Our offer"}),
        (REPLY, ANN, {"subject": "Your automatic reply"}),
        (REPLY, ANN, {"auto-submitted": "no"}),
        (REPLY, ANN, {"precedence": "first-class"}),
        (REPLY, "postmaster@acme.example", {"subject": "Who runs your mail?"}),
        (REPLY, ANN, {"content-type": "multipart/report-of-mine; boundary=x"}),
        (AWAY, ANN, {"auto-submitted": "auto-replied"}),
        (AWAY, ANN, {"auto-submitted": "Auto-Replied (vacation); owner-email=x"}),
        (AWAY, ANN, {"auto-submitted": "auto-generated", "subject": "Automatic reply: Our offer"}),  # Exchange
        (AWAY, ANN, {"x-autoreply": "yes"}),
        (AWAY, ANN, {"x-autorespond": "1"}),
        (AWAY, ANN, {"precedence": "auto_reply"}),
        (AWAY, ANN, {"precedence": "bulk", "subject": "Out of Office: Our offer"}),
        (AWAY, ANN, {"subject": "Abwesenheitsnotiz: Angebot"}),
        (AWAY, ANN, {"subject": "RÉPONSE AUTOMATIQUE : offre"}),
        (AWAY, ANN, {"subject": "Otomatik yanıt: teklif"}),
        (AWAY, ANN, {"subject": "自動応答: 見積"}),
        (BOUNCE, "mailer-daemon@mx.example", {"subject": "Undelivered Mail"}),
        (BOUNCE, "postmaster@mx.example", {"return-path": "<>"}),
        (BOUNCE, "noreply@mx.example", {"content-type": 'multipart/report; report-type="delivery-status"'}),
        (BOUNCE, "noreply@mx.example", {"x-failed-recipients": ANN}),
        (AUTOMATIC, ANN, {"content-type": "multipart/report; report-type=disposition-notification"}),
        (AUTOMATIC, ANN, {"list-id": "<news.acme.example>"}),
        (AUTOMATIC, ANN, {"list-unsubscribe": "<https://acme.example/no>"}),
        (AUTOMATIC, ANN, {"precedence": "bulk"}),
        (AUTOMATIC, ANN, {"auto-submitted": "auto-generated"}),
    ],
)
def test_a_mail_is_told_by_its_headers(kind: MailKind, sender: str, headers: dict[str, str]) -> None:
    assert kind_of({name: [value] for name, value in headers.items()}, [sender]) is kind


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Final-Recipient: rfc822; ann@acme.example\r\nAction: failed\r\n", ("ann@acme.example",)),
        ("Original-Recipient: rfc822;<ann@acme.example>\nAction: Failed\n", ("ann@acme.example",)),
        ("Final-Recipient: rfc822; ann@acme.example\nAction: delayed\n", ()),
        ("Final-Recipient: rfc822; ann@acme.example\nAction: delivered\n", ()),
        ("Hi. This is qmail.\n<ann@acme.example>:\nSorry, no mailbox here by that name.\n", ("ann@acme.example",)),
        ("nobody is named", ()),
    ],
)
def test_a_bounce_says_whom_it_did_not_reach(text: str, found: tuple[str, ...]) -> None:
    assert not_reached({}, text) == found


def test_a_server_may_say_it_in_a_header_alone() -> None:
    assert not_reached({"x-failed-recipients": ["ann@acme.example, bo@x.example"]}, "") == (
        "ann@acme.example",
        "bo@x.example",
    )


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Hello,\n\nsounds good.\n", "Hello,\n\nsounds good."),
        ("Yes\r\n\r\n> On Tue you wrote\r\n> more\r\n", "Yes"),
        ("Yes\n\nOn Tue, 17 Mar 2026 at 10:00, Me <me@here.example> wrote:\n> Would you?", "Yes"),
        ("Ja\n\nAm 17.03.2026 um 10:00 schrieb Me:\n> Und?", "Ja"),
        ("Oui\n\nLe mar. 17 mars 2026 à 10:00, Me <me@here.example> a écrit :\n> Alors ?", "Oui"),
        ("Yes\n\n-----Original Message-----\nFrom: Me", "Yes"),
        ("Yes\n\nFrom: Me <me@here.example>\nSent: Tuesday", "Yes"),
        ("Yes\n\n________________________________\nFrom: Me", "Yes"),
        ("Yes\n-- \nAnn Lee\nAcme", "Yes"),
        ("  much   room  \n\n\n\nhere", "much room\n\nhere"),
        ("On Friday I am away: call me on Monday.", "On Friday I am away: call me on Monday."),
        ("> all of it is quoted", ""),
        ("\x1b]0;x\x07red", "]0;xred"),
        ("", ""),
    ],
)
def test_an_opening_is_what_they_wrote_themselves(text: str, kept: str) -> None:
    assert opening(text) == kept


def test_a_long_letter_is_cut() -> None:
    assert len(opening("word " * 1000)) <= 602
    assert opening("line\n" * 100) == "\n".join(["line"] * 12) + " …"


def test_a_note_has_the_subject_and_the_opening() -> None:
    assert note_of("Re: Our offer", "Yes.") == "Re: Our offer\n\nYes."
    assert note_of("", "Yes.") == "Yes."
    assert len(note_of("x" * 500, "")) == 120


def test_what_came_is_one_sentence() -> None:
    came = [(REPLY, "Ann Lee"), (REPLY, "Bo Diaz"), (AWAY, "Cy Okafor"), (BOUNCE, "Di Roe"), (AUTOMATIC, "Ed")]
    assert news_words(came) == (
        "2 replies came: Ann Lee, Bo Diaz; 1 message bounced: Di Roe; 1 out of office: Cy Okafor; 1 automatic mail: Ed"
    )
    assert news_words([(REPLY, "Ann Lee"), (REPLY, "Ann Lee")]) == "2 replies came: Ann Lee"
    assert news_words((REPLY, f"Lead {number}") for number in range(9)) == (
        "9 replies came: Lead 0, Lead 1, Lead 2 and 6 more"
    )
    assert not news_words([])


def test_each_copy_of_a_mail_has_the_same_uid_and_another_mail_another() -> None:
    def uid(message_id: str, address: str = ANN, subject: str = "s") -> str:
        at = dt.datetime(2026, 3, 18, 8, 15, tzinfo=dt.UTC)
        return Mail(kind=REPLY, addresses=(address,), name="", subject=subject, at=at, message_id=message_id).uid

    assert uid("<1@x>") == uid("<1@x>", subject="another header of the same mail")
    assert len({uid("<1@x>"), uid("<2@x>"), uid("<1@x>", "bo@x.example"), uid(""), uid("", subject="t")}) == 5
