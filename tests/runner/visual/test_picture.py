"""PNG bytes to arrays and back, and what happens when the bytes are no picture."""

import struct
import zlib
from collections.abc import Callable

import cv2
import numpy as np
import pytest

from clerkwork.runner.visual import Box, PictureError, compare, crop, decode, encode, paint
from clerkwork.runner.visual.picture import is_opaque, size
from clerkwork.runner.visual.scanlines import Pixels, Scanlines

Page = Callable[..., Pixels]


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(width: int, depth: int, colour_type: int, row: bytes, *extra: bytes) -> bytes:
    header = struct.pack(">IIBBBBB", width, 1, depth, colour_type, 0, 0, 0)
    parts = [chunk(b"IHDR", header), *extra, chunk(b"IDAT", zlib.compress(b"\0" + row)), chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


PALETTE = chunk(b"PLTE", bytes([1, 2, 3, 4, 5, 6]))


@pytest.mark.parametrize(
    ("picture", "pixels"),
    [
        (png(2, 8, 0, bytes([16, 32])), [[16, 16, 16, 255], [32, 32, 32, 255]]),
        (png(2, 8, 4, bytes([16, 128, 32, 255])), [[16, 16, 16, 128], [32, 32, 32, 255]]),
        (png(2, 8, 2, bytes([1, 2, 3, 4, 5, 6])), [[1, 2, 3, 255], [4, 5, 6, 255]]),
        (png(1, 8, 6, bytes([1, 2, 3, 128])), [[1, 2, 3, 128]]),
        (png(2, 8, 3, bytes([0, 1]), PALETTE), [[1, 2, 3, 255], [4, 5, 6, 255]]),
        (png(2, 8, 3, bytes([0, 1]), PALETTE, chunk(b"tRNS", b"\x80")), [[1, 2, 3, 128], [4, 5, 6, 255]]),
        (png(2, 16, 0, bytes([16, 128, 255, 255])), [[16, 16, 16, 255], [255, 255, 255, 255]]),
        (png(2, 1, 0, bytes([0b01000000])), [[0, 0, 0, 255], [255, 255, 255, 255]]),
    ],
    ids=["grey", "grey-alpha", "rgb", "rgba", "palette", "palette-alpha", "16-bit", "1-bit"],
)
def test_every_kind_of_png_becomes_rgba(picture: bytes, pixels: list[list[int]]) -> None:
    assert decode(picture)[0].tolist() == pixels


def test_what_is_encoded_decodes_to_the_same_pixels() -> None:
    pixels = np.random.RandomState(1).randint(0, 256, (37, 53, 4)).astype(np.uint8)
    assert np.array_equal(decode(encode(pixels)), pixels)
    pixels[..., 3] = 255
    assert np.array_equal(decode(encode(pixels)), pixels)
    assert is_opaque(pixels)
    assert size(encode(pixels)) == (53, 37)


def test_bytes_that_are_no_png_are_named() -> None:
    with pytest.raises(PictureError, match=r"is no PNG: it starts with b'<html>'"):
        decode(b"<html>")
    with pytest.raises(PictureError, match=r"is no PNG: it starts with b'' \(0 bytes\)"):
        decode(b"")


@pytest.mark.filterwarnings("error")
def test_a_picture_cut_off_anywhere_is_refused(page: Page) -> None:
    whole = encode(page("Loan L-0042"))
    for length in range(8, len(whole), 97):
        with pytest.raises(PictureError, match=f"cut off after {length} bytes"):
            decode(whole[:length])
    with pytest.raises(PictureError, match="cut off"):
        compare(whole[:-12], whole[:-12])


def test_a_flipped_bit_in_the_pixels_is_refused(page: Page) -> None:
    whole = encode(page("Loan L-0042"))
    middle = len(whole) // 2
    with pytest.raises(PictureError, match=r"320x200 px .* cannot be decoded: its data is damaged"):
        compare(whole, whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :])


def test_a_picture_without_a_header_is_refused() -> None:
    with pytest.raises(PictureError, match="has no header"):
        size(b"\x89PNG\r\n\x1a\n" + chunk(b"IEND", b""))


def test_a_crop_holds_what_the_box_covers(page: Page) -> None:
    picture = page("Loan L-0042")
    cut = decode(crop(encode(picture), Box(10, 12, 90, 25)))
    assert np.array_equal(cut, picture[12:37, 10:100])


