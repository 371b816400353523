"""E-mail addresses: one, and written as a mail server knows it, or a sentence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fuyu.domain.address import (
    AddressError,
    beyond_ascii,
    mistyped,
    on_the_wire,
    unfit,
    unfit_link,
    unfit_number,
    unwritable,
)
from fuyu.domain.text import clean_line


@pytest.mark.parametrize(
    ("address", "wire"),
    [
        ("ann@acme.example", "ann@acme.example"),
        ("ann.lee+crm@mail.acme.example", "ann.lee+crm@mail.acme.example"),
        ("o'brien@acme.example", "o'brien@acme.example"),
        ("ann@localhost", "ann@localhost"),
        ("ann@[192.0.2.1]", "ann@[192.0.2.1]"),
        ('"ann lee, acme"@acme.example', '"ann lee, acme"@acme.example'),
        ("info@müller.example", "info@xn--mller-kva.example"),
        ("info@MÜLLER.example", "info@xn--mller-kva.example"),
        ("info@straße.example", "info@xn--strae-oqa.example"),
        ("info@例え.example", "info@xn--r8jz45g.example"),
        ("jörg@müller.example", "jörg@xn--mller-kva.example"),
    ],
)
def test_an_address_is_written_as_a_mail_server_knows_it(address: str, wire: str) -> None:
    assert on_the_wire(address) == wire
    assert on_the_wire(wire) == wire


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("", "an e-mail address is needed"),
        ("ann", "“ann” is not an e-mail address"),
        ("a@x.example, b@y.example", "one address"),
        ("a@x.example;b@y.example", "one address"),
        ("a@x.example b@y.example", "one address"),
        ("Ann Lee <ann@acme.example>", "write one address, ann@acme.example"),
        ("ann@acme..example", "check it after the @"),
        ("ann@-acme.example", "check it after the @"),
        ("ann@" + "a" * 64 + ".example", "check it after the @"),
        ("ann@a\u2024\u2024b.example", "check it after the @"),
        ("a" * 65 + "@acme.example", "too long"),
        ("ö" * 33 + "@acme.example", "too long"),
        ("a@acme.example\r\nRCPT TO:<b@y.example>", "one address"),
        ("a\x00@acme.example", "not an e-mail address"),
        ("a\u2028@acme.example", "not an e-mail address"),
    ],
)
def test_what_is_not_one_address_is_a_sentence(address: str, words: str) -> None:
    assert words in unfit(address)
    assert unwritable(address) == unfit(address)
    with pytest.raises(AddressError):
        on_the_wire(address)


def test_letters_beyond_ascii_before_the_at_are_said_when_written() -> None:
    assert beyond_ascii("jörg@x.example")
    assert unfit("jörg@x.example") == ""
    assert unwritable("jörg@x.example").startswith("most mail servers take no address like “jörg@”")
    assert unwritable("info@müller.example") == ""


@given(st.text(max_size=40) | st.from_regex(r"\A\S{1,9}@\S{1,30}\Z"))
def test_what_is_written_for_a_server_is_one_line_and_one_address(address: str) -> None:
    if unfit(address):
        assert unfit(address) == clean_line(unfit(address))
        return
    wire = on_the_wire(address)
    assert not set(wire) & set("\r\n\0")
    assert wire.rpartition("@")[2].isascii()


@pytest.mark.parametrize("address", ["a..b@c.example", ".a@c.example", "a.@c.example"])
def test_dots_stand_between_letters_where_an_address_is_typed(address: str) -> None:
    assert mistyped(address) == f"“{address}” has a dot too many before the @"


@pytest.mark.parametrize("number", ["110", "112", "999", "+1 555 010 0123", "204", "+44 20 7946 0958 ext. 4"])
def test_what_can_be_dialled_is_a_number(number: str) -> None:
    assert unfit_number(number) == ""


@pytest.mark.parametrize("number", ["5", "12", "x12", "", "call me"])
def test_what_is_dialled_nowhere_is_no_number(number: str) -> None:
    assert "is not a phone number" in unfit_number(number)


@pytest.mark.parametrize(
    "link",
    [
        *("https://acme.example/team?x=1#top", "HTTP://acme.example", "acme.example", "www.acme.example:8080/a:b"),
        *("http://localhost/", "mailto:ann@acme.example?subject=Hi", "https://ann@acme.example", "müller.example"),
        *("linkedin.com/in/ann-lee", "https://[2001:db8::1]/", "https://192.0.2.1:80/x"),
    ],
)
def test_what_a_browser_opens_is_a_link(link: str) -> None:
    assert unfit_link(link) == ""


@pytest.mark.parametrize(
    "link",
    [
        *("not a link", "javascript:alert(1)", "JavaScript://acme.example/%0aalert(1)", "data:text/html,x", "acme"),
        *(
            "file:///etc/passwd",
            "ftp://acme.example",
            "https://",
            "http:acme.example",
            "",
            "mailto:nobody",
            "https:// x",
        ),
    ],
)
def test_what_no_browser_should_open_is_no_link(link: str) -> None:
    assert unfit_link(link)
