"""More files of each kind, after public reports of what other programs read wrongly.

Each answer was written down before the file was read.
"""

from typing import Any, NamedTuple

import pytest

from tests.cli.conftest import Shell, everyone

ANY = object()
"""Where a text is kept that has no place of its own is not asked."""
_FIELDS = ("name", "company", "role", "phones", "emails", "links", "tags", "unwanted", "status", "place", "note")


class Kind(NamedTuple):
    """A file, and who is in it."""

    content: bytes
    people: tuple[dict[str, Any], ...]


def who(name: str, *reached: str, **others: Any) -> dict[str, Any]:
    """Return somebody with numbers and addresses, and with nothing else but what is named."""
    found: dict[str, Any] = {"name": name}
    if phones := [one for one in reached if "@" not in one]:
        found["phones"] = phones
    if emails := [one for one in reached if "@" in one]:
        found["emails"] = emails
    return found | others


def sheet(*lines: str, encoding: str = "utf-8") -> bytes:
    """Return a CSV file."""
    return "\n".join((*lines, "")).encode(encoding)


def cards(*lines: str | bytes, version: str = "3.0", encoding: str = "utf-8") -> bytes:
    """Return a file of one card; a line `---` ends it and begins another."""
    begin = f"BEGIN:VCARD\r\nVERSION:{version}\r\n".encode()
    written = (line if isinstance(line, bytes) else line.encode(encoding) for line in lines)
    text = b"".join(line + b"\r\n" for line in written)
    return begin + text.replace(b"---\r\n", b"END:VCARD\r\n" + begin) + b"END:VCARD\r\n"


def asked(title: str, cell: str, **wishes: Any) -> Kind:
    """Return a sheet with one more column, and what it says of Ann, who has a number and an address."""
    content = sheet(f"Name,Email,Phone,{title}", f'Ann Lee,ann@x.example,0161 496 0001,"{cell}"')
    return Kind(content, (who("Ann Lee", "0161 496 0001", "ann@x.example", **wishes),))


def dialled(cell: str, *numbers: str, note: Any = "") -> Kind:
    """Return a sheet with one cell of numbers."""
    return Kind(sheet("Name,Phone", f'Ann Lee,"{cell}"'), (who("Ann Lee", *numbers, note=note),))


def called(cell: str, name: str, note: Any = "") -> Kind:
    """Return a sheet with one name."""
    cell = cell.replace('"', '""')
    return Kind(sheet("Name,Email", f'"{cell}",a@x.example'), (who(name, "a@x.example", note=note),))


def lettered(encoding: str, *names: str) -> Kind:
    """Return a sheet of names in an encoding it does not say."""
    rows = (f"{name},0161 496 000{number}" for number, name in enumerate(names))
    people = (who(name, f"0161 496 000{number}") for number, name in enumerate(names))
    return Kind(sheet("Name,Phone", *rows, encoding=encoding), tuple(people))


def encoded_twice(*names: str) -> Kind:
    """Return such a sheet as a program writes it that took UTF-8 for cp1252."""
    once = lettered("utf-8", *names)
    return once._replace(content=once.content.decode("cp1252").encode())


NOBODY_WRITES: dict[str, Any] = {"unwanted": ["email"]}
NOBODY_CALLS: dict[str, Any] = {"unwanted": ["call"]}
NOBODY_TEXTS: dict[str, Any] = {"unwanted": ["text"]}
ALONE: dict[str, Any] = {"status": "do_not_contact"}

