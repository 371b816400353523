"""What a label says of a number or an address: whether it is dialled at all, and whether it is worth keeping."""

import re
from collections.abc import Iterable
from functools import lru_cache

from fuyu.domain.numbers import KINDS
from fuyu.domain.text import fold

_UNDIALLED = (
    "fax",
    "telefax",
    "pager",
    "beeper",
    "modem",
    "isdn",
    "bbs",
    "telex",
    "tty",
    "tdd",
    "textphone",
    "ファックス",
    "传真",
    "傳真",
    "팩스",
)
"""Words for machines that nobody talks to."""
_TALKED_TO = {"voice", "cell", "mobile"}
"""What also says that somebody answers: a machine that is both."""
_USUAL = frozenset(
    (
        *KINDS,
        *(
            "main",
            "cellphone",
            "iphone",
            "other",
            "private",
            "personal",
            "business",
            "voice",
            "pref",
            "preferred",
            "primary",
            "msg",
            "car",
            "pcs",
        ),
        *(
            "video",
            "text",
            "school",
            "e",
            "mail",
            "email",
            "internet",
            "icloud",
            "gmail",
            "google",
            "apple",
            "watch",
            "default",
            "direct",
            "company",
        ),
        *(
            "privat",
            "arbeit",
            "geschaftlich",
            "dienstlich",
            "firma",
            "zentrale",
            "sonstige",
            "domicile",
            "bureau",
            "principal",
            "autre",
        ),
        *(
            "travail",
            "trabajo",
            "casa",
            "otro",
            "lavoro",
            "ufficio",
            "altro",
            "trabalho",
            "telemovel",
            "outro",
            "werk",
            "thuis",
            "overig",
        ),
        *(
            "自宅",
            "勤務先",
            "携帯電話",
            "会社",
            "その他",
            "家庭",
            "住宅",
            "工作",
            "手机",
            "手機",
            "其他",
            "집",
            "직장",
            "휴대전화",
        ),
    )
)
"""Words that every address book puts beside numbers."""


def is_undialled(words: Iterable[str]) -> bool:
    """Return whether what stands beside a number says that it is a fax or a pager: `WORK` and `FAX`, `Work Fax`."""
    said = {part for word in words for part in _parts(word)}
    return any(word.endswith(_UNDIALLED) or word.startswith(_UNDIALLED) for word in said) and said.isdisjoint(
        _TALKED_TO
    )


def says_something(label: str) -> bool:
    """Return whether a label is one that a person gave: `Assistant Joan`, and not `Mobile`."""
    return not _USUAL.issuperset(_parts(label))


@lru_cache(maxsize=4096)
def _parts(text: str) -> tuple[str, ...]:
    """Return the words of a label: `WorkFAX` are two."""
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text)
    return tuple(re.findall(r"[^\W\d_]+", fold(apart)))
