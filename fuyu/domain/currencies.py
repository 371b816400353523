"""The world's currencies: their codes (ISO 4217), their decimals, and the signs and words people write for them."""


def _codes(text: str) -> frozenset[str]:
    return frozenset(text.split())


CODES = _codes("""
    AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP
    CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR
    ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT
    MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD
    SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND
    VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG
""")
"""The codes in use; funds, metals and codes for tests are not among them."""
WORDS_TOO = _codes("ALL AMD BAM CAD COP CUP GEL MAD MOP PEN SOS TOP TRY")
"""Those that people and companies write for something else, also in capitals."""
_WITHOUT = _codes("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF")
_THREE = _codes("BHD IQD JOD KWD LYD OMR TND")
_TWO = 2

SIGNS = {"EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥", "INR": "₹", "KRW": "₩", "ILS": "₪", "UAH": "₴", "TRY": "₺"}
"""What stands before an amount, where a sign is better known than the code."""
DOLLARS = ("USD", "AUD", "CAD", "NZD", "HKD", "SGD", "MXN", "TWD", "ARS", "CLP", "COP")
"""What $ may mean, what it mostly means first."""
MEANT: dict[str, tuple[str, ...]] = {
    **{sign: (code,) for code, sign in SIGNS.items()},
    "$": DOLLARS,
    "dollar": DOLLARS,
    "dollars": DOLLARS,
    "¥": ("JPY", "CNY"),
    **dict.fromkeys(("us$", "usd$"), ("USD",)),
    **dict.fromkeys(("a$", "au$"), ("AUD",)),
    **dict.fromkeys(("c$", "ca$"), ("CAD",)),
    "nz$": ("NZD",),
    "hk$": ("HKD",),
    "s$": ("SGD",),
    "mx$": ("MXN",),
    "nt$": ("TWD",),
    "r$": ("BRL",),
    **dict.fromkeys(("euro", "euros"), ("EUR",)),
    **dict.fromkeys(("pound", "pounds"), ("GBP",)),
    **dict.fromkeys(("fr", "sfr", "franken"), ("CHF",)),
    "yen": ("JPY",),
    "円": ("JPY",),
    "元": ("CNY",),
    "zl": ("PLN",),
    "kc": ("CZK",),
    "ft": ("HUF",),
    "₽": ("RUB",),
    "฿": ("THB",),
    "₫": ("VND",),
    "₱": ("PHP",),
    "₦": ("NGN",),
    "₡": ("CRC",),
    "₸": ("KZT",),
}
"""The codes that a sign or a word may mean, as it is compared; where nothing else decides, the first."""
UNDECIDED: dict[str, tuple[str, ...]] = {"kr": ("SEK", "NOK", "DKK", "ISK"), "rs": ("INR", "PKR", "LKR", "NPR")}
"""The same for what means none of its codes more than another."""


def decimals(currency: str) -> int:
    """Return how many decimals the amounts of a currency have."""
    return 0 if currency in _WITHOUT else len("000") if currency in _THREE else _TWO
