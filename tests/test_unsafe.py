"""Constructions that would let a person's text steer the terminal, or run something: there are none in fuyu."""

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parent.parent / "fuyu"
PAINTER = SOURCE / "tui" / "widgets" / "lines.py"
PRINTER = SOURCE / "cli" / "output.py"
"""The one place that writes answers: all of its texts pass `clean`, which its own tests check."""
READS_MARKUP = {"Static", "Label", "Markdown", "RichLog", "Button", "from_markup", "render_markup"}
SHOWS_TEXT = {"tooltip", "border_title", "border_subtitle"}
CLEANERS = {"clean", "clean_line"}
RUNS = {"run", "Popen", "call", "check_call", "check_output"}


def is_literal(node: ast.expr) -> bool:
    """Return whether a text stands in the source."""
    return isinstance(node, ast.Constant)


def is_clean(node: ast.expr) -> bool:
    """Return whether a text stands in the source, or everything that is put into it is cleaned there."""
    if isinstance(node, ast.JoinedStr):
        values = [part.value for part in node.values if isinstance(part, ast.FormattedValue)]
        return all(is_clean(value) for value in values)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        return node.func.id in CLEANERS
    return is_literal(node)


def called(call: ast.Call) -> str:
    """Return the last part of what is called."""
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def said(call: ast.Call, name: str) -> ast.expr | None:
    """Return a keyword argument."""
    return next((keyword.value for keyword in call.keywords if keyword.arg == name), None)


def reads_markup(call: ast.Call) -> bool:
    """Return whether a text that does not stand in the source is given to what reads markup."""
    given = [*call.args[:1]] if called(call) in READS_MARKUP | {"notify"} else []
    markup = said(call, "markup")
    plain = called(call) == "notify" and isinstance(markup, ast.Constant) and markup.value is False
    tooltip = said(call, "tooltip") if called(call) != "Binding" else None
    return any(not is_literal(text) for text in given if not plain) or bool(tooltip and not is_literal(tooltip))


def starts_a_shell(call: ast.Call) -> bool:
    """Return whether a shell might read what is run, or a command is no list."""
    owner = call.func.value if isinstance(call.func, ast.Attribute) else None
    if isinstance(owner, ast.Name) and owner.id == "os" and called(call) in {"system", "popen"}:
        return True
    shell = said(call, "shell")
    asked = shell is not None and not (isinstance(shell, ast.Constant) and shell.value is False)
    is_text = bool(call.args) and isinstance(call.args[0], (ast.Constant, ast.JoinedStr, ast.BinOp))
    return called(call) in RUNS and (asked or is_text)


def prints_unclean(call: ast.Call) -> bool:
    """Return whether a text goes to the terminal that is not cleaned on the same line."""
    stream = call.func.value if isinstance(call.func, ast.Attribute) and called(call) == "write" else None
    prints = called(call) == "print" or (isinstance(stream, ast.Attribute) and stream.attr in {"stdout", "stderr"})
    return prints and not all(map(is_clean, call.args))


RULES: dict[str, Callable[[ast.Call], bool]] = {
    "reads markup: paint by widgets/lines.py": reads_markup,
    "a shell reads what it is given, and a command is a list": starts_a_shell,
    "what is printed is cleaned where it is printed": prints_unclean,
}


def unsafe(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield the lines of unsafe constructions, with why."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield from ((node.lineno, why) for why, breaks in RULES.items() if breaks(node))
        if isinstance(node, (ast.Assign, ast.AnnAssign)) and node.value is not None and not is_literal(node.value):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            for target in targets:
                if isinstance(target, ast.Attribute) and target.attr in SHOWS_TEXT:
                    yield node.lineno, f"{target.attr} reads markup"


@pytest.mark.slow
def test_nothing_in_fuyu_is_unsafe() -> None:
    found = [
        f"{path.relative_to(SOURCE.parent)}:{line}: {why}"
        for path in sorted(SOURCE.rglob("*.py"))
        if path not in {PAINTER, PRINTER}
        for line, why in unsafe(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "source",
    [
        "Static(name)",
        "Label(f'{lead.name}')",
        "Content.from_markup(words)",
        "self.notify(f'{name} is gone')",
        "self.notify(name, markup=True)",
        "widget.tooltip = lead.name",
        "self.border_title = f'{name}'",
        "Widget(tooltip=name)",
        "subprocess.run(command, shell=True)",
        "subprocess.run(f'xdg-open {url}')",
        "os.system(command)",
        "os.popen('x')",
        "print(name)",
        "print(f'{name}')",
        "sys.stderr.write(name)",
    ],
)
def test_what_is_unsafe_is_found(source: str) -> None:
    assert list(unsafe(ast.parse(source)))


@pytest.mark.parametrize(
    "source",
    [
        "Static('nobody')",
        "self.notify(f'{name}', markup=False)",
        "print(f'fuyu: {clean(words)}')",
        "sys.stderr.write('x')",
        "subprocess.run([program, address])",
        "Binding('a', 'b', tooltip=key.tooltip)",
        "self.tooltip = 'words'",
        "file.write(text)",
    ],
)
def test_what_is_safe_is_not(source: str) -> None:
    assert not list(unsafe(ast.parse(source)))
