"""Promise: a picture that our pages or listings use says nothing of where, when and by what it was taken."""

from __future__ import annotations

import base64
import contextlib
import io
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.files.images import ImageFile
from django.core.management import call_command
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms, PngImagePlugin, TiffImagePlugin
from wagtail.images import get_image_model

from harbor_wagtail.directory.models import Organization
from harbor_wagtail.safety.pictures.cleaning import clean
from harbor_wagtail.safety.pictures.containers import BrokenPicture
from harbor_wagtail.safety.pictures.drawings import SVG
from tests import factories

CANARY = b"Canary-4471"
PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
#: A valid Photoshop block as Lightroom writes IPTC, with a caption.
IPTC = (
    b"Photoshop 3.0\x008BIM\x04\x04\0\0" + (5 + len(CANARY)).to_bytes(4, "big") + b"\x1c\x02\x78\0\x0b" + CANARY + b"\0"
)
XMP = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>" + CANARY + b"</x:xmpmeta>"


def exif(orientation: int = 1) -> Image.Exif:
    found = Image.Exif()
    found[0x0112] = orientation
    found[0x010E] = CANARY.decode()  # description
    found.get_ifd(0x8825).update({1: "N", 2: (43.0, 39.0, 59.7), 3: "W", 4: (92.0, 58.0, 28.5), 29: CANARY.decode()})
    return found