WISHES = (
    asked("HasOptedOutOfEmail", "1", **NOBODY_WRITES),
    asked("HasOptedOutOfEmail", "false"),
    asked("DoNotCall", "true", **NOBODY_CALLS),
    asked("Do Not Call", "Yes", **NOBODY_CALLS),
    asked("Do Not Call", "No"),
    asked("Do Not Call", ""),
    asked("Do Not Call", "2024-01-03", **NOBODY_CALLS),
    asked("Email Opt Out", "true", **NOBODY_WRITES),
    asked("Unsubscribed from all email", "TRUE", **NOBODY_WRITES),
    asked("Opted out of email: One to One", "Yes", **NOBODY_WRITES),
    asked("Marketing status", "Unsubscribed", **ALONE),
    asked("do_not_phone", "1", **NOBODY_CALLS),
    asked("do_not_email", "1", **NOBODY_WRITES),
    asked("Do Not SMS", "1", **NOBODY_TEXTS),
    asked("is_opt_out", "0"),
    asked("No Bulk Emails (User Opt Out)", "Yes", **NOBODY_WRITES),
    asked("Email Address is Opted Out", "true", **NOBODY_WRITES),
    asked("Do not allow Bulk Emails", "Do Not Allow", **NOBODY_WRITES),
    asked("Do not allow Phone Calls", "Do Not Allow", **NOBODY_CALLS),
    asked("Do not allow Phone Calls", "Allow"),
    asked("E-Mail-Einwilligung", "nein", **NOBODY_WRITES),
    asked("Keine E-Mails", "ja", **NOBODY_WRITES),
    asked("Ne pas appeler", "oui", **NOBODY_CALLS),
    asked("No contactar", "X", **ALONE),
    asked("Não ligar", "sim", **NOBODY_CALLS),
    asked("Non contattare", "sì", **ALONE),
    asked("Niet bellen", "ja", **NOBODY_CALLS),
    asked("Niet mailen", "ja", **NOBODY_WRITES),
    asked("Nie kontaktować", "tak", **ALONE),
    asked("Не звонить", "да", **NOBODY_CALLS),
    asked("メール配信停止", "はい", **NOBODY_WRITES),
    asked("電話不可", "○", **NOBODY_CALLS),
    asked("拒收邮件", "是", **NOBODY_WRITES),
    asked("이메일 수신거부", "예", **NOBODY_WRITES),
    asked("연락 금지", "Y", **ALONE),
    asked("Email subscribed", "No", **NOBODY_WRITES),
    asked("SMS Consent", "No", **NOBODY_TEXTS),
    asked("Phone consent", "denied", **NOBODY_CALLS),
    asked("Accepts Email Marketing", "no", **NOBODY_WRITES),
    asked("Accepts SMS Marketing", "no", **NOBODY_TEXTS),
    asked("Permission to call", "No", **NOBODY_CALLS),
    asked("Status", "Unsubscribed", **ALONE),
    asked("Do Not Contact", "Email", **NOBODY_WRITES),
    asked("Preferred contact method", "Do not call", **NOBODY_CALLS),
    asked("GDPR", "yes"),
    asked("Tags", "do-not-call", tags=["do-not-call"], **NOBODY_CALLS),
    asked("Phone Number is Opted Out", "true", **NOBODY_CALLS),
    asked("Telefon erlaubt", "nein", **NOBODY_CALLS),
    asked("Darf angerufen werden", "nein", **NOBODY_CALLS),
    asked("Anrufen erlaubt", "Nein", **NOBODY_CALLS),
    asked("Ne pas envoyer d'e-mail", "oui", **NOBODY_WRITES),
    asked("Ne souhaite pas être contacté", "oui", **ALONE),
    asked("No enviar correos electrónicos", "sí", **NOBODY_WRITES),
    asked("Não enviar e-mail", "sim", **NOBODY_WRITES),
    asked("Can be emailed?", "No", **NOBODY_WRITES),
    asked("RGPD opposition", "oui", **ALONE),
    asked("Notes", "Please never call again", note="Please never call again", **NOBODY_CALLS),
    asked("Do Not Call", "Yes (since 2023)", **NOBODY_CALLS),
    asked("Opt-out", "Email, Phone", **ALONE),
    asked("Last unsubscribed campaign", "Spring sale"),
    asked("Do Not Call Reason", "asked in May"),
    asked("Unsubscribed At", "2024-05-01 10:00:00", **ALONE),
    asked("Kein Kontakt gewünscht", "nein"),
    asked("Email status", "bounced"),
    asked("Send Marketing Materials", "Send"),
    asked("TPS registered", "Yes", **NOBODY_CALLS),
    asked("CTPS", "No"),
    asked("TPS Checked", "Yes"),
    asked("Opposition démarchage téléphonique", "oui", **NOBODY_CALLS),
    asked("Do not call", "ano", **NOBODY_CALLS),
    asked("Do not call", "ne"),
    asked(
        "Notiz",
        "Möchte keine Werbung und keine Anrufe mehr",
        note="Möchte keine Werbung und keine Anrufe mehr",
        **NOBODY_CALLS,
    ),
    asked("Notes", "Please do not call before 10", note="Please do not call before 10"),
    Kind(sheet("Name,Phone", "Ann Lee,0161 496 0000 do not call"), (who("Ann Lee", phones=ANY, **ALONE),)),
    Kind(sheet("Name,Phone", "Ann Lee,do not call"), (who("Ann Lee", note="Phone: do not call", **NOBODY_CALLS),)),
    Kind(
        sheet("Name,Email,Phone", "Ann Lee,ann@x.example do not email,0161 496 0001"),
        (who("Ann Lee", "0161 496 0001", "ann@x.example", note=ANY, **NOBODY_WRITES),),
    ),
    Kind(
        sheet(
            "Name,Phone", "Ann Lee - DO NOT CALL,0161 496 0000", "Bo (DNC),0161 496 0001", "Cy (Robinson),0161 496 0002"
        ),
        (
            who("Ann Lee - DO NOT CALL", "0161 496 0000", **ALONE),
            who("Bo (DNC)", "0161 496 0001", **ALONE),
            who("Cy (Robinson)", "0161 496 0002"),
        ),
    ),
    Kind(
        sheet("Name,Notes", "Ann Lee,Do not call."),
        (who("Ann Lee", note="Do not call.", **NOBODY_CALLS),),
    ),
)

