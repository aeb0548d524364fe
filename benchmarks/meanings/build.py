"""Makes `selectors/meanings.tsv`: `python -m benchmarks.meanings.build`; needs pip, network and `pip install babel`.

Two sources. The message catalogues of open web applications under permissive licences (`SOURCES`) say how people who
know both languages translate what stands on buttons and labels. What most of them translate alike means the same, also
in English: where "log in" and "sign in" become the same word in many languages, they are one meaning (pivoting, after
Bannard and Callison-Burch, "Paraphrasing with Bilingual Parallel Corpora", ACL 2005). Beside them stands
`glossary.tsv`, one meaning a line, written for the vocabulary of business consoles, which such applications lack.
"""

from __future__ import annotations

import csv
import io
import logging
import re
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from clerkwork.selectors.meanings import FILE
from clerkwork.selectors.tokens import bare

SOURCES = (
    "apache-superset", "cartridge", "colander", "deform", "designate-dashboard", "django", "django-allauth",
    "django-cms", "django-filer", "django-helpdesk", "django-hijack", "django-import-export", "django-jazzmin",
    "django-machina", "django-oscar", "django-scheduler", "django-shop", "django-simple-history",
    "django-two-factor-auth", "djangorestframework", "flask-admin", "flask-appbuilder", "flask-security-too",
    "heat-dashboard", "horizon", "indico", "invenio-accounts", "invenio-administration", "invenio-app-rdm",
    "ironic-ui", "jupyterlab-language-pack-de-DE", "jupyterlab-language-pack-fr-FR", "kolibri", "kotti",
    "manila-ui", "mezzanine", "modoboa", "octavia-dashboard", "rdmo", "roundup", "sahara-dashboard", "sqladmin",
    "starlette-admin", "Trac", "wagtail", "wtforms",
)  # fmt: skip
LANGUAGES = (
    "cs", "da", "de", "es", "fi", "fr", "hu", "it", "ja", "ko", "nb", "nl", "pl", "pt", "ro", "ru", "sv", "tr", "uk", "zh",
)  # fmt: skip

MOST_WORDS, MOST_LETTERS = 3, 32
"""Longer texts are sentences: they say what happened, and are on no button."""
LEAST_SHARE = 0.2
"""Of the catalogues that have a text, and of those that use its translation: rarer pairs are slips."""
FEWEST_LANGUAGES, ALIKE = 3, 0.3
"""English texts mean the same if so many languages have both and translate them alike in this share."""
MOST_SHARING = 12
"""A translation of more texts than these says too little to make any two of them one."""

GLOSSARY = Path(__file__).with_name("glossary.tsv")
_CATALOGUE = re.compile(
    r"(?:^|/)([a-z]{2})(?:[_-][A-Za-z]{2,4})?(?:/LC_MESSAGES/[^/]+\.(?:po|mo)|/[^/]+\.po|\.po)$"
)
_NO_LABEL = re.compile(r"[%{}<>\n$@/]|https?:|\d")
_ACCELERATOR = re.compile(r"[&_](?=\w)")

Counts = dict[str, dict[str, int]]


def catalogues(archive: Path) -> Iterator[tuple[str, Catalog]]:
    """The language and the catalogue of each file in the package; of a pair, what the compiled one is made of."""
    files = dict(_files(archive))
    for name, data in files.items():
        match = _CATALOGUE.search(name)
        if not match or match[1] not in LANGUAGES or (name.endswith(".mo") and f"{name[:-3]}.po" in files):
            continue
        read = read_po if name.endswith(".po") else read_mo
        try:
            yield match[1], read(io.BytesIO(data))
        except (ValueError, UnicodeError) as error:
            print(f"  {archive.name}: {name}: {error}", file=sys.stderr)