def drawn(mode: str = "RGB", size: tuple[int, int] = (48, 32)) -> Image.Image:
    """Red at the left, blue at the right, so that a turn is seen."""
    picture = Image.new(mode, size, "blue")
    picture.paste("red", (0, 0, size[0] // 2, size[1]))
    return picture


def taken(form: str, orientation: int = 1, **options: Any) -> bytes:
    Image.init()
    if form not in Image.SAVE:
        pytest.skip(f"this Pillow writes no {form}")
    stored = io.BytesIO()
    if form == "PNG":
        notes = PngImagePlugin.PngInfo()
        notes.add_text("Comment", CANARY.decode())
        notes.add_itxt("XML:com.adobe.xmp", XMP.decode())
        options["pnginfo"] = notes
    if form in ("JPEG", "WEBP", "AVIF"):
        options["xmp"] = XMP
    if form == "GIF":
        options["comment"] = CANARY
    else:
        options |= {"exif": exif(orientation), "icc_profile": PROFILE}
    if form == "JPEG":
        options["comment"] = CANARY
    drawn().save(stored, form, **options)
    data = stored.getvalue()
    if form == "JPEG":
        segment = b"\xff\xed" + (len(IPTC) + 2).to_bytes(2, "big") + IPTC
        data = data[:2] + segment + data[2:] + b"film behind the picture " + CANARY
    return data


def scanned() -> bytes:
    """Two pages; Pillow itself would carry these notes over from one TIFF to the next."""
    notes = TiffImagePlugin.ImageFileDirectory_v2()
    for tag, kind, value in (
        (315, 2, CANARY.decode()),  # who made it
        (700, 1, XMP),
        (33723, 7, IPTC),
        (34377, 7, IPTC),
        (65000, 2, CANARY.decode()),  # a tag of nobody's
    ):
        notes.tagtype[tag], notes[tag] = kind, value
    stored = io.BytesIO()
    pages = [drawn(), drawn().rotate(180)]
    pages[0].save(
        stored,
        "TIFF",
        save_all=True,
        append_images=pages[1:],
        tiffinfo=notes,
        icc_profile=PROFILE,
        compression="tiff_lzw",
    )
    return stored.getvalue() + CANARY


def sketched() -> bytes:
    photo = base64.b64encode(taken("JPEG")).decode()
    c = CANARY.decode()
    return f"""<?xml version="1.0" encoding="UTF-8"?><!-- {c} --><?editor {c}?>
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
<svg xmlns="{SVG}" xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:sodipodi="http://sodipodi.example/"
 width="48" height="32" viewBox="0 0 48 32" sodipodi:docname="/home/{c}/house.svg" onload="alert('{c}')" data-name="{c}">
<title>{c}</title><metadata><about>{c}</about></metadata><sodipodi:namedview name="{c}"/><script>alert("{c}")</script>
<style>/* {c} */ @import url(https://{c}.example/x.css);
#paint {{ fill: red }} .b {{ fill: ur\\6c(https://{c}.example/) }}
.c {{ mask: -webkit-image-set("https://{c}.example/y.png" 1x, url(z.png) 2x) }}</style>
<defs><linearGradient id="paint"><stop offset="0" stop-color="red"/></linearGradient></defs>
<g id="{c}"><rect width="24" height="32" fill="url(#paint)"/>kept words<!-- {c} --> and more</g>
<a xlink:href="file:///home/{c}"><text>A sign</text></a><use xlink:href="#paint"/><use href="https://{c}.example/a.svg#x"/>
<image xlink:href="data:image/jpeg;base64,{photo}"/><set attributeName="href" to="https://{c}.example/"/>
</svg>""".encode()


def heic() -> bytes:
    pillow_heif = pytest.importorskip("pillow_heif")
    stored = io.BytesIO()
    found = pillow_heif.from_pillow(drawn(size=(64, 64)))
    found.info["xmp"] = XMP
    found.save(stored, exif=exif().tobytes())
    return stored.getvalue()


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF", "AVIF", "HEIF"])
def test_nothing_is_left_but_the_picture(form: str) -> None:
    data = heic() if form == "HEIF" else taken(form)
    assert CANARY in data
    cleaned = clean(data)
    assert CANARY not in cleaned
    with Image.open(io.BytesIO(data)) as before, Image.open(io.BytesIO(cleaned)) as after:
        assert after.format == form
        assert not dict(after.getexif())
        assert not dict(after.getexif().get_ifd(0x8825))
        assert after.convert("RGB").tobytes() == before.convert("RGB").tobytes()  # not a pixel is lost
        if form not in ("GIF", "HEIF"):
            assert after.info["icc_profile"] == PROFILE
    assert clean(cleaned) == cleaned


def test_a_scan_keeps_its_pages_and_nothing_else() -> None:
    data = scanned()
    cleaned = clean(data)
    assert data.count(CANARY) >= 6
    assert CANARY not in cleaned
    with Image.open(io.BytesIO(data)) as before, Image.open(io.BytesIO(cleaned)) as after:
        assert (after.format, after.n_frames, after.info["compression"]) == ("TIFF", 2, "tiff_lzw")  # type: ignore[attr-defined]
        for page in range(2):
            before.seek(page)
            after.seek(page)
            assert after.convert("RGB").tobytes() == before.convert("RGB").tobytes()
            assert after.info["icc_profile"] == PROFILE
    assert clean(cleaned) == cleaned


def test_a_drawing_keeps_what_is_drawn_and_nothing_else() -> None:
    data = sketched()
    cleaned = clean(data)
    text = cleaned.decode()
    assert CANARY.decode() not in text
    photo = re.search(r'xlink:href="data:image/jpeg;base64,([^"]+)"', text)
    assert photo
    assert base64.b64decode(photo[1]) == clean(taken("JPEG"))
    for kept in (
        'viewBox="0 0 48 32"',
        'id="paint"',
        'fill="url(#paint)"',
        'xlink:href="#paint"',
        "A sign",
        "kept words and more",
    ):
        assert kept in text, kept
    assert not re.search(r"<(?:script|metadata|title|set)|onload|file:|example|sodipodi|@import|DOCTYPE", text)
    assert clean(cleaned) == cleaned
    for broken in (
        b"<svg",
        b"<html/>",
        b"<!DOCTYPE s [<!ENTITY a 'b'>]><svg xmlns='http://www.w3.org/2000/svg'>&a;</svg>",
    ):
        with pytest.raises(BrokenPicture):
            clean(broken)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_what_was_noted_to_lie_on_its_side_is_turned(form: str) -> None:
    with Image.open(io.BytesIO(clean(taken(form, orientation=6)))) as turned:
        assert turned.size == (32, 48)
        red, blue = (turned.convert("RGB").getpixel((16, height)) for height in (4, 44))
        assert turned.info["icc_profile"] == PROFILE
    assert red[0] > 200 > 60 > red[2]
    assert blue[2] > 200 > 60 > blue[0]


def test_the_frames_of_a_film_stay() -> None:
    frames = [drawn(), drawn(size=(48, 32)).rotate(90)]
    for form, options in (
        ("GIF", {"comment": CANARY}),
        ("WEBP", {"exif": exif(), "xmp": XMP}),
        ("PNG", {"exif": exif()}),
    ):
        stored = io.BytesIO()
        frames[0].save(stored, form, save_all=True, append_images=frames[1:], duration=100, loop=0, **options)
        cleaned = clean(stored.getvalue())
        assert CANARY not in cleaned
        with Image.open(io.BytesIO(cleaned)) as film:
            assert (film.n_frames, film.info["loop"]) == (2, 0), form  # type: ignore[attr-defined]


def test_a_jpeg_that_comes_in_passes_and_one_that_was_cut_off_stay_pictures() -> None:
    whole = taken("JPEG", progressive=True)
    with Image.open(io.BytesIO(whole)) as before, Image.open(io.BytesIO(clean(whole))) as after:
        assert after.info.get("progressive")
        assert after.tobytes() == before.tobytes()
    assert CANARY not in clean(taken("JPEG")[:-60])


@pytest.mark.filterwarnings("ignore:.*(Tag|tag|EXIF|Corrupt|Truncated)")
@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "GIF", "AVIF", "TIFF", "SVG"])
@given(cut=st.integers(0, 600), changed=st.integers(0, 600), value=st.integers(0, 255))
def test_a_broken_file_is_refused_or_cleaned_and_never_anything_else(
    form: str, cut: int, changed: int, value: int
) -> None:
    data = bytearray(_ONCE.setdefault(form, _NOT_TAKEN.get(form, lambda: taken(form))()))
    data[changed % len(data)] = value
    with contextlib.suppress(BrokenPicture):
        clean(bytes(data[: max(len(data) - cut, 0)]))


