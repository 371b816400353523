"""The words of the date grammar, as data: what people write, and what it stands for."""

from datetime import time

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)

# A weekend is known by its Saturday.
WEEKDAY_WORDS = {form: number for number, name in enumerate(WEEKDAYS) for form in (name, name[:3])} | (
    {"tues": 1, "weds": 2, "thur": 3, "thurs": 3, "weekend": 5}
)
MONTH_WORDS = {form: number for number, name in enumerate(MONTHS, 1) for form in (name, name[:3])} | {"sept": 9}

NUMBERS = (
    {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8}
    | {"nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15}
    | {"sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40}
    | {"fifty": 50, "sixty": 60, "ninety": 90}
)
ORDINALS = (
    {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9}
    | {"tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15}
    | {"sixteenth": 16, "seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20, "thirtieth": 30}
)

# `m` stands for months, and for minutes after hours; the grammar decides.
UNITS = {
    "minutes": ("min", "mins", "minute", "minutes"),
    "hours": ("h", "hr", "hrs", "hour", "hours"),
    "days": ("d", "day", "days"),
    "workdays": ("b", "bd", "bds", "workday", "workdays", "weekday", "weekdays"),
    "weeks": ("w", "wk", "wks", "week", "weeks"),
    "fortnights": ("fortnight", "fortnights"),
    "m": ("m",),
    "months": ("mo", "mos", "mth", "mths", "month", "months"),
    "quarters": ("q", "qtr", "qtrs", "quarter", "quarters"),
    "years": ("y", "yr", "yrs", "year", "years"),
}

# Parts of the day by the name of their time in the Calendar, and the first and last hour that can be meant in them.
PARTS = {"morning": "morning", "afternoon": "afternoon", "evening": "evening", "night": "evening"}
PART_HOURS = {"morning": (0, 11), "afternoon": (12, 18), "evening": (17, 23)}

CLOCKS = {"midnight": time(0), "noon": time(12), "teatime": time(16), "eod": time(17)}

# Holidays by month and day, and by their days from Easter Sunday.
HOLIDAYS = {"newyear": (1, 1), "valentines": (2, 14), "halloween": (10, 31), "christmaseve": (12, 24)} | {
    "christmas": (12, 25),
    "boxingday": (12, 26),
    "newyearseve": (12, 31),
}
EASTER = {"goodfriday": -2, "easter": 0, "eastermonday": 1}

# The day of a month that "early april" and its like stand for: the middle of each third.
DAY_OF_MONTH = {"early": 5, "mid": 15, "late": 25}

# Words that stand for themselves in the patterns of the grammar.
PLAIN = (
    {"a", "an", "today", "tomorrow", "yesterday", "now", "time", "weekof", "oclock", "half", "am", "pm"}
    | {"next", "this", "coming", "last", "same", "early", "mid", "late", "start", "end", "later"}
    | {"of", "in", "on", "at", "from", "after", "before", "to", "past", "ago", "hence", "and", "+", "-"}
)

# Other ways to say it, put into the words above in this order ("the" is gone by then).
PHRASES = {
    "@": "at",
    "by": "on",
    "for": "on",
    "until": "on",
    "till": "on",
    "tod": "today",
    "tom": "tomorrow",
    "tmr": "tomorrow",
    "tmrw": "tomorrow",
    "upcoming": "coming",
    "beginning": "start",
    "middle": "mid",
    "first thing in morning": "morning",
    "first thing tomorrow morning": "tomorrow morning",
    "first thing": "morning",
    "tonight": "today evening",
    "this morning": "today morning",
    "this afternoon": "today afternoon",
    "this evening": "today evening",
    "midday": "noon",
    "12 noon": "noon",
    "12 midnight": "midnight",
    "lunchtime": "noon",
    "o clock": "oclock",
    "cob": "eod",
    "end of day": "eod",
    "end of business": "eod",
    "close of business": "eod",
    "close of play": "eod",
    "eow": "end week",
    "eom": "end month",
    "eoq": "end quarter",
    "eoy": "end year",
    "month end": "end month",
    "quarter end": "end quarter",
    "year end": "end year",
    "sow": "start week",
    "som": "start month",
    "soq": "start quarter",
    "soy": "start year",
    "midweek": "mid week",
    "week of": "weekof",
    "week commencing": "weekof",
    "week beginning": "weekof",
    "week start": "weekof",
    "w c": "weekof",
    "business day": "workday",
    "business days": "workdays",
    "working day": "workday",
    "working days": "workdays",
    "work day": "workday",
    "work days": "workdays",
    "a couple of": "two",
    "a couple": "two",
    "couple of": "two",
    "couple": "two",
    "half an hour": "30 min",
    "half hour": "30 min",
    "an hour and a half": "90 min",
    "half a year": "6 months",
    "a year and a half": "18 months",
    "good friday": "goodfriday",
    "easter sunday": "easter",
    "easter monday": "eastermonday",
    "christmas eve": "christmaseve",
    "christmas day": "christmas",
    "xmas": "christmas",
    "boxing day": "boxingday",
    "new years eve": "newyearseve",
    "new years day": "newyear",
    "in new year": "newyear",
    "new year": "newyear",
    "valentines day": "valentines",
    "thirty first": "31st",
} | {f"twenty {form}": f"{20 + number}th" for form, number in list(ORDINALS.items())[:9]}

_REPEATS = "fuyu keeps one next day, not a repeat: write the first one."
_OPEN = "“{word}” leaves the day open: name one."

# Words that are understood and still refused, and why.
REFUSED = dict.fromkeys(("every", "everyday", "daily", "weekly", "biweekly", "monthly", "yearly"), _REPEATS) | (
    dict.fromkeys(("soon", "someday", "sometime", "whenever", "never", "later", "maybe", "asap", "tbd", "few"), _OPEN)
    | dict.fromkeys(("around", "about", "roughly", "within", "several", "or", "not", "after", "before"), _OPEN)
)