def _files(archive: Path) -> Iterator[tuple[str, bytes]]:
    if archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as wheel:
            yield from (
                (name, wheel.read(name)) for name in wheel.namelist() if name.endswith((".po", ".mo"))
            )
        return
    with tarfile.open(archive) as source:
        for member in source:
            if (
                member.isfile()
                and member.name.endswith((".po", ".mo"))
                and (file := source.extractfile(member))
            ):
                yield member.name, file.read()


def label(text: object) -> str:
    """The text in the form of `tokens.bare`, empty if it is none that stands on a control."""
    first = text[0] if isinstance(text, tuple | list) else text
    said = _ACCELERATOR.sub("", str(first or "")).strip()
    if _NO_LABEL.search(said) or len(said) > MOST_LETTERS or len(said.split()) > MOST_WORDS:
        return ""
    return bare(said)


def counted(archives: Iterable[Path]) -> dict[str, Counts]:
    """By language and English text: how many applications translate it so."""
    counts: dict[str, Counts] = {language: defaultdict(lambda: defaultdict(int)) for language in LANGUAGES}
    for archive in archives:
        pairs = {
            (language, english, foreign)
            for language, catalogue in catalogues(archive)
            for message in catalogue
            if not message.fuzzy
            and len(english := label(message.id)) > 1
            and (foreign := label(message.string))
        }
        for language, english, foreign in pairs:
            counts[language][english][foreign] += 1
    return counts


def from_catalogues(counts: Mapping[str, Counts]) -> Iterator[tuple[str, str]]:
    """A text and an English text that it stands for."""
    shared: dict[tuple[str, str], float] = defaultdict(float)
    for by_english in counts.values():
        by_foreign: Counts = defaultdict(dict)
        for english, said in by_english.items():
            for foreign, count in said.items():
                by_foreign[foreign][english] = count
        for foreign, meant in by_foreign.items():
            for english, count in meant.items():
                shares = _share(by_english, english, foreign), count / sum(meant.values())
                if min(shares) >= LEAST_SHARE and english != foreign:
                    yield foreign, english
            if len(meant) <= MOST_SHARING:
                for one, other in _pairs(sorted(meant)):
                    shared[one, other] += min(_share(by_english, each, foreign) for each in (one, other))
    for (one, other), alike in shared.items():
        languages = sum(one in by_english and other in by_english for by_english in counts.values())
        if languages >= FEWEST_LANGUAGES and alike / languages >= ALIKE:
            yield from ((one, other), (other, one))


def _share(by_english: Counts, english: str, foreign: str) -> float:
    return by_english[english][foreign] / sum(by_english[english].values())


def _pairs(texts: list[str]) -> Iterator[tuple[str, str]]:
    return ((one, other) for at, one in enumerate(texts) for other in texts[at + 1 :])


def from_glossary(path: Path) -> Iterator[tuple[str, str]]:
    """Each text of a line stands for its first; where that begins several lines, each has a meaning of its own."""
    lines: dict[str, int] = defaultdict(int)
    with path.open(encoding="utf-8", newline="") as file:
        for cells in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            texts = [bare(text) for cell in cells for text in cell.split("|") if bare(text)]
            if texts:
                lines[texts[0]] += 1
                number = lines[texts[0]]
                meant = texts[0] if number == 1 else f"{texts[0]}/{number}"
                yield from ((text, meant) for text in texts if text != meant)


def main() -> None:
    logging.getLogger("babel").setLevel(logging.CRITICAL)
    with tempfile.TemporaryDirectory() as folder:
        get = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", folder, *SOURCES]
        subprocess.run(get, check=True)
        known = list(from_catalogues(counted(sorted(Path(folder).iterdir()))))
    meanings: dict[str, set[str]] = defaultdict(set)
    for text, meant in (*known, *from_glossary(GLOSSARY)):
        meanings[text].add(meant)
        meanings[meant.partition("/")[0]].add(meant)
    lines = sorted((text.encode(), "\t".join((text, *sorted(meant)))) for text, meant in meanings.items())
    FILE.write_text("".join(f"{line}\n" for _, line in lines), encoding="utf-8")
    print(f"{len(lines)} texts, {FILE.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
