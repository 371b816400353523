"""How many examples a property test draws: as many as its author says, fewer in `make quick`, more in `make soak`."""

from hypothesis import settings


def examples(usual: int, steps: int = 50) -> settings:
    """Return the settings of a property test that needs another number of examples than most.

    Args:
        usual: how many, in `make test`.
        steps: how long a run of a state machine may be.
    """
    more = settings().max_examples / settings.get_profile("same").max_examples
    return settings(max_examples=round(usual * more), stateful_step_count=steps)