def test_a_crop_over_the_edge_is_cut_and_one_beside_the_picture_is_refused(page: Page) -> None:
    picture = encode(page())
    assert size(crop(picture, Box(-5, 190, 20, 20))) == (15, 10)
    with pytest.raises(PictureError, match=r"lies beside the picture of 320x200 px"):
        crop(picture, Box(320, 0, 5, 5))


def test_painting_fills_the_boxes_and_nothing_else(page: Page) -> None:
    picture = page("card 4111 1111")
    painted = decode(paint(encode(picture), [Box(0, 0, 160, 50), Box(310, 190, 50, 50)], (255, 0, 255)))
    assert (painted[:50, :160] == (255, 0, 255, 255)).all()
    assert (painted[190:, 310:] == (255, 0, 255, 255)).all()
    assert np.array_equal(painted[50:190], picture[50:190])


def filtered(colour_type: int, rows: list[bytes], filters: list[int], **change: bytes) -> bytes:
    """A PNG of these rows, each with its filter and already filtered."""
    channels = {2: 3, 6: 4}[colour_type]
    header = struct.pack(">IIBBBBB", len(rows[0]) // channels, len(rows), 8, colour_type, 0, 0, 0)
    lines = b"".join(bytes([number]) + row for number, row in zip(filters, rows, strict=True))
    data = change.get("data", zlib.compress(lines))
    half = len(data) // 2
    parts = [
        (b"IHDR", header),
        (b"IDAT", data[:half]),
        (b"IDAT", b""),
        (b"IDAT", data[half:]),
        (b"IEND", b""),
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(name, content) for name, content in parts)


@pytest.mark.parametrize("colour_type", [2, 6])
@pytest.mark.parametrize("filters", [[0, 0, 0, 0], [2, 2, 2, 2], [0, 2, 0, 2], [2, 0, 2, 2], [2, 1, 2, 0]])
@pytest.mark.parametrize(
    "boxes",
    [
        [Box(1, 0, 1, 1)],
        [Box(0, 1, 2, 2)],
        [Box(2, 3, 9, 9)],
        [Box(-3, -3, 99, 99)],
        [Box(0, 0, 2, 2), Box(1, 1, 2, 3), Box(1, 0, 1, 4)],
        [Box(0, 2, 3, 0), Box(5, 5, 2, 2)],
    ],
    ids=str,
)
def test_painting_does_the_same_whatever_the_filters(
    colour_type: int, filters: list[int], boxes: list[Box]
) -> None:
    random = np.random.RandomState(sum(filters))
    rows = [random.randint(0, 256, 12, np.uint8).tobytes() for _ in range(4)]
    picture = filtered(colour_type, rows, filters)
    expected = decode(picture)
    for box in boxes:
        expected[box.clipped(expected.shape[1], 4).slices] = (7, 200, 99, 255)
    assert np.array_equal(decode(paint(picture, boxes, (7, 200, 99))), expected)


@pytest.mark.parametrize("colour_type", [2, 6])
@pytest.mark.parametrize("filters", [[0, 0, 0, 0], [2, 2, 2, 2], [0, 2, 0, 2], [2, 1, 2, 0], [3, 4, 2, 1]])
def test_every_filter_gives_what_opencv_gives(colour_type: int, filters: list[int]) -> None:
    random = np.random.RandomState(sum(filters))
    rows = [random.randint(0, 256, 12, np.uint8).tobytes() for _ in range(4)]
    picture = filtered(colour_type, rows, filters)
    expected = cv2.imdecode(np.frombuffer(picture, np.uint8), cv2.IMREAD_UNCHANGED)
    to_rgba = cv2.COLOR_BGR2RGBA if colour_type == 2 else cv2.COLOR_BGRA2RGBA
    assert np.array_equal(decode(picture), cv2.cvtColor(expected, to_rgba))


def test_a_picture_with_too_few_rows_or_no_rows_at_all_is_refused() -> None:
    rows = [bytes(12)] * 4
    for data in (zlib.compress(bytes(13 * 3 + 5)), zlib.compress(b""), b"no stream"):
        with pytest.raises(PictureError, match=r"4x4 px .* its data is damaged"):
            decode(filtered(2, rows, [0] * 4, data=data))


def test_only_as_many_rows_are_read_as_were_asked_for() -> None:
    pixels = np.random.RandomState(3).randint(0, 256, (400, 300, 4)).astype(np.uint8)
    scanlines = Scanlines(encode(pixels))
    scanlines.read(10)
    assert 10 <= scanlines.ready < 100
    assert np.array_equal(scanlines.pixels[:10], pixels[:10])
    assert np.array_equal(scanlines.all(), pixels)