QP = "CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE"
BYTES: tuple[Kind, ...] = (
    Kind(
        cards(
            f"N;{QP}:=43=65=70=6C;=4D=61=74=C4=9B=6A;;;", f"FN;{QP}:=4D=61=74=C4=9B=6A=20=43=65=70=6C", version="2.1"
        ),
        (who("Matěj Cepl"),),
    ),
    Kind(cards(f"FN;{QP}:=D0=86=D0=B3=D0=BE=D1=80 =D0=\r\n=97=D0=B0", version="2.1"), (who("Ігор За"),)),
    Kind(cards("fn;quoted-printable:D=C3=BCmmy GmbH", version="2.1"), (who("Dümmy GmbH"),)),
    Kind(
        cards("FN:Ann", f"NOTE;{QP}:first=0D=0Asecond=\r\n line", version="2.1"),
        (who("Ann", note="first\nsecond line"),),
    ),
    Kind(cards(b"FN:Ann \xf0\x9f\r\n \x98\x80 Lee"), (who("Ann 😀 Lee"),)),
    Kind(cards(b"FN:Ann \xf0\x9f\x91\xa9\xe2\x80\r\n \x8d\xf0\x9f\x9a\x80 Lee"), (who("Ann 👩‍🚀 Lee"),)),
    Kind(cards(b"FN:\xe5\xb1\r\n \xb1\xe7\x94\xb0\xe5\xa4\xaa\xe9\x83\x8e"), (who("山田太郎"),)),
    Kind(cards(b"FN:Zo\xc3\r\n\t\xab Lee"), (who("Zoë Lee"),)),
    Kind(
        cards("FN;CHARSET=SHIFT_JIS;ENCODING=QUOTED-PRINTABLE:=8E=52=93=63=91=BE=98=59", version="2.1"),
        (who("山田太郎"),),
    ),
    Kind(cards("FN:Zoë Lee", "---", b"FN:J\xf6rg Ott"), (who("Zoë Lee"), who("Jörg Ott"))),
    Kind(b"BEGIN:VCARD\rVERSION:3.0\rFN:Ann\rTEL:0170 1\rEND:VCARD\r", (who("Ann", "0170 1"),)),
    Kind(b"\n\nbegin:vcard\nversion:3.0\nfn:Ann\nend:vcard\n", (who("Ann"),)),
    Kind(b"\xef\xbb\xbf" + cards("FN:Zoë"), (who("Zoë"),)),
    Kind(cards("FN:Zoë", "TEL:0170 1").decode().encode("utf-16"), (who("Zoë", "0170 1"),)),
)
BYTES += (
    Kind(cards(f"FN;{QP}:=D0=92=\r\n =D0=BB=D0=B0=D0=\r\n =B4", version="2.1"), (who("Влад"),)),
    Kind(cards(f"FN;{QP}:Ann=20=\r\n Lee", version="2.1"), (who("Ann Lee"),)),
    Kind(cards(f"FN;{QP}:J=C3= \r\n=B6rg Ott", version="2.1"), (who("Jörg Ott"),)),
    Kind(
        cards("FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:*=D0=90=D0=\r\n =B2=D0=B8=D0=B0- =D0=9A=D0=B0=D0=BF"),
        (who("*Авиа- Кап"),),
    ),
    Kind(
        b"BEGIN:VCARD\nVERSION:3.0\nFN:Ann\nEND:VCARDBEGIN:VCARD\nVERSION:3.0\nFN:Bo\nEND:VCARD\n",
        (who("Ann"), who("Bo")),
    ),
    Kind(
        cards("FN:Gábor Béla", "", "Szabó-Gyöngyösi", "N:Béla\\n\\nSzabó-Gyöngyösi;Gábor;;;", "TEL:+36 30 123 1234"),
        (who("Gábor Béla Szabó-Gyöngyösi", "+36 30 123 1234"),),
    ),
    Kind(cards("FN:Ann", "Lives in Leeds", "TEL:0161 1"), (who("Ann", "0161 1", note="Lives in Leeds"),)),
    Kind(cards("FN:高橋一郎", "TEL:03-1234-5678", encoding="iso2022_jp"), (who("高橋一郎", "03-1234-5678"),)),
    Kind(cards("FN;CHARSET=SHIFT_JIS:表 十", "TEL:0312345678", encoding="shift_jis"), (who("表 十", "0312345678"),)),
)

