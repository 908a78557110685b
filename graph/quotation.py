"""A quotation as offices write it: 《title》(number)clause:“words”, ready to be put into a report."""

from collections.abc import Sequence


def quotation(title: str, doc_number: str | None, path: Sequence[str] | None, quote: str) -> str:
    """《质量发展纲要》(国发〔2012〕9号)三、强化企业质量主体作用:“…”; without number or clause where there is none.

    Quotation marks within the words become single ones, as GB/T 15834-2011 (4.8.3.2) asks.
    """
    number = f"({doc_number})" if doc_number else ""
    clause = " ".join(path or ())
    inner = quote.replace("“", "‘").replace("”", "’")
    return f"《{title.strip('《》')}》{number}{clause}:“{inner}”"
