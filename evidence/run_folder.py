"""A run on disk: who ran what (run.json), what happened (journal.jsonl), pictures and downloads.

While a run goes on, a small reserved file keeps room for the last words: a run that filled the disk
can still say so and be sealed.
"""

from __future__ import annotations

import hashlib
import platform
import re
import secrets
import shutil
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict, ValidationError

from clerkwork.evidence.errors import EvidenceError, RunFolderError, StorageError
from clerkwork.evidence.files import (
    RESERVE,
    SEAL,
    digest_of,
    numbered,
    safe_name,
    sweep_scaffolding,
    write_whole,
)
from clerkwork.evidence.files import FileDigest as FileDigest
from clerkwork.evidence.journal import Journal
from clerkwork.evidence.ledger import enter, enter_run
from clerkwork.evidence.moments import utc
from clerkwork.evidence.picture_store import PictureStore, make_key, read_key
from clerkwork.evidence.redact import Redactor
from clerkwork.evidence.seal import seal_run
from clerkwork.evidence.timestamp import stamp_quietly
from clerkwork.evidence.witness import publish_quietly

_RESERVED_BYTES = 256 * 1024
_BOT_NAME_CHARACTERS = 48


class RunInfo(BaseModel):
    """The content of run.json.

    Attributes:
        run: The run's id, also the folder's name.
        number: Its number in the ledger of the folder of runs, from 1; 0 for runs older than ledgers.
        bot: Name of the bot.
        bot_digest: SHA-256 over the bot's bundle, hex.
        version: Of the clerkwork package.
        inputs: Values by name; secrets are left out.
        started: UTC, ISO 8601 with Z.
        host: Name and platform of the machine.
        browser: Name and version, as the browser told it; empty until it was started.
        systems: Base URLs by the system's name.
        encrypted: Whether its pictures are encrypted with a key of their own.
        keep: How long what is kept, as the bot says: `pictures`, `downloads`, `run` to "90 days".
        batch: Id of the batch that it did an item of; empty for a run by itself.
        item: Number of that item, from 1.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: int = 1
    run: str
    number: int = 0
    bot: str
    title: str = ""
    bot_digest: str = ""
    version: str
    inputs: dict[str, Any] = {}
    started: str
    host: str
    browser: str = ""
    systems: dict[str, str] = {}
    encrypted: bool = False
    keep: dict[str, str] = {}
    batch: str = ""
    item: int = 0


class RunFolder:
    """One run's folder; opened for writing by `create` and `resume`, for reading by `open`."""

    journals: ClassVar[type[Journal]] = Journal
    """What writes down what happens."""

    def __init__(self, path: Path, info: RunInfo, journal: Journal | None = None) -> None:
        self.path = path
        self.info = info
        self._journal = journal
        self.pictures = PictureStore(path, read_key(info.run) if info.encrypted else None)

    @classmethod
    def create(
        cls,
        root: Path,
        bot: str,
        *,
        redactor: Redactor | None = None,
        title: str = "",
        bot_digest: str = "",
        inputs: Mapping[str, Any] | None = None,
        browser: str = "",
        systems: Mapping[str, str] | None = None,
        encrypted: bool = False,
        keep: Mapping[str, str] | None = None,
        batch: str = "",
        item: int = 0,
    ) -> RunFolder:
        """Make the folder of a new run below `root` and start its journal.

        Args:
            root: Folder of all runs; made if it is not there.
            bot: The bot's name.
            encrypted: Encrypt the pictures, with a key kept apart from the run.
            keep: How long what is kept, see `RunInfo`.
            batch, item: The work item that it does, see `RunInfo`.

        Raises:
            StorageError: the folder cannot be made or written.
        """
        redactor = redactor or Redactor()
        started = datetime.now(UTC)
        path = _make_folder(root, bot, started)
        info = RunInfo(
            run=path.name,
            number=enter_run(root, path.name, bot),
            bot=bot,
            title=title,
            bot_digest=bot_digest,
            version=version("clerkwork"),
            inputs=_redacted(redactor, inputs),
            started=utc(started),
            host=f"{platform.node()} ({platform.platform(terse=True)})",
            browser=browser,
            systems=_redacted(redactor, systems),
            encrypted=encrypted,
            keep=dict(keep or {}),
            batch=batch,
            item=item,
        )
        if encrypted:
            make_key(info.run)
        write_whole(path / RESERVE, b"\0" * _RESERVED_BYTES)
        folder = cls(path, info, cls.journals.create(path / "journal.jsonl", redactor))
        folder._write_info()
        return folder

    @classmethod
    def open(cls, path: Path) -> RunFolder:
        """Open a run for reading.

        Raises:
            RunFolderError: there is no run, or its run.json cannot be read.
        """
        try:
            return cls(path, RunInfo.model_validate_json((path / "run.json").read_bytes()))
        except OSError as error:
            raise RunFolderError(
                f"{path}: not a run folder, run.json cannot be read: {error.strerror}."
            ) from error
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            place = ".".join(map(str, first["loc"])) or "the file"
            raise RunFolderError(f"{path / 'run.json'}: {place} does not fit: {first['msg']}.") from None

    @classmethod
    def resume(cls, path: Path, redactor: Redactor | None = None) -> RunFolder:
        """Open a run that was interrupted, to go on with it.

        Raises:
            RunFolderError: there is no run, or it is sealed already.
            JournalError: the journal was altered, or another process still writes it.
        """
        folder = cls.open(path)
        if (path / SEAL).exists():
            raise RunFolderError(f"{path}: the run is finished and sealed; start a new run instead.")
        folder._journal = cls.journals.resume(path / "journal.jsonl", redactor or Redactor())
        return folder

    @property
    def journal(self) -> Journal:
        """The journal to append to.

        Raises:
            RunFolderError: the run was opened for reading, or is finished.
        """
        if self._journal is None:
            raise RunFolderError(f"{self.path}: the run is not open for writing.")
        return self._journal

    def describe(self, **fields: Any) -> None:
        """Change fields of run.json, such as `browser`, known only once the browser runs.

        Raises:
            StorageError: run.json cannot be written.
        """
        clean = {name: self.journal.redactor.value(value) for name, value in fields.items()}
        self.info = RunInfo.model_validate(self.info.model_dump() | clean)
        self._write_info()

    def keep_shot(self, png: bytes) -> str:
        """Store a picture once per content; returns its path, relative to the run folder.

        Raises:
            StorageError: the picture cannot be written.
        """
        return self.pictures.keep(png)

    def keep_download(self, name: str, content: bytes | Path) -> str:
        """Store a download under a safe name near the one proposed; returns `downloads/<name>`.

        Args:
            name: As the page proposed it; any path in it is dropped, a taken name is numbered.
            content: The bytes, or a file to copy.

        Raises:
            StorageError: it cannot be copied.
        """
        downloads = self._folder("downloads")
        draft = downloads / f".draft-{secrets.token_hex(4)}"
        kept = _claim_name(downloads, safe_name(self.journal.redactor.text(name)))
        try:
            if isinstance(content, bytes):
                draft.write_bytes(content)
            else:
                shutil.copyfile(content, draft)
            draft.replace(kept)
        except OSError as error:
            draft.unlink(missing_ok=True)
            kept.unlink(missing_ok=True)
            raise StorageError.of("keep the download", kept, error) from error
        return f"downloads/{kept.name}"

    def digest_of(self, path: str) -> FileDigest:
        """Size and SHA-256 of a kept file, by the path that keeping it returned.

        Raises:
            StorageError: it cannot be read.
        """
        try:
            return digest_of(self.path, path)
        except OSError as error:
            raise StorageError.of("read the file", self.path / path, error) from error

    def finish(self, state: str, **data: Any) -> Path:
        """Write the last event, `run.finished {state, ...}`, and seal; returns the seal's path.

        Raises:
            EvidenceError: the last event or the seal cannot be written.
        """
        self.release_reserve()
        journal = self.journal
        journal.append("run.finished", durable=True, state=state, **data)
        self.close()
        seal = seal_run(self.path)
        sha256 = hashlib.sha256(seal.read_bytes()).hexdigest()
        enter(
            self.path.parent,
            "run.sealed",
            run=self.info.run,
            number=self.info.number,
            state=state,
            seal=sha256,
        )
        stamp_quietly(self.path)
        publish_quietly(self.path.parent)
        return seal

    def release_reserve(self) -> None:
        """Free the reserved space, so that a run on a full disk can still say what happened."""
        try:
            sweep_scaffolding(self.path)
        except OSError as error:
            raise StorageError.of("clear away unfinished files", self.path, error) from error

    def close(self) -> None:
        """Stop writing without finishing: the run counts as interrupted and can be resumed."""
        if self._journal is not None:
            self._journal.close()
            self._journal = None

    def _write_info(self) -> None:
        content = self.info.model_dump_json(indent=2).encode() + b"\n"
        write_whole(self.path / "run.json", content)
        # Until the seal covers run.json, the journal vouches for it.
        self.journal.append("run.described", path="run.json", sha256=hashlib.sha256(content).hexdigest())

    def _folder(self, name: str) -> Path:
        folder = self.path / name
        try:
            folder.mkdir(exist_ok=True)
        except OSError as error:
            raise StorageError.of("make the folder", folder, error) from error
        return folder


def _make_folder(root: Path, bot: str, started: datetime) -> Path:
    name = re.sub(r"[^a-z0-9]+", "-", bot.lower()).strip("-")[:_BOT_NAME_CHARACTERS] or "bot"
    try:
        root.mkdir(parents=True, exist_ok=True)
        for _ in range(100):
            path = root / f"{started:%Y%m%dT%H%M%SZ}-{name}-{secrets.token_hex(2)}"
            try:
                path.mkdir()
            except FileExistsError:
                continue
            return path
    except OSError as error:
        raise StorageError.of("make a run folder", root, error) from error
    raise EvidenceError(f"{root}: no free run id found in 100 tries; start the run again a second later.")


def _claim_name(folder: Path, name: str) -> Path:
    """An empty file of our own under the first free name."""
    number = 1
    while True:
        path = folder / numbered(name, number)
        try:
            path.open("xb").close()
        except FileExistsError:
            number += 1
        except OSError as error:
            raise StorageError.of("keep the download", path, error) from error
        else:
            return path


def _redacted(redactor: Redactor, values: Mapping[str, Any] | None) -> dict[str, Any]:
    return {name: redactor.value(value) for name, value in (values or {}).items()}
