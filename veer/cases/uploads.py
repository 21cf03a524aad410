"""Files that people send: known by their content, kept outside every web folder under a name that says nothing."""

import hashlib
import warnings
from pathlib import Path
from typing import Any
from uuid import uuid4

import pikepdf
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from PIL import Image

from veer.cases.errors import BadData
from veer.cases.models import Case, Document

LARGEST = 10 * 1024 * 1024
MOST_PIXELS = 100_000_000
_IMAGES = {"JPEG": "image/jpeg", "PNG": "image/png"}


def store(case: Case, file: Any) -> dict[str, Any]:
    """Check a file and put it away; gives what a `Document` keeps of it. Raises `BadData` with a sentence."""
    if not isinstance(file, UploadedFile):
        raise BadData({"file": _("Choose a file.")})
    if not file.size:
        raise BadData({"file": _("The file is empty.")})
    if file.size > LARGEST:
        raise BadData({"file": _("The file is larger than 10 MB. Make it smaller, or send it in parts.")})
    media_type = real_type(file)
    if media_type is None:
        raise BadData({"file": _("Only PDF, JPEG and PNG files that can be opened. Save it as one of these.")})
    path = f"{case.pk}/{uuid4().hex}"
    digest = _write(Path(settings.MEDIA_ROOT) / path, file)
    name = Path(file.name or "").name.strip()[:200] or "document"
    return {"name": name, "media_type": media_type, "size": file.size, "digest": digest, "path": path}


def real_type(file: Any) -> str | None:
    """What the file is by its content, whatever its name says; None when it is nothing we take or does not open."""
    file.seek(0)
    start = file.read(8)
    file.seek(0)
    try:
        if start.startswith(b"%PDF-"):
            with pikepdf.open(file) as document:
                return "application/pdf" if len(document.pages) else None
        if start.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")):
            return _image_type(file)
    except (pikepdf.PdfError, pikepdf.PasswordError, OSError, SyntaxError, ValueError, Warning):
        return None
    finally:
        file.seek(0)
    return None


class Quarantined(RuntimeError):
    """Nobody gets this file: no scanner has seen it yet, or one found something in it, or it was erased."""


def readable(document: Document) -> bool:
    """Whether a file may be handed out at all."""
    return document.scan in (Document.CLEAN, Document.UNSCANNED) and document.erased_at is None


def content(document: Document) -> bytes:
    """The bytes of a document, after making sure that they are still those that came in."""
    if not readable(document):
        raise Quarantined(str(document.pk))
    whole = (Path(settings.MEDIA_ROOT) / document.path).read_bytes()
    if hashlib.sha256(whole).hexdigest() != document.digest:
        raise OSError(f"document {document.pk} was changed on disk")
    return whole


def erase(document: Document) -> None:
    """Take the file away for good."""
    (Path(settings.MEDIA_ROOT) / document.path).unlink(missing_ok=True)


def _image_type(file: Any) -> str | None:
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        with Image.open(file, formats=list(_IMAGES)) as image:
            if image.width * image.height > MOST_PIXELS:
                return None
            kind = _IMAGES.get(image.format or "")
            image.verify()
            return kind


def _write(path: Path, file: UploadedFile) -> str:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    whole = hashlib.sha256()
    fresh = path.with_suffix(".new")
    with fresh.open("xb") as target:
        for chunk in file.chunks():
            whole.update(chunk)
            target.write(chunk)
    fresh.chmod(0o600)
    fresh.rename(path)
    return whole.hexdigest()
