"""Rows of contacts in the tables of the tests that every command and setting has to pass."""

from tests.rows import Rows

ROWS = Rows(
    errors={
        "import nosuch.csv": (
            2,
            (
                "nosuch.csv cannot be read: No such file or directory; name a file of contacts that is there, "
                "and that you may read"
            ),
        ),
        "import .": (2, ". is not a file; name the file of contacts itself"),
        "import empty.csv": (3, "empty.csv is empty; export it again"),
        "import nobody.csv": (3, "nobody.csv, line 1: names the columns, but nobody stands below it; export it again"),
        "import binary.csv": (2, "binary.csv is not text; export the contacts as CSV (UTF-8)"),
        "import mail.eml": (2, "mail.eml is an e-mail; export the address book instead"),
        "import mapped.csv --map x": (2, "“x” maps nothing; write it like --map Handy=phone, or --map Fax=ignore"),
        "import mapped.csv --map Foo=phone": (2, "no column is called “Foo”; there are Name, Phone"),
        "import mapped.csv --map Name=fone": (2, "no field is called “fone”; the nearest is “zone”"),
        "import mapped.csv --opt-out Name": (
            2,
            "“Name” says nothing of an opt-out; write it like --opt-out Newsletter=yes, =no or =ignore",
        ),
        "import mapped.csv --opt-out Foo=yes": (2, "no column is called “Foo”; there are Name, Phone"),
        "import mapped.csv --encoding klingon": (2, "Unknown encoding “klingon”. Near: big5, gbk, mac-cyrillic."),
        "import mapped.csv --encoding idna": (2, "Unknown encoding “idna”. Near: mac-latin2, iso2022_jp, iso8859-1."),
        "import empty.vcf": (
            2,
            "empty.vcf: no line names the columns; the first should be like: Name,Email,Phone,Company",
        ),
        "export": (2, "say as what: fuyu export --json, --csv, --vcard or --day, then maybe a FILE"),
        "export --json --csv": (2, "say as what: fuyu export --json, --csv, --vcard or --day, then maybe a FILE"),
        "export --json x.json berlin": (
            2,
            "--json is the whole book; --csv, --vcard and --day can be narrowed by words",
        ),
        "export --json --ids": (2, "--ids says whom: it goes with --csv, --vcard or --day, and without words"),
        "export --csv --lead ann": (
            2,
            "--lead is one person's records: fuyu export --json --lead LEAD, then maybe a FILE",
        ),
        "export --json --lead nosuch": (1, "no lead is called “nosuch”; `fuyu find WORD` looks for them"),
        "export --csv leads.txt": (
            2,
            (
                "“leads.txt” is no .csv file; name the file first, then the words: fuyu export --csv leads.csv "
                "berlin; - is standard output"
            ),
        ),
        "export --csv leads.csv xyzzy": (
            1,
            (
                "nobody is called so, and nothing like it was written; fewer or other words find more; "
                "do-not-contact leads take `fuyu find --all`"
            ),
        ),
        "export --csv one.csv": (3, "not overwritten: there is one.csv already; name another file"),
        "export --csv nosuch/leads.csv": (
            3,
            "no such file or directory: nosuch/leads.csv is not written; name a place that is there and yours",
        ),
        "export --json one.csv": (3, "not overwritten: there is one.csv already; name another file"),
        "export --json --db nosuch.json": (
            1,
            "there is no book at nosuch.json; name another, or begin one: fuyu add NAME",
        ),
    },
    shapes={
        "import one.csv": "version, dry_run, source, encoding, encodings[], columns{name[], company[]}, ignored[], "
        "new, updated, unchanged, do_not_contact, repeated, updates[], maybe[], doubts[], skipped[]",
    },
    hostile={
        "import": (("FILE.csv", "--dry-run"), ("FILE.csv",)),
        "export": (("--json",), ("--json", "--lead", "1"), ("--csv", "-"), ("--vcard", "-"), ("--day", "-")),
    },
    arguments=(
        (("export", "--csv", "~nobody-here/x.csv"), 2, "“~nobody-here/x.csv”: the home folder is unknown"),
        (("export", "--json", "~nobody-here/x.json"), 2, "“~nobody-here/x.json”: the home folder is unknown"),
        (("import", "~nobody-here/x.csv"), 2, "“~nobody-here/x.csv”: the home folder is unknown"),
    ),
    reading=("export --json all.json",),
    clashes=(('"import.guess" = "x"', "takes “x” from import.not_read"),),
    streams={
        (">/dev/full", "export --csv"): (3, "the answer could not be written: "),
        (">&-", "export --json"): (3, "the answer could not be written: "),
    },
)