ENCODED = (
    encoded_twice("Jürgen Groß", "Zoë Café", "René Dupré"),
    lettered("utf-8", "Ângela São", "Ã Lee", "Đặng Â Nữ"),
    lettered("cp1250", "Łukasz Wiśniewski", "Żaneta Dąbrowska"),
    lettered("cp1250", "Jiří Dvořák", "Tomáš Šťastný"),
    lettered("iso8859-2", "Győző Kőszegi", "Mária Őri"),
    lettered("cp1251", "Иван Петров", "Ольга Смирнова"),
    lettered("koi8-r", "Иван Петров", "Ольга Смирнова"),
    lettered("cp1253", "Γιώργος Παπαδόπουλος", "Ελένη Νικολάου"),
    lettered("cp1255", "משה כהן", "רחל לוי"),
    lettered("cp1256", "محمد علي", "فاطمة حسن"),
    lettered("cp1257", "Jūratė Žukauskienė", "Mindaugas Šimkus"),
    lettered("cp1254", "Şükrü Çağlar", "Işıl Güneş"),
    lettered("shift_jis", "山田太郎", "佐藤花子"),
    lettered("euc_jp", "山田太郎", "佐藤花子"),
    lettered("euc_kr", "김민수", "이영희"),
    lettered("gb18030", "张伟", "王芳"),
    lettered("big5", "陳大文", "黃小明"),
    lettered("utf-16-le", "Jörg Weiß", "Zoë Lee"),
    lettered("utf-16-be", "Иван Петров", "Ольга Смирнова"),
    lettered("cp850", "Jörg Müller", "Änne Groß"),
    lettered("mac_roman", "Jörg Müller", "Änne Groß"),
    lettered("iso2022_jp", "山田太郎", "佐藤花子"),
    Kind("氏名,電話\n高橋一郎,03-1234-5678\n".encode("iso2022_jp"), (who("高橋一郎", "03-1234-5678"),)),
    lettered("cp1252", "Jörg Müller", "Änne Groß"),
    lettered("cp1252", "François Lefèvre", "Chloé Gérard"),
    lettered("iso8859-1", "Núñez Íñigo", "María Peña"),
    Kind("sep=;\r\nName;Phone\r\nZoë;0170 1\r\n".encode("cp1252"), (who("Zoë", "0170 1"),)),
    Kind("Name\tPhone\r\nJörg Weiß\t0170 1\r\n".encode("utf-16"), (who("Jörg Weiß", "0170 1"),)),
)

NAMES: tuple[Kind, ...] = (
    called("Lee,Ann", "Ann Lee"),
    called("LEE, Ann", "Ann LEE"),
    called("O'Brien, Zoë", "Zoë O'Brien"),
    called("van der Berg, Jan", "Jan van der Berg"),
    called("Smith Jr., John", "John Smith Jr."),
    called("Lee, Ann Marie", "Ann Marie Lee"),
    called("Acme, Inc.", "Acme, Inc."),
    called("Müller, Schmidt & Partner", "Müller, Schmidt & Partner"),
    called("Ann Lee, MBA", "Ann Lee, MBA"),
    called("Ann Lee, Ph.D.", "Ann Lee, Ph.D."),
    called("Mr John Ott", "John Ott", "Title: Mr"),
    called("Frau Dr. Anna Schmidt", "Anna Schmidt", "Title: Frau Dr."),
    called("Mr Ott", "Mr Ott"),
    called('Ann "Annie" Lee', 'Ann "Annie" Lee'),
    called("张, 三", "张 三"),
    called("Lee, Ann (Acme)", "Ann Lee (Acme)"),
    called("Lee, Ann Marie (née Ott)", "Ann Marie Lee (née Ott)"),
    called("Smith, John, Jr.", "John Smith, Jr."),
    called("Smith, Jones, LLP", "Smith, Jones, LLP"),
    Kind(sheet("Email", "ann.lee@x.example"), (who("ann.lee@x.example", "ann.lee@x.example"),)),
    Kind(sheet("Email", "Ann Lee <ann@x.example>"), (who("Ann Lee", "ann@x.example"),)),
    Kind(sheet("Email", '"""Lee, Ann"" <ann@x.example>"'), (who("Ann Lee", "ann@x.example"),)),
    Kind(sheet("Email", "ann@x.example (Ann Lee)"), (who("Ann Lee", "ann@x.example"),)),
    Kind(sheet("Email", "mailto:ann@x.example"), (who("ann@x.example", "ann@x.example"),)),
    Kind(
        sheet(
            "First Name,Last Name,E-mail Address,E-mail Display Name", "Ann,Lee,ann@x.example,Ann Lee (ann@x.example)"
        ),
        (who("Ann Lee", "ann@x.example"),),
    ),
    Kind(sheet("Given Name,Family Name,Phone", "太郎,山田,0312345678"), (who("山田 太郎", "0312345678"),)),
    Kind(
        sheet("Name Prefix,First Name,Middle Name,Last Name,Name Suffix,Phone", "Dr.,Ann,Marie,Lee,Jr.,0170 1"),
        (who("Ann Marie Lee", "0170 1", note=ANY),),
    ),
    Kind(cards("N:Lee;Ann;;;", "TEL:0170 1"), (who("Ann Lee", "0170 1"),)),
    Kind(cards("FN:", "N:Lee;Ann;;;", "TEL:0170 1"), (who("Ann Lee", "0170 1"),)),
    Kind(cards("FN:Lee, Ann", "N:Lee;Ann;;;", "TEL:0170 1"), (who("Ann Lee", "0170 1"),)),
    Kind(cards("FN:Lee\\, Ann", "N:Lee;Ann;;;", "TEL:0170 1"), (who("Ann Lee", "0170 1"),)),
    Kind(cards("FN:张三", "N:张;三;;;", "TEL:0170 1"), (who("张三", "0170 1"),)),
    Kind(cards("FN:山田 太郎", "N:山田;太郎;;;", "TEL:0170 1"), (who("山田 太郎", "0170 1"),)),
    Kind(
        cards("FN:Ann Lee", "N:Lee;Ann;;;", "N;LANGUAGE=ja:リー;アン;;;", "TEL:0170 1", version="4.0"),
        (who("Ann Lee", "0170 1", note=ANY),),
    ),
    Kind(
        cards("FN:Mr. John Ott", "N:Ott;John;;Mr.;", "TITLE:Buyer"), (who("John Ott", role="Buyer", note="Title: Mr."),)
    ),
    Kind(cards("FN:ann@x.example", "N:Lee;Ann;;;", "EMAIL:ann@x.example"), (who("Ann Lee", "ann@x.example"),)),
)
NAMES += (
    Kind(sheet("Email", "'ann@x.example'"), (who("ann@x.example", "ann@x.example"),)),
    Kind(sheet("Email", "'Ann Lee' <ann@x.example>"), (who("Ann Lee", "ann@x.example"),)),
    Kind(sheet("Email", '"Lee, Ann <ann@x.example>"'), (who("Ann Lee", "ann@x.example"),)),
    Kind(cards("N:王;小明;;;", "FN:小明 王"), (who("王 小明"),)),
    Kind(cards("N:김;민수;;;", "FN:민수 김"), (who("김 민수"),)),
    Kind(sheet("Name,First Name,Last Name", "太郎 山田,太郎,山田"), (who("山田 太郎"),)),
    Kind(cards("N:;;;;", "ORG:Acme", "EMAIL:info@acme.example"), (who("Acme", "info@acme.example", company="Acme"),)),
    Kind(sheet("Company,Email", "Acme,info@acme.example"), (who("Acme", "info@acme.example", company="Acme"),)),
    Kind(
        sheet("Company,Email", "Acme,ann@acme.example"), (who("ann@acme.example", "ann@acme.example", company="Acme"),)
    ),
)

