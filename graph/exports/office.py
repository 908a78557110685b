"""Office files (Excel, Word) that the same content makes the same: their zip files tell no hour."""

import io
import re
import zipfile
from datetime import datetime

LONG_AGO = datetime(1980, 1, 1)  # the first day that a zip file knows: no file of ours tells when it was made
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*")


def without_hour(content: bytes) -> bytes:
    """The same file with all its parts of one day long ago, whenever it was written."""
    fixed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            part = source.read(name)
            if name == "docProps/core.xml":
                part = _MODIFIED.sub(rb"\g<1>1980-01-01T00:00:00Z", part)
            entry = zipfile.ZipInfo(name, LONG_AGO.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, part)
    return fixed.getvalue()
