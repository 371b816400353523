"""The command line: arguments in, one desk built, words and exit codes out."""

import sys
from collections.abc import Sequence

from fuyu.errors import FuyuError


def main(arguments: Sequence[str] | None = None) -> int:
    """Run fuyu; return the exit code: 0 ok, 1 not found, 2 usage, 3 data or lock, 130 interrupted."""
    from fuyu.cli.arguments import parser  # noqa: PLC0415 - so that an interrupt during imports is caught, too

    try:
        asked = parser().parse_args(arguments)
        code: int = asked.run(asked)
        sys.stdout.flush()
    except FuyuError as error:
        print(f"fuyu: {error}", file=sys.stderr)  # noqa: T201 - stderr is where words go
        return error.exit_code
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except KeyboardInterrupt:
        print("fuyu: interrupted; nothing was changed", file=sys.stderr)  # noqa: T201
        return 130
    return code
