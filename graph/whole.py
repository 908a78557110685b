"""Files written whole or not at all: by way of a file beside them, so that nobody ever sees half of one."""

import os
import tempfile
from pathlib import Path

PREFIX = ".new-"  # of a file that is being written


def replace_whole(file: Path, content: bytes, mode: int = 0o644) -> None:
    """Put the content in the place of the file, on the disk before it is seen; OSError leaves the old one."""
    descriptor, name = tempfile.mkstemp(dir=file.parent, prefix=PREFIX)
    new = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as opened:
            opened.write(content)
            opened.flush()
            os.fsync(opened.fileno())
        new.chmod(mode)  # mkstemp lets nobody else read
        new.replace(file)
    except BaseException:
        new.unlink(missing_ok=True)
        raise
