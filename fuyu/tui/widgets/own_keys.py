"""Which keys of Textual's widgets are left to them where fuyu means something else by some."""

from collections.abc import Sequence

from textual.binding import Binding, BindingType


def without(bindings: Sequence[BindingType], *taken: str) -> list[BindingType]:
    """Return bindings without those keys; the others stay as they are."""
    kept: list[BindingType] = []
    for binding in bindings:
        assert isinstance(binding, Binding)  # noqa: S101 - Textual declares those of its inputs so
        keys = [key for key in binding.key.split(",") if key not in taken]
        if keys:
            kept.append(binding.with_key(",".join(keys)))
    return kept