_ONCE: dict[str, bytes] = {}
_NOT_TAKEN = {"TIFF": scanned, "SVG": sketched}


def upload(data: bytes, name: str = "123-oak-street.jpg") -> Any:
    image = get_image_model()(title="Front door", file=ImageFile(io.BytesIO(data), name))
    image._set_image_file_metadata()
    image.save()
    return image


@pytest.fixture
def media(settings: Any, tmp_path: Path, db: None) -> Path:
    files = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = {**settings.STORAGES, "default": files}
    return tmp_path


def stored(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def names(folder: Path) -> str:
    return " ".join(path.name for path in folder.rglob("*"))


def test_a_picture_is_cleaned_when_a_listing_uses_it(media: Path, django_capture_on_commit_callbacks: Any) -> None:
    image = upload(taken("JPEG", orientation=6))
    image.get_rendition("max-20x20")
    assert CANARY in stored(media)
    with django_capture_on_commit_callbacks(execute=True):
        factories.organization(logo=image)
    image.refresh_from_db()
    assert (image.width, image.height) == (32, 48)
    assert CANARY not in stored(media)
    assert "oak" not in names(media)
    image.get_rendition("max-20x20")
    assert CANARY not in stored(media)
    assert image.get_file_hash() == image.file_hash  # Wagtail finds the same picture uploaded twice by it
    before = image.file.name
    Organization.objects.get().save()
    image.refresh_from_db()
    assert image.file.name == before  # once is enough


def test_a_file_put_in_its_place_is_cleaned_too(media: Path) -> None:
    image = upload(taken("PNG"), "a.png")
    factories.organization(logo=image)
    image.refresh_from_db()
    image.file = ImageFile(io.BytesIO(taken("JPEG")), "b.jpg")
    image._set_image_file_metadata()
    image.save()
    image.refresh_from_db()
    assert CANARY not in (media / image.file.name).read_bytes()


def test_pictures_of_the_host_are_its_own_unless_it_says_otherwise(media: Path) -> None:
    host = upload(taken("JPEG"))
    host.save()
    assert CANARY in (media / host.file.name).read_bytes()
    with override_settings(HARBOR_WAGTAIL={"CLEAN_PICTURES": "all"}):
        assert CANARY not in (media / upload(taken("JPEG")).file.name).read_bytes()
    with override_settings(HARBOR_WAGTAIL={"CLEAN_PICTURES": "none"}):
        factories.organization(logo=host)
    host.refresh_from_db()
    assert CANARY in (media / host.file.name).read_bytes()


def test_a_file_that_is_no_picture_holds_nothing_up(media: Path) -> None:
    image = upload(taken("JPEG"))
    (media / image.file.name).write_bytes(b"not a picture")
    assert factories.organization(logo=image).pk


def test_a_drawing_in_use_is_cleaned_where_it_lies(media: Path, django_capture_on_commit_callbacks: Any) -> None:
    image = upload(sketched(), "123-oak-street.svg")
    assert CANARY in stored(media)
    with django_capture_on_commit_callbacks(execute=True):
        factories.organization(logo=image)
    image.refresh_from_db()
    assert (image.width, image.height, image.is_svg()) == (48, 32, True)
    assert CANARY not in stored(media)
    assert "oak" not in names(media)


def test_the_command_cleans_what_is_there(media: Path, capsys: Any, django_capture_on_commit_callbacks: Any) -> None:
    with override_settings(HARBOR_WAGTAIL={"CLEAN_PICTURES": "none"}):
        factories.organization(logo=upload(taken("WEBP"), "a.webp"))
    call_command("harbor_strip_images", "--dry-run")
    assert "1 would be cleaned, 1 of them held notes" in capsys.readouterr().out
    assert CANARY in stored(media)
    with django_capture_on_commit_callbacks(execute=True):
        call_command("harbor_strip_images")
    assert CANARY not in stored(media)
    call_command("harbor_strip_images")
    assert "0 cleaned, 0 of them held notes; 1 were clean; 0 could not be read." in capsys.readouterr().out
    image = get_image_model().objects.get()
    get_image_model().objects.update(file_hash="", file="original_images/lost.jpg")
    with pytest.raises(SystemExit) as stopped:
        call_command("harbor_strip_images")
    assert stopped.value.code == 1
    assert f"Picture {image.pk}" in capsys.readouterr().err