TYPED = ("FN:Ann Lee", "N:Lee;Ann;;;")
NUMBERS: tuple[Kind, ...] = (
    dialled("+1 650 555 0108 x12", "+1 650 555 0108 x12"),
    dialled("+1 650 555 0108 ext. 12", "+1 650 555 0108 ext. 12"),
    dialled("+1 650 555 0108, ext 12", "+1 650 555 0108, ext 12"),
    dialled("+1 650 555 0108 #12", "+1 650 555 0108 #12"),
    dialled("+16505550108,,12#", "+16505550108,,12#"),
    dialled("+16505550108;12", "+16505550108;12"),
    dialled("+16505550108;ext=12", "+16505550108;ext=12"),
    dialled("030 123456-12", "030 123456-12"),
    dialled("030/123456", "030/123456"),
    dialled("0049 (0)30 123456", "0049 (0)30 123456"),
    dialled("+49 (0) 30 / 12 34 56", "+49 (0) 30 / 12 34 56"),
    dialled("030 123456; 030 654321", "030 123456", "030 654321"),
    dialled("030 123456 und 0170 1234567", "030 123456", "0170 1234567"),
    dialled("030 123456 ou 0170 1234567", "030 123456", "0170 1234567"),
    dialled("030 123456|030 654321", "030 123456", "030 654321"),
    dialled("030 123456\n030 654321", "030 123456", "030 654321"),
    dialled("030 123456, 030 654321", "030 123456", "030 654321"),
    dialled("1-800-FLOWERS", "1-800-FLOWERS"),
    dialled("3.85E+11", note="Phone: 3.85E+11"),
    dialled('=""+441614960000""', "+441614960000"),
    dialled("\u202a+44 161 496 0000\u202c", "+44 161 496 0000"),
    dialled("+44\u00a0161\u00a0496\u00a00000", "+44 161 496 0000"),
    Kind(
        sheet(
            "First Name,Last Name,Business Fax,Business Phone,Mobile Phone,Pager",
            "Ann,Lee,0161 1,0161 2222,0170 3333,0161 4",
        ),
        (who("Ann Lee", note="Business Fax: 0161 1\nPager: 0161 4", phones=ANY),),
    ),
    Kind(
        sheet(
            "First Name,Last Name,Phone 1 - Label,Phone 1 - Value,Phone 2 - Label,Phone 2 - Value",
            "Ann,Lee,Work,0161 2222,* Mobile,0170 3333",
        ),
        (who("Ann Lee", "0170 3333", "0161 2222"),),
    ),
    Kind(
        sheet(
            "First Name,Last Name,Phone 1 - Type,Phone 1 - Value,Phone 2 - Type,Phone 2 - Value",
            "Ann,Lee,Work Fax,0161 1111,Mobile,0170 3333",
        ),
        (who("Ann Lee", "0170 3333", note=ANY),),
    ),
    Kind(
        cards(*TYPED, "TEL;WORK;FAX:0161 1111", "TEL;CELL:0170 3333", version="2.1"),
        (who("Ann Lee", "0170 3333", note="Fax: 0161 1111"),),
    ),
    Kind(
        cards(*TYPED, 'TEL;TYPE="work,fax":0161 1111', "TEL:0170 3333", version="4.0"),
        (who("Ann Lee", "0170 3333", note="Fax: 0161 1111"),),
    ),
    Kind(
        cards(*TYPED, "TEL;TYPE=work,voice:0161 2", "TEL;TYPE=cell,pref:0170 3"), (who("Ann Lee", "0170 3", "0161 2"),)
    ),
    Kind(cards(*TYPED, "TEL;PREF=2:0161 2", "TEL;PREF=1:0170 3", version="4.0"), (who("Ann Lee", "0170 3", "0161 2"),)),
    Kind(
        cards(*TYPED, "TEL;CELL;PREF:0170 3", "TEL;HOME:0161 2", version="2.1"), (who("Ann Lee", "0170 3", "0161 2"),)
    ),
    Kind(
        cards(*TYPED, "TEL:0161 2", "TEL;X-Mobil:0170 3", version="2.1"),
        (who("Ann Lee", "0161 2", "0170 3", note=ANY),),
    ),
    Kind(cards(*TYPED, "item2.TEL:0161 1", "item2.X-ABLabel:_$!<HomeFAX>!$_"), (who("Ann Lee", note=ANY),)),
    Kind(cards(*TYPED, "item2.TEL:0170 3", "item2.X-ABLabel:_$!<Mobile>!$_"), (who("Ann Lee", "0170 3"),)),
    Kind(cards(*TYPED, "item1.TEL:0161 1", "item1.X-ABLabel:Telefax"), (who("Ann Lee", note=ANY),)),
    Kind(cards(*TYPED, "TEL;VALUE=uri:tel:+1-555-555-5555", version="4.0"), (who("Ann Lee", "+1-555-555-5555"),)),
    Kind(
        cards(*TYPED, "TEL;VALUE=uri:tel:+1-555-555-5555;ext=55", version="4.0"),
        (who("Ann Lee", "+1-555-555-5555;ext=55"),),
    ),
    Kind(
        cards(*TYPED, "EMAIL;PREF=2:b@x.example", "EMAIL;PREF=1:a@x.example", version="4.0"),
        (who("Ann Lee", "a@x.example", "b@x.example"),),
    ),
    Kind(
        cards(
            *TYPED, "EMAIL;type=INTERNET;type=HOME:b@x.example", "EMAIL;type=INTERNET;type=WORK;type=pref:a@x.example"
        ),
        (who("Ann Lee", "a@x.example", "b@x.example"),),
    ),
)
NUMBERS += (
    dialled("030/123456 / 0170/1234567", "030/123456", "0170/1234567"),
    dialled("0170 1234567 / 030 1234567", "0170 1234567", "030 1234567"),
    dialled("030 123456 (Büro), 0170 1234567 (privat)", "030 123456", "0170 1234567"),
    dialled("0170 1234567 (mobile); 030 123456 (office)", "0170 1234567", "030 123456"),
    dialled("Tel. 030 123456", "030 123456"),
    dialled("Tel: 030 123456 Fax: 030 123457", "030 123456", note="Phone: Fax: 030 123457"),
    dialled("F: 030 123457 / T: 030 123456", "030 123456", note="Phone: F: 030 123457"),
    dialled("030 123456 (Fax)", note="Phone: 030 123456 (Fax)"),
    dialled("Mobil: 0170 1234567 Telefax 030 123457", "0170 1234567", note="Phone: Telefax 030 123457"),
    dialled("n/a", note="Phone: n/a"),
    dialled("M: 0170 1234567 / T: 030 123456", "0170 1234567", "030 123456"),
    dialled("01 42 68 53 00 - 06 12 34 56 78", "01 42 68 53 00", "06 12 34 56 78"),
    dialled("+49 30 123456 - 12", "+49 30 123456 - 12"),
    dialled("1) 0161 496 0000 2) 0161 496 0001", "0161 496 0000", "0161 496 0001"),
    dialled("WhatsApp +55 11 91234-5678", "+55 11 91234-5678"),
    dialled("tel:+1-650-555-0108", "+1-650-555-0108"),
    dialled("callto:+16505550108", "+16505550108"),
    dialled("'01614960000", "01614960000"),
    dialled("=01614960000", "01614960000"),
    dialled("16505550110.0", "16505550110"),
    dialled("1.65E+10", note="Phone: 1.65E+10"),
    dialled("1,65e+10", note="Phone: 1,65e+10"),
    dialled("+1.650.555.0110", "+1.650.555.0110"),
    dialled("030 123456 (ask for Jo)", "030 123456 (ask for Jo)"),
    dialled("030 123456-12/-13", "030 123456-12/-13"),
    dialled("030 123456 DW 12", "030 123456 DW 12"),
    Kind(sheet("Name,Phone,Ext", "Ann Lee,0161 496 0000,12"), (who("Ann Lee", "0161 496 0000 ext. 12"),)),
    Kind(sheet("Name,Phone,Extension", "Ann Lee,0161 496 0000,x12"), (who("Ann Lee", "0161 496 0000 ext. 12"),)),
    Kind(sheet("Name;Telefon;Durchwahl", "Ann Lee;030 123456;12"), (who("Ann Lee", "030 123456 ext. 12"),)),
    Kind(sheet("Name,Phone,Phone Ext.", "Ann Lee,,12"), (who("Ann Lee", note="Phone Ext.: 12"),)),
)

