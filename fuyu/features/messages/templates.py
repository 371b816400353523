"""Message templates: plain text files in a folder of the person's own."""

import difflib
from pathlib import Path

from fuyu import paths
from fuyu.domain.text import clean, clean_line, shortened
from fuyu.errors import NotFoundError, UsageError
from fuyu.features.messages.channels import WRITTEN
from fuyu.features.messages.filling import (
    FIELDS,
    Template,
    UnknownChannelError,
    UnknownFieldError,
    read_template,
)
from fuyu.renamed import TypedWhere, renamed

_LARGEST = 100_000
"""Bytes; no letter is longer."""


def names(folder: Path) -> list[str]:
    """Return the names of the templates, in order; none where there is no folder."""
    return sorted(path.stem for path in folder.glob("*.txt")) if folder.is_dir() else []


def template(folder: Path, name: str) -> Template:
    """Return a template by its name.

    Raises:
        NotFoundError: there is none of that name; the sentence names the nearest.
        UsageError: it cannot be read, or has something in braces that is no field.
    """
    known = names(folder)
    if name not in known:
        near = difflib.get_close_matches(name, known, n=1)
        hint = f"; did you mean {near[0]}?" if near else f"; put text files into {clean_line(str(folder))}"
        raise NotFoundError(f"no template is called “{shortened(name)}”{hint}")
    path = folder / f"{name}.txt"
    try:
        return read_template(name, clean(paths.small_file(path, _LARGEST).decode("utf-8-sig")))
    except UnknownFieldError as error:
        if was := renamed(TypedWhere.TEMPLATE, error.field):
            raise UsageError(f"{clean_line(str(path))}, line {error.line}: {was}") from error
        near = difflib.get_close_matches(error.field, FIELDS, n=1)
        hint = f"did you mean {{{near[0]}}}?" if near else f"there are {', '.join(FIELDS)}"
        raise UsageError(f"{clean_line(str(path))}, {error}; {hint}") from error
    except UnknownChannelError as error:
        said = f"{clean_line(str(path))}: By names no channel: “{shortened(str(error))}”"
        raise UsageError(f"{said}; there are {', '.join(WRITTEN)}") from error
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise UsageError(f"{clean_line(str(path))} cannot be read: {reason}") from error
