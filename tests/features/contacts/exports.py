"""What must come out of each export in `data`: the people, by the line their record starts on.

The columns and properties are as each program documents or writes them; the people are nobody.
"""

from datetime import date, time
from typing import Any

from fuyu.domain.lead import Outcome
from fuyu.domain.step import Channel, Plan
from fuyu.features.contacts.reading.contact import Happened

EXPORTS: dict[str, tuple[str, str, dict[int, dict[str, Any]]]] = {
    "android.vcf": (
        "vcard",
        "utf-8",
        {
            1: {
                "name": "Jörg Müller",
                "company": "Bäckerei Süß",
                "role": "Meister",
                "phones": ("+49 170 0000003", "+49 89 0000003"),
                "emails": ("joerg@mueller.example",),
                "birthday": "1979-05-04",
                "note": "ruft gern zurück\naber nie vor 10",
            },
            19: {"name": "+49 170 0000004", "phones": ("+49 170 0000004",)},
        },
    ),
    "apple_contacts.vcf": (
        "vcard",
        "utf-8",
        {
            1: {
                "name": "Ana Horvat",
                "company": "Adriatic Foods, d.o.o.",
                "role": "Head of Purchasing",
                "phones": ("+385 91 000 0000", "+385 1 2345 678"),
                "emails": ("ana@adriatic.example",),
                "links": ("https://adriatic.example",),
                "place": "Zagreb, Croatia",
                "birthday": "--05-04",
                "note": (
                    "Met at SIAL, Paris\n"
                    "prefers calls; before 10\n"
                    "Address: Ilica 1, floor 2, 10000\n"
                    "Department: Purchasing\n"
                    "desk: +385 1 2345 678"
                ),
            }
        },
    ),
    "foglio_italiano.csv": (
        "csv",
        "utf-8",
        {
            2: {
                "name": "Niccolò Dell'Orto",
                "company": "Forno Neri",
                "role": "Titolare",
                "phones": ("+39 320 000 0001",),
                "emails": ("nic@forno.example",),
                "place": "Forlì",
                "birthday": "04/05",
                "note": "chiude il lunedì",
            }
        },
    ),
    "google_contacts.vcf": (
        "vcard",
        "utf-8",
        {
            1: {
                "name": "Ana Horvat",
                "company": "Adriatic Foods",
                "role": "Head of Purchasing",
                "phones": ("+385 91 000 0000",),
                "emails": ("ana@adriatic.example",),
                "tags": ("starred",),
                "note": "Line one\nLine two",
            },
            14: {"name": "noname@example.com", "emails": ("noname@example.com",)},
        },
    ),
    "hoja_espanola.csv": (
        "csv",
        "utf-8",
        {
            2: {
                "name": "Íñigo Núñez",
                "company": "Viñedos del Ebro",
                "role": "Dueño",
                "phones": ("+34 600 000 001",),
                "emails": ("inigo@ebro.example",),
                "place": "Logroño",
                "next": "2026-04-02",
            },
            3: {"name": "Marta Peña", "phones": ("+34 600 000 002",), "do_not_contact": True},
        },
    ),
    "icloud.vcf": (
        "vcard",
        "utf-8",
        {
            1: {
                "name": "Forno Neri",
                "company": "Forno Neri",
                "phones": ("+39 0543 000001",),
                "links": ("https://forno.example",),
            },
            12: {
                "name": "Niccolò Dell'Orto",
                "company": "Forno Neri",
                "phones": ("+39 320 000 0001",),
                "note": "Anniversary: 2001-06-30\nSpouse: Lucia",
            },
        },
    ),
    "mailchimp_audience.csv": (
        "mailchimp",
        "utf-8",
        {2: {"name": "Lucia Neri", "emails": ("lucia@forno.example",), "tags": ("VIP", "Spring fair")}},
    ),
    "meibo.csv": (
        "csv",
        "cp932",
        {
            2: {
                "name": "田中 さくら",
                "company": "日本電機株式会社",
                "role": "部長",
                "phones": ("090-0000-0001",),
                "emails": ("sakura@nihon.example",),
                "place": "東京都",
                "note": "留守電は嫌い",
                "next": "2026-04-02",
            }
        },
    ),
    "mingdan.csv": (
        "csv",
        "gb18030",
        {
            2: {
                "name": "李伟",
                "company": "旗帜有限公司",
                "role": "采购经理",
                "phones": ("+86 130 0000 0001",),
                "emails": ("wei@flags.example",),
                "place": "深圳",
                "note": "喜欢喝茶",
                "next": "2026-04-02",
            }
        },
    ),
    "monica.vcf": (
        "vcard",
        "utf-8",
        {
            1: {
                "name": "Amara Okafor",
                "company": "Sunbeam Energy",
                "role": "CFO",
                "phones": ("+234-800-000-0001",),
                "emails": ("amara@sunbeam.example",),
                "place": "Lagos, Nigeria",
                "birthday": "1984-02-29",
                "tags": ("friends", "investors"),
                "note": "Her son plays the cello\nowes me a book\nAddress: 4 Marina Road, 100001\nAlso known as: Ama",
            }
        },
    ),
    "outlook.vcf": (
        "vcard",
        "cp1252",
        {
            1: {
                "name": "Chloé Lefèvre",
                "company": "Atelier d'Été",
                "role": "Gérante",
                "phones": ("06 00 00 00 01",),
                "emails": ("chloe@ete.example",),
                "place": "Orléans, France",
                "note": "préfère le matin\nAddress: 3 rue de l'Été, 45000\nDepartment: Direction\nTitle: Mme",
            }
        },
    ),
    "outlook_desktop_german.csv": (
        "outlook",
        "cp1252",
        {
            2: {
                "name": "Jörgine Grünwald",
                "company": "Bäckerei Süß GmbH",
                "role": "Leiterin",
                "phones": ("+49 89 0000001", "+49 170 0000001"),
                "emails": ("joergine@suess.example",),
                "place": "München, Bayern, Deutschland",
                "birthday": "1979-05-04",
                "tags": ("Messe", "Kunde"),
                "note": (
                    "ruft gern zurück\n"
                    "Address: Hauptstraße 5, 80331\n"
                    "Anrede: Frau\n"
                    "Abteilung: Einkauf\n"
                    "Fax geschäftlich: +49 89 0000009"
                ),
            },
            3: {"name": "Uwe Ott", "phones": ("+49 170 0000002",)},
        },
    ),
    "pipedrive_activities.csv": (
        "pipedrive",
        "utf-8",
        {
            2: {
                "name": "Noor de Wit",
                "company": "Atelier Klei",
                "happened": Happened(
                    day=date(2026, 2, 20),
                    time=time(10, 30),
                    channel=Channel.CALL,
                    outcome=Outcome.TALKED,
                    note="First talk\nWants two kilns, not one",
                ),
            },
            3: {
                "name": "Noor de Wit",
                "company": "Atelier Klei",
                "happened": Happened(
                    day=date(2026, 2, 24),
                    time=None,
                    channel=Channel.EMAIL,
                    outcome=Outcome.SENT,
                    note="Sent the price list\nActivity - Deal: Kilns",
                ),
            },
            6: {"name": "Noor de Wit", "company": "Atelier Klei", "note": "2026-03-01: Task: Order brochures"},
            5: {
                "name": "Noor de Wit",
                "company": "Atelier Klei",
                "note": "Activity - Deal: Kilns",
                "step": Plan(day=date(2026, 4, 2), channel=Channel.CALL, why="Ask about the roof"),
            },
            4: {
                "name": "Noor de Wit",
                "company": "Atelier Klei",
                "note": "Bring the samples\nActivity - Deal: Kilns",
                "step": Plan(day=date(2026, 4, 9), time=time(14, 0), channel=Channel.MEETING, why="Visit the studio"),
            },
        },
    ),
    "pipedrive_leads.csv": (
        "pipedrive",
        "utf-8",
        {
            2: {
                "name": "Noor de Wit",
                "company": "Atelier Klei",
                "phones": ("+31 20 000 0000",),
                "emails": ("noor@klei.example",),
                "temperature": "hot",
                "value": "EUR 4,200",
                "note": "Lead - Title: Kiln for the new studio",
                "next": "2026-04-02",
            },
            3: {"name": "Ana Horvat", "company": "Adriatic Foods, d.o.o.", "note": "Lead - Title: Adriatic Foods lead"},
        },
    ),
    "planilha_portuguesa.csv": (
        "csv",
        "utf-8",
        {
            2: {
                "name": "João Conceição",
                "company": "Padaria Avó",
                "role": "Sócio",
                "phones": ("+351 910 000 001",),
                "emails": ("joao@avo.example",),
                "place": "Lisboa",
                "note": "gosta de café\nAddress: Rua da Prata 1",
                "next": "2026-04-02",
            }
        },
    ),
    "proton.vcf": (
        "vcard",
        "utf-8",
        {
            1: {
                "name": "Zoë O’Brien",
                "company": "Ōkami Studio",
                "phones": ("+353 1 000 0001",),
                "emails": ("zoe@okami.example",),
                "birthday": "--05-04",
                "note": (
                    "A note that is folded in the middle of a word, as RFC 6350 wants it\n"
                    "Anniversary: 20100612\n"
                    "Related: Tom"
                ),
            }
        },
    ),
    "rekenblad.csv": (
        "csv",
        "utf-8",
        {
            2: {
                "name": "Noor de Wit",
                "company": "Atelier Klei",
                "role": "Eigenaar",
                "phones": ("+31 6 00000001",),
                "emails": ("noor@klei.example",),
                "place": "Utrecht",
                "note": "belt graag terug",
                "next": "2026-04-02",
            }
        },
    ),
    "salesforce_contacts_report.csv": (
        "salesforce",
        "utf-8",
        {
            2: {
                "name": "Amara Okafor",
                "company": "Sunbeam Energy",
                "role": "CFO",
                "phones": ("+234 1 000 0001", "+234 800 000 0001"),
                "emails": ("amara@sunbeam.example",),
                "place": "Lagos, Nigeria",
                "note": "Address: 4 Marina Road, 100001\nSalutation: Ms.",
            }
        },
    ),
    "tableur_francais.csv": (
        "csv",
        "cp1252",
        {
            2: {
                "name": "Chloé Lefèvre",
                "company": "Atelier d'Été",
                "role": "Gérante",
                "phones": ("06 00 00 00 01",),
                "emails": ("chloe@ete.example",),
                "place": "Orléans",
                "note": "préfère le matin",
                "next": "02/04/2026",
            }
        },
    ),
    "thunderbird.csv": (
        "thunderbird",
        "utf-8",
        {
            2: {
                "name": "Rory Lind",
                "company": "Leadworth Hospital",
                "role": "Nurse",
                "phones": ("+44 20 7946 0001", "+44 7700 900001"),
                "emails": ("rory@ward.example", "rory@home.example"),
                "links": ("https://rory.example",),
                "place": "Leadworth, UK",
                "birthday": "1980-01-15",
                "note": (
                    "prefers mornings\n"
                    "Address: 12 Low Lane, Flat B, GL1 2AB\n"
                    "Fax Number: +44 20 7946 0009\n"
                    "Department: Ward 3"
                ),
            }
        },
    ),
    "zoho_leads.csv": (
        "zoho",
        "utf-8",
        {
            2: {
                "name": "Wei Li",
                "company": "Flags Ltd",
                "role": "Buyer",
                "phones": ("+852 0000 0001",),
                "emails": ("wei@flags.example",),
                "links": ("flags.example",),
                "place": "Hong Kong, China",
                "temperature": "hot",
                "note": "Met at the fair\nAddress: 1 Pier Road",
            },
            3: {
                "name": "Zoë O'Brien",
                "company": "Okami Studio",
                "emails": ("zoe@okami.example",),
                "do_not_contact": True,
            },
        },
    ),
}