CARDS: tuple[Kind, ...] = (
    Kind(
        cards("FN:Ann", "EMAIL:a@x.example", "---", "FN:VIP", "KIND:group", "MEMBER:mailto:a@x.example", version="4.0"),
        (who("Ann", "a@x.example", tags=["VIP"]),),
    ),
    Kind(
        cards("FN:VIP", "KIND:group", "MEMBER:urn:uuid:u1", "---", "FN:Ann", "UID:urn:uuid:u1", version="4.0"),
        (who("Ann", tags=["VIP"]),),
    ),
    Kind(cards("FN:Room 4", "KIND:location", "---", "FN:Ann", version="4.0"), (who("Ann"),)),
    Kind(cards("FN:Acme", "KIND:org", "TEL:0161 1", version="4.0"), (who("Acme", "0161 1", company=ANY),)),
    Kind(
        cards("FN:Acme GmbH", "N:;;;;", "ORG:Acme GmbH;", "X-ABShowAs:COMPANY"),
        (who("Acme GmbH", company="Acme GmbH"),),
    ),
    Kind(cards("FN:Ann", "---", "FN:Bo").removesuffix(b"END:VCARD\r\n"), (who("Ann"), who("Bo"))),
    Kind(cards("FN:Ann", f"PHOTO;ENCODING=b;TYPE=JPEG:{'A' * 300_000}", "TEL:0161 1"), (who("Ann", "0161 1"),)),
    Kind(
        cards("FN:Ann", f"PHOTO:data:image/jpeg;base64,{'A' * 300_000}", "TEL:0161 1", version="4.0"),
        (who("Ann", "0161 1"),),
    ),
    Kind(
        cards("FN:Ann", f"LOGO;ENCODING=BASE64:{'A' * 300_000}", "", "TEL:0161 1", version="2.1"),
        (who("Ann", "0161 1"),),
    ),
    Kind(cards("FN:Ann", "URL:https\\://x.example/a"), (who("Ann", links=["https://x.example/a"]),)),
    Kind(
        cards("FN:Ann", "item1.URL:https://x.example", "item1.X-ABLabel:_$!<HomePage>!$_"),
        (who("Ann", links=["https://x.example"]),),
    ),
)
CARDS += (
    Kind(
        cards("FN:Ann", "AGENT:BEGIN:VCARD", "FN:Joan", "TEL:0999", "END:VCARD", "TEL:0161 1", version="2.1"),
        (who("Ann", "0161 1"),),
    ),
    Kind(
        cards("FN:Ann", "AGENT:", "BEGIN:VCARD", "FN:Joan", "TEL:0999", "END:VCARD", "TEL:0161 1", version="2.1"),
        (who("Ann", "0161 1"),),
    ),
    Kind(cards("FN:Ann", "CATEGORIES:vip,a\\, b"), (who("Ann", tags=["vip", "a, b"]),)),
    Kind(cards("FN:Ann", "CATEGORIES:a\\, b"), (who("Ann", tags=["a, b"]),)),
    Kind(cards("FN:Ann", "X-ASSISTANT:Jo", "TEL:0161 1"), (who("Ann", "0161 1", note="Assistant: Jo"),)),
)

