"""When two figures are in one unit."""

_OF_A_HUNDRED = {"%", "分", "百分制"}  # a satisfaction of 85% and one of 85分 are the same


def same_unit(unit: object, other: object) -> bool:
    """Whether figures in these units may be compared; one that is not said agrees with any."""
    return not unit or not other or unit == other or {unit, other} <= _OF_A_HUNDRED
