"""Files written whole or not at all: who opens one never finds half of it."""

import os
import tempfile
from pathlib import Path

from graph.errors import ZhituError


def write_whole(path: Path, content: bytes) -> None:
    """Write the file by way of a new one beside it; ZhituError where it cannot be written, says why."""
    if path.is_dir():
        raise ZhituError(f"{path} is a folder: give the name of a file · 请给出文件名")
    if not path.parent.is_dir():
        raise ZhituError(f"there is no folder {path.parent}: make it first, or give another file · 文件夹不存在")
    try:
        _replace(path, content)
    except OSError as error:
        raise ZhituError(f"{path} cannot be written: {error.strerror or error} · 无法写入") from error


def _replace(path: Path, content: bytes) -> None:
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    new = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        new.chmod(0o666 & ~_umask())  # mkstemp lets nobody else read
        new.replace(path)
    except BaseException:
        new.unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
