"""What makes a field of a struct a setting of config.toml: a type from here, and a plain sentence below the field.

`config.tables` says which struct is which table of the file: `[dates]` is `calendar.Calendar`. Nothing else is needed:
`config` reads it and says what is wrong with it, and docs/settings.md is made of the sentence.
"""

from datetime import time
from typing import Annotated

from msgspec import Meta


def written(kind: str) -> Meta:
    """Return what makes a setting of a field whose type does not say how a value is written.

    Args:
        kind: a name in `config.taking.KINDS`, which takes what the file says.
    """
    return Meta(extra={"kind": kind})


Days = Annotated[int, Meta(ge=1, le=3650)]
Times = Annotated[int, Meta(ge=1, le=100)]
"""How often."""
PerDay = Annotated[int, Meta(ge=1, le=1000)]
Minutes = Annotated[int, Meta(ge=1, le=1440)]
YesOrNo = Annotated[bool, Meta()]
ClockTime = Annotated[time, written("time")]
Text = Annotated[str, written("text")]
Command = Annotated[tuple[str, ...], written("command")]
"""A program and its arguments."""