NOTES: tuple[Kind, ...] = (
    Kind(cards("FN:Ann", "NOTE:first\\nsecond\\, third\\; fourth"), (who("Ann", note="first\nsecond, third; fourth"),)),
    Kind(cards("FN:Ann", "NOTE:one", "NOTE:two"), (who("Ann", note="one\ntwo"),)),
    Kind(
        cards("FN:Ann", "NOTE:met at fair", "Decides: in May", "call after 3", "TEL:0161 1"),
        (who("Ann", "0161 1", note="met at fair\nDecides: in May\ncall after 3"),),
    ),
    Kind(
        cards("FN:Ann", "NOTE:time 10:30", "Tel: later", "TEL:0161 1"),
        (who("Ann", "0161 1", note="time 10:30\nTel: later"),),
    ),
    Kind(sheet("Name,Notes", 'Ann,"one', 'two"', "Bo,three"), (who("Ann", note="one\ntwo"), who("Bo", note="three"))),
    Kind(
        sheet("Name,Notes", 'Ann,"5\\" pipe"', 'Bo,"a ""b"" c"'),
        (who("Ann", note='5" pipe'), who("Bo", note='a "b" c')),
    ),
    Kind(sheet("Name,Notes", 'Ann,5" pipe', "Bo,x"), (who("Ann", note='5" pipe'), who("Bo", note="x"))),
    Kind(sheet("Name,Notes", 'Ann,"C:\\temp\\"', "Bo,x"), (who("Ann", note="C:\\temp\\"), who("Bo", note="x"))),
    Kind(sheet("Name,Notes", "Ann,<p>one<br>two &amp; three</p>"), (who("Ann", note="one\ntwo & three"),)),
)
NOTES += (
    Kind(sheet("Name;Notes", "Ann;a, b; c", 'Bo;"a; b"'), (who("Ann", note="a, b; c"), who("Bo", note="a; b"))),
    Kind(
        cards("FN:Ann", "NOTE:met at fair", "", "BUDGET;approx:20k", "TEL:0161 1"),
        (who("Ann", "0161 1", note="met at fair\nBUDGET;approx:20k"),),
    ),
)
TITLES = (
    Kind("Имя,Телефон\nИван Петров,+79123456789\n".encode("cp1251"), (who("Иван Петров", "+79123456789"),)),
    Kind("Имя;Телефон\nИван Петров;+79123456789\n".encode("koi8-r"), (who("Иван Петров", "+79123456789"),)),
    Kind(
        "Фамилия;Имя;Компания;Должность;Эл. почта\nПетров;Иван;Заря;директор;i@x.example\n".encode("cp1251"),
        (who("Иван Петров", "i@x.example", company="Заря", role="директор"),),
    ),
    Kind(
        sheet("Imię,Nazwisko,Firma,Telefon", "Jan,Kowalski,Zorza,600 123 456"),
        (who("Jan Kowalski", "600 123 456", company="Zorza"),),
    ),
    Kind(
        sheet("Jméno;Příjmení;Firma;Telefon", "Jan;Novák;Zora;600 123 456"),
        (who("Jan Novák", "600 123 456", company="Zora"),),
    ),
    Kind(
        sheet("Förnamn;Efternamn;Företag;Mobil", "Åsa;Ek;Norr;070 123 45 67"),
        (who("Åsa Ek", "070 123 45 67", company="Norr"),),
    ),
    Kind(
        sheet("Ad;Soyad;Şirket;Telefon", "Ayşe;Kaya;Doğu;0532 123 45 67"),
        (who("Ayşe Kaya", "0532 123 45 67", company="Doğu"),),
    ),
)

