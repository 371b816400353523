"""A name means one class: who looks for it finds it at once."""

import ast
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).parent.parent / "fuyu"
STORAGE = {"Here", "Index", "Known", "Problem", "Record", "Silenced", "Told", "Written"}
"""Names that the store has for something else still; there are only fewer from now on."""


def test_no_class_has_the_name_of_another() -> None:
    homes = defaultdict(list)
    for path in sorted(ROOT.rglob("*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                homes[node.name].append(str(path.relative_to(ROOT)))
    twice = {name: places for name, places in homes.items() if len(places) > 1 and name not in STORAGE}
    assert not twice
