"""`fuyu keys`: the keys that hold."""

from fuyu import paths
from tests.cli.conftest import Shell


def test_fuyu_keys_prints_what_holds_and_its_tables_what_is_standard(fuyu: Shell) -> None:
    paths.config().write_text('[keys]\n"work.log" = "L"\n"work.lgo" = "l"\n')
    said = fuyu.bare("keys")
    assert said.code == 0
    assert "  L, ctrl+l          Log a touch" in said.out
    assert "did you mean work.log?" in said.err
    assert "| `l`, `ctrl+l` | Log a touch" in fuyu.bare("keys", "--markdown").out
    (log,) = [key for key in fuyu.bare("keys", "--json").json["keys"] if key["id"] == "work.log"]
    assert log["keys"] == ["L", "ctrl+l"]
