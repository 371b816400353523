"""The sentence that ends a day."""

import tomllib
from datetime import date
from importlib import resources


def of_day(day: date) -> str:
    """Return the sentence of a day, the same whenever it is asked for."""
    sentences = every()
    return sentences[day.toordinal() % len(sentences)]


def every() -> list[str]:
    """Return all of them."""
    text = resources.files("fuyu").joinpath("sentences.toml").read_text("utf-8")
    found: list[str] = tomllib.loads(text)["sentences"]
    return found
