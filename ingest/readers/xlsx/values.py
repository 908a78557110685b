"""Values of Excel cells as people see them: 95%, 2025年6月30日, 12.5; never 0.95, 45838 or 1.25E+01."""

from datetime import date, datetime, time, timedelta

from openpyxl.utils.datetime import to_excel

from ingest.readers.xlsx.codes import section_of, sections
from ingest.readers.xlsx.dates import date_shown
from ingest.readers.xlsx.numbers import number_shown, plain

# Formats that Excel has built in for Chinese and writes by their number alone; openpyxl knows none of them.
CHINESE_DATES = {
    27: "yyyy年m月", 28: "m月d日", 29: "m月d日", 30: "m-d-yy", 31: "yyyy年m月d日", 32: "h时mm分", 33: "h时mm分ss秒",
    34: "h时mm分", 35: "h时mm分ss秒", 36: "yyyy年m月", 50: "yyyy年m月", 51: "m月d日", 52: "yyyy年m月", 53: "m月d日",
    54: "m月d日", 55: "h时mm分", 56: "h时mm分ss秒", 57: "yyyy年m月", 58: "m月d日",
}  # fmt: skip
_ISO = "yyyy-mm-dd h:mm"


def shown(value: object, code: str, epoch: datetime) -> str:
    """The value as the format shows it; the number alone where it is no date, or the format beyond what is rendered."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, datetime | date | time | timedelta):  # written as such, as few programs do
        code = code if any(section.is_date for section in sections(code)) else _ISO
        value = to_excel(value, epoch)
    if not isinstance(value, int | float):
        return str(value)
    section = section_of(value, code)
    if section is None or not section.is_date:
        return number_shown(value, code)
    told = date_shown(value, section, epoch)
    return plain(value) if told is None else told
