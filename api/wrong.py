"""Wrong parameters and contents: what pydantic finds, in Chinese and English."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

_LONGEST = 100  # characters of a name or value that are told back
_CHINESE: Mapping[str, str] = {  # by pydantic's type of error; {…} are what its context holds
    "missing": "必须给出",
    "int_parsing": "要是整数",
    "int_type": "要是整数",
    "int_from_float": "要是整数",
    "int_parsing_size": "数字太大",
    "float_parsing": "要是数字",
    "float_type": "要是数字",
    "finite_number": "要是有限的数字",
    "bool_parsing": "要是 true 或 false",
    "bool_type": "要是 true 或 false",
    "string_type": "要是文字",
    "string_unicode": "含有不完整的字符",
    "string_too_short": "不能少于 {min_length} 个字",
    "string_too_long": "不能多于 {max_length} 个字",
    "string_pattern_mismatch": "写法不对,要符合 {pattern}",
    "greater_than": "要大于 {gt}",
    "greater_than_equal": "不能小于 {ge}",
    "less_than": "要小于 {lt}",
    "less_than_equal": "不能大于 {le}",
    "extra_forbidden": "不认识,请去掉",
    "json_invalid": "不是完整的 JSON",
    "model_attributes_type": "要是 JSON 对象",
    "dict_type": "要是 JSON 对象",
    "date": "不是真实的日期,要写成 2015-12-31 这样",
}


@dataclass(frozen=True, slots=True)
class Wrong:
    """One wrong parameter: its value, what is wrong with it, which values are allowed."""

    parameter: str
    value: str | int | float | bool | None
    chinese: str
    english: str
    allowed: list[str] = field(default_factory=list)

    @property
    def named(self) -> str:
        """Its name with its value, as a sentence has it."""
        return self.parameter if self.value is None else f"{self.parameter}({self.value!r})"

    @property
    def told(self) -> dict[str, Any]:
        """As a problem document has it."""
        message = f"{self.chinese} · {self.english}"
        entry: dict[str, Any] = {"parameter": self.parameter, "value": self.value, "message": message}
        return entry | ({"allowed": self.allowed} if self.allowed else {})


def wrong(one: Mapping[str, Any]) -> Wrong:
    """An error of pydantic."""
    context = one.get("ctx", {})
    english = str(one["msg"])
    if expected := context.get("expected"):
        allowed = [word.strip(" '") for word in str(expected).replace(" or ", ", ").split(",")]
        return Wrong(_name(one), _value(one), f"只能是 {'、'.join(allowed)}", english, allowed)
    bounds = {
        name: int(told) if isinstance(told, float) and told.is_integer() else told for name, told in context.items()
    }
    chinese = _CHINESE.get(one["type"], "不对").format_map(bounds)
    return Wrong(_name(one), _value(one), chinese, english)


def _name(one: Mapping[str, Any]) -> str:
    """The name of the parameter or field, without where it stands and which item of a list it is; or "body"."""
    _, *inside = one["loc"] or ("",)
    names = [part for part in inside if isinstance(part, str)]
    return names[-1][:_LONGEST] if names and one["type"] != "json_invalid" else "body"


def _value(one: Mapping[str, Any]) -> str | int | float | bool | None:
    value = one.get("input")
    if isinstance(value, str):
        return value[:_LONGEST]
    return value if isinstance(value, int | float) else None
