"""A file that a person asked for, written whole or not at all, with a sentence where it cannot be."""

import os
from pathlib import Path

from graph.errors import ZhituError
from graph.whole import replace_whole


def write_whole(path: Path, content: bytes) -> None:
    """Write the file by way of a new one beside it; ZhituError where it cannot be written, says why."""
    if path.is_dir():
        raise ZhituError(f"{path} is a folder: give the name of a file · 请给出文件名")
    if not path.parent.is_dir():
        raise ZhituError(f"there is no folder {path.parent}: make it first, or give another file · 文件夹不存在")
    try:
        replace_whole(path, content, 0o666 & ~_umask())
    except OSError as error:
        raise ZhituError(f"{path} cannot be written: {error.strerror or error} · 无法写入") from error


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
