"""Files of older office programs (.doc, .wps, .rtf, .xls, .et): LibreOffice, if installed, makes new ones of them."""

import os
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from graph.errors import SourceError
from ingest.readers.composed import Composed
from ingest.readers.files import SIZE_LIMITS, refuse_large

_SECONDS = 60  # for one file; LibreOffice takes 2 to 10 to start
_PROGRAMS = ("soffice", "libreoffice")
_SHEET_SUFFIXES = (".xls", ".xlt", ".et", ".ett")
_ENTRY = 128  # bytes of an entry in the directory of a compound file
_NAME = 64  # of which the name takes so many, its length behind it
# No macro runs, nothing is fetched from a network, no link to a file is followed (never is 0 in Writer, 1 in Calc).
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update">
<prop oor:name="Link" oor:op="fuse"><value>0</value></prop></item>
<item oor:path="/org.openoffice.Office.Calc/Content/Update">
<prop oor:name="Link" oor:op="fuse"><value>1</value></prop></item>
</oor:items>
"""


@dataclass(frozen=True, slots=True)
class _Kind:
    """What kind of older file it is, and what it becomes."""

    suffix: str
    becomes: str


def read_office(path: Path, data: bytes) -> Composed:
    """The text of an older office file, by way of LibreOffice.

    Raises SourceError: protected by a password, no document or sheet, LibreOffice missing, failing or too slow.
    """
    kind = _kind(path, data)
    program = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    if program is None:
        raise SourceError(
            f"{path}: an older format (.{kind.suffix}); save it as .{kind.becomes}, or install LibreOffice to read it."
        )
    converted = _converted(path, data, kind, program)
    return replace(_read(path, converted, kind.becomes), encoding=kind.suffix)


def _kind(path: Path, data: bytes) -> _Kind:
    if data.startswith(b"{\\rtf"):
        return _Kind("rtf", "docx")
    if _has_entry(data, "EncryptedPackage") or _has_entry(data, "EncryptionInfo"):
        raise SourceError(f"{path}: the file is protected by a password; save it without one.")
    is_text = _has_entry(data, "WordDocument")
    is_sheet = _has_entry(data, "Workbook") or _has_entry(data, "Book")
    if is_text and is_sheet:  # one lies within the other
        is_sheet = path.suffix.lower() in _SHEET_SUFFIXES
    if is_sheet:
        return _Kind("xls", "xlsx")
    if is_text:
        return _Kind("doc", "docx")
    raise SourceError(
        f"{path}: neither a Word document nor an Excel sheet, though packed as old ones are; save it anew."
    )


def _has_entry(data: bytes, name: str) -> bool:
    """Whether the directory of a compound file (OLE) has this entry: entries begin at multiples of their size."""
    entry = name.encode("utf-16-le") + b"\0\0"
    length = len(entry).to_bytes(2, "little")
    at = data.find(entry)
    while at >= 0:
        if at % _ENTRY == 0 and data[at + _NAME : at + _NAME + 2] == length:
            return True
        at = data.find(entry, at + 1)
    return False


def _converted(path: Path, data: bytes, kind: _Kind, program: str) -> bytes:
    """The file in its new format, made in a folder and with a profile of its own."""
    with tempfile.TemporaryDirectory(prefix="zhitu-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        source = folder / f"source.{kind.suffix}"
        source.write_bytes(data)
        settings = folder / "profile" / "user" / "registrymodifications.xcu"
        settings.parent.mkdir(parents=True)
        settings.write_text(_SETTINGS, "utf-8")
        _run(
            path,
            program,
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            "--norestore",
            *("--convert-to", kind.becomes),
            *("--outdir", str(folder / "made")),
            str(source),
        )
        made = folder / "made" / f"source.{kind.becomes}"
        if not made.is_file():
            raise SourceError(
                f"{path}: LibreOffice cannot convert it (damaged, or protected by a password); "
                f"save it as .{kind.becomes}."
            )
        refuse_large(path, made.stat().st_size, SIZE_LIMITS[kind.becomes])
        return made.read_bytes()


def _run(path: Path, *command: str) -> None:
    """Runs LibreOffice to its end, or ends it and what it started. Raises SourceError: too slow, or not to be run."""
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        raise SourceError(f"{path}: LibreOffice does not start ({error.strerror}); install it anew.") from error
    try:
        process.wait(_SECONDS)
    except subprocess.TimeoutExpired as error:
        raise SourceError(
            f"{path}: LibreOffice took more than {_SECONDS:g} s to convert it; save it in a newer format."
        ) from error
    finally:
        if process.returncode is None:
            _end(process)


def _end(process: "subprocess.Popen[bytes]") -> None:
    with suppress(ProcessLookupError, PermissionError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)  # a session of its own: its group has its number
        else:
            process.kill()
    process.wait()


def _read(path: Path, data: bytes, kind: str) -> Composed:
    """Late, for each reader brings a library."""
    if kind == "xlsx":
        from ingest.readers.xlsx.read import read_xlsx

        return read_xlsx(path, data)
    from ingest.readers.docx.read import read_docx

    return read_docx(path, data)
