"""A setting: a field of a struct whose type says so, and what takes its value out of the file."""

from collections.abc import Callable, Iterable, Mapping
from typing import Annotated, Any, Literal, NamedTuple, get_args, get_origin

from msgspec import NODEFAULT, Meta, Struct, ValidationError, convert
from msgspec.inspect import BoolType, EnumType, IntType, Metadata, Type, type_info
from msgspec.structs import FieldInfo, fields

from fuyu.config.problems import WrongError, shown
from fuyu.config.taking import KINDS

Kinds = Mapping[str, Callable[[object], Any]]


class Setting(NamedTuple):
    """A key of a table of config.toml."""

    name: str
    """The field of the struct it sets."""
    kind: str
    """How its value is written, where its type does not say it."""
    default: object
    """What holds without it; `NODEFAULT` where it is needed."""
    type: Any
    taken_by: Callable[[object], Any] | None = None
    """Takes its value; None where its type says how it is written."""

    @property
    def is_needed(self) -> bool:
        """Whether there is no table without it."""
        return self.default is NODEFAULT

    def take(self, value: object) -> Any:
        """Return the value in the file as ours.

        Raises:
            WrongError: it means nothing.
        """
        return self.taken_by(value) if self.taken_by else _converted(self.type, value)


def settings_of(structs: Iterable[type[Struct]], kinds: Kinds = KINDS) -> dict[str, Setting]:
    """Return the fields of structs that are settings, by their key in the file; `domain.settings` says which are.

    Args:
        structs: the structs.
        kinds: what takes a value whose type does not say how it is written, by the name of its kind.
    """
    return {
        field.encode_name: Setting(field.name, kind, _default(field), field.type, kinds[kind] if kind else None)
        for struct in structs
        for field in fields(struct)
        for meta in get_args(field.type)
        if isinstance(meta, Meta)
        for kind in [(meta.extra or {}).get("kind", "")]
    }


def _default(field: FieldInfo) -> object:
    return field.default if field.default_factory is NODEFAULT else field.default_factory()


def _converted(kind: Any, value: object) -> Any:
    """Return a value of a type that msgspec knows, within the bounds that its `Meta` says."""
    try:
        if isinstance(value, float):  # 5.0 is no whole number to who writes 5
            raise ValidationError  # noqa: TRY301 - one way out for all that is wrong
        return convert(value, kind)
    except ValidationError:
        raise WrongError(f"is {_what(kind)}, not {shown(value)}") from None


def _what(kind: Any) -> str:
    """Return what a type takes, in words."""
    plain = get_args(kind)[0] if get_origin(kind) is Annotated else kind
    if get_origin(plain) is Literal:  # in the order it is written in; msgspec sorts
        return f"one of {', '.join(get_args(plain))}"
    return _of(type_info(kind))


def _of(kind: Type) -> str:
    match kind:
        case Metadata(type=inner):
            return _of(inner)
        case IntType(ge=least, le=most):
            return f"a whole number from {least} to {most}"
        case BoolType():
            return "true or false"
        case EnumType(cls=cls):
            return f"one of {', '.join(cls)}"
    raise TypeError(f"a setting of {kind} needs a kind of its own")
