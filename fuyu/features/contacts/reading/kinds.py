"""Files that are no list of contacts: what they are, by how they begin, and what to do with them."""

import re
from collections.abc import Iterator

_UNPACK = "unpack it, and import the CSV or the vCards in it"
_SAVE = "save the sheet as CSV (UTF-8) and import that"
_EXPORT = "export the contacts as CSV (UTF-8), or as vCards"
_CALENDAR = "a calendar; it holds no contacts: export the address book instead"
_MAIL = "an e-mail; export the address book instead"
_PAGE = f"a web page; {_EXPORT}"
_LDIF = f"LDIF; {_EXPORT}"
_IMAGE = f"an image; {_EXPORT}"
_ARCHIVE = f"an archive; {_UNPACK}"
_ZIP = b"PK\x03\x04"
_OFFICE = (b"xl/", b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet", b"Index/Tables", b"Index/Document.iwa")
"""What the archive that a workbook is has in it: of Excel, of LibreOffice, of Numbers."""
_SIGNATURES = {
    b"PK\x05\x06": _ARCHIVE,
    b"\xd0\xcf\x11\xe0": f"a workbook of an older kind, or another file of Office; {_SAVE}",
    b"%PDF-": f"a PDF; {_EXPORT}",
    b"\x89PNG": _IMAGE,
    b"\xff\xd8\xff": _IMAGE,
    b"GIF8": _IMAGE,
    b"II*\0": _IMAGE,
    b"MM\0*": _IMAGE,
    b"\x1f\x8b": _ARCHIVE,
    b"7z\xbc\xaf": _ARCHIVE,
    b"Rar!": _ARCHIVE,
    b"BZh": _ARCHIVE,
    b"\xfd7zXZ": _ARCHIVE,
    b"SQLite format 3\0": f"a database; {_EXPORT}",
    b"bplist00": f"a property list; {_EXPORT}",
    b"!BDN": f"a mailbox of Outlook; {_EXPORT}",
}
"""What files begin with that are no text."""
_IMAGES = re.compile(rb"BM....\0\0\0\0|RIFF....WEBP|....ftyp(?:hei|avif|mif)", re.DOTALL)
"""The same of images that have their size in it."""
_WORDS = {
    b"{\\RTF": f"a document; {_SAVE}",
    b"BEGIN:VCALENDAR": _CALENDAR,
    b"BEGIN:VEVENT": _CALENDAR,
    b"BEGIN:VTODO": _CALENDAR,
    b"<SVG": _IMAGE,
    b"<?XML": f"XML; {_EXPORT}",
    b"DN: ": _LDIF,
    b"DN:: ": _LDIF,
    b"VERSION: 1\n": _LDIF,
}
"""What texts begin with, in capitals."""
_TAG = re.compile(rb"<(?:!DOCTYPE\s+HTML|(?:HTML|HEAD|BODY|META|TITLE|STYLE|SCRIPT|TABLE|DIV)[\s>/])")
_JSON = re.compile(rb"(?:\{|\[)\s*[\"{\[\]}]")
_BOOK = re.compile(rb'\{\s*"_META"')
_ENVELOPE = re.compile(rb"From \S+ .*\n")
"""Above the header lines of a mail in a mailbox."""
_HEADER = re.compile(rb"([!-9;-~]{1,60}): .*\n(?:[ \t].*\n)*|([!-9;-~]{1,60}):\n")
_SENDERS = {b"from", b"von", b"de", b"da", b"van"}
_SUBJECTS = {b"subject", b"betreff", b"objet", b"asunto", b"assunto", b"oggetto", b"onderwerp"}
_BY_MACHINES = {b"return-path", b"received", b"delivered-to", b"message-id", b"mime-version", b"content-type"}
_HEADERS = _BY_MACHINES | {b"from", b"to", b"subject", b"date"}
_MOST_HEADERS = 100
_FEWEST_HEADERS = 3
"""Lines of headers in a row that are an e-mail, whatever they say."""


def unlike_contacts(head: bytes, text: bytes) -> str:
    """Return what a file is that is no list of contacts, and what to do with it; empty where it may be one.

    Args:
        head: the beginning of the file.
        text: the same as text in which ASCII is ASCII, without the blanks in front.
    """
    signature = next((words for mark, words in _SIGNATURES.items() if text.startswith(mark)), "")
    if signature or _IMAGES.match(head):
        return signature or _IMAGE
    if head.startswith(_ZIP):
        return f"a workbook; {_SAVE}" if any(part in head for part in _OFFICE) else f"{_ARCHIVE}; of a workbook {_SAVE}"
    return _text_words(_without_remarks(text.replace(b"\r\n", b"\n")))


def _text_words(text: bytes) -> str:
    begins = text.upper()
    if _TAG.match(begins):
        return _PAGE
    if _BOOK.match(begins):
        return "a book of fuyu; `fuyu merge` brings it in"
    if _JSON.match(begins):
        return f"JSON; {_EXPORT}"
    if _is_mail(text):
        return _MAIL
    return next((words for mark, words in _WORDS.items() if begins.startswith(mark)), "")


def _without_remarks(text: bytes) -> bytes:
    """Return a text without the remarks that pages and LDIF begin with."""
    while text.startswith((b"<!--", b"#")):
        end = b"-->" if text.startswith(b"<") else b"\n"
        text = text.partition(end)[2].lstrip()
    return text


def _is_mail(text: bytes) -> bool:
    """Return whether a text begins with the lines above an e-mail; a report may begin with `From: 2026-01-01`, too."""
    envelope = _ENVELOPE.match(text)
    names = list(_headers(text, envelope.end() if envelope else 0))
    known = {name for name, _ in names}
    is_from = any(name in _SENDERS and b"@" in line for name, line in names)
    is_about = not known.isdisjoint(_SUBJECTS) and not known.isdisjoint(_SENDERS)
    first = [name in _HEADERS or name.startswith(b"x-") for name, _ in names[:_FEWEST_HEADERS]]
    return (
        is_about
        or (len(known & _HEADERS) > 1 and not known.isdisjoint(_BY_MACHINES))
        or (bool(known) and (is_from or envelope is not None) and not known.isdisjoint(_HEADERS - {b"from"}))
        or (len(first) == _FEWEST_HEADERS and all(first))
    )


def _headers(text: bytes, at: int) -> Iterator[tuple[bytes, bytes]]:
    """Yield the names and lines of headers from a place on, up to a blank line or any other."""
    for _ in range(_MOST_HEADERS):
        found = _HEADER.match(text, at)
        if found is None:
            return
        yield (found[1] or found[2]).lower(), found[0]
        at = found.end()