ALL = {
    f"{kind} {number}": one
    for kind, some in {
        "wish": WISHES,
        "bytes": BYTES,
        "encoding": ENCODED,
        "name": NAMES,
        "number": NUMBERS,
        "card": CARDS,
        "note": NOTES,
        "titles": TITLES,
    }.items()
    for number, one in enumerate(some)
}


@pytest.mark.parametrize("kind", ALL)
def test_everyone_in_a_file_comes_in_as_they_are(fuyu: Shell, kind: str) -> None:
    content, people = ALL[kind]
    file = fuyu.book.parent.parent / ("people.vcf" if b"VCARD" in content.replace(b"\0", b"").upper() else "people.csv")
    file.write_bytes(content)
    fuyu.ok("import", str(file))
    found = [{field: one.get(field) for field in _FIELDS if one.get(field)} for one in everyone(fuyu)]
    for one, expected in zip(found, people, strict=False):
        left = {field for field, value in expected.items() if value is ANY}
        assert {field: one[field] for field in one if field not in left} == {
            field: value for field, value in expected.items() if value and field not in left
        }, content.decode("utf-8", "replace")[:400]
    assert len(found) == len(people)


def test_what_is_wrong_with_a_record_that_comes_in_is_said(fuyu: Shell) -> None:
    file = fuyu.book.parent.parent / "people.csv"
    file.write_text("Name;Phone;Notes\nAnn;1.65E+10;a\nBo;0161 496 0000;a; b\nLee; Cy;0161 496 0001;c\n", "utf-8")
    said = fuyu.ok("import", str(file))
    assert "line 2 is read as far as it goes: a spreadsheet cut digits off" in said.out + said.err
    assert "line 3 is read as far as it goes: more cells than there are columns; the rest" in said.out + said.err
    assert "line 4 skipped: more cells than there are columns" in said.out + said.err


CALLERS = {
    "Ann Lee": ("+44 161 496 0000 ext. 12", "01614960000 tel:+441614960000 0044161496-0000 0161.496.0000"),
    "Jörg Weiß": ("0049 (0)30 1234567", "+49301234567 030/1234567 weiss"),
    "Işıl Çağlar": ("+90 532 123 45 67", "05321234567 isil ISIL caglar"),
    "Đorđe Petrović": ("+381 11 123 4567", "dorde djordje 0111234567"),
    "Þóra Jónsdóttir": ("+354 555 1234", "thora jonsdottir"),
    "Søren Ærø": ("+45 32 12 34 56", "soren aero"),
    "Łukasz Żak": ("600 123 456", "+48600123456 lukasz zak"),
    "山田 太郎": ("03-1234-5678", "山田 山田太郎 +81312345678 ０３１２３４５６７８"),
    "김 민수": ("010-1234-5678", "민수 김민수 +821012345678"),
}
"""People, their numbers, and what each of them is found by."""


def test_a_caller_is_found_by_a_number_in_any_format_and_by_a_name_without_marks(fuyu: Shell) -> None:
    for name, (phone, _) in CALLERS.items():
        fuyu.ok("add", name, "--phone", phone)
    for name, (_, asked_by) in CALLERS.items():
        for words in asked_by.split():
            assert name in fuyu.ok("find", words).lines[0], words
    for words in (
        "Tel. 0161 496 0000",
        "Phone: 0161-496-0000",
        "Call from +44 161 496 0000",
        "Tel.01614960000",
        "電話：01614960000",
    ):
        assert "Ann Lee" in fuyu.ok("find", words).lines[0], words
