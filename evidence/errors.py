"""What can go wrong while evidence is kept, sealed or read.

    EvidenceError                the room's root; its text is one sentence for a person
    ├── StorageError             a file of the run could not be written or read (full disk, no rights)
    ├── JournalError             the journal cannot be continued or read (altered, in use, not one of ours)
    ├── RunFolderError           there is no run at this path, or it is in the wrong state for the wish
    ├── PictureUnreadable        a picture is missing, erased, or encrypted with a key that is not here
    ├── ErasureError             what was to be erased cannot be, or nobody said why
    ├── WitnessError             a second place could not be told the ledger's head, or not be asked for it
    ├── TimestampError           a time stamp could not be had, or cannot be checked here
    └── SigningKeyError          the signing key or a public key is unreadable, unsafe or of another kind

A run that was tampered with is no error: `verify_run` answers with a verdict.
"""

from __future__ import annotations

from pathlib import Path


class EvidenceError(Exception):
    """Evidence could not be kept, sealed or read; the text is one clear sentence."""


class StorageError(EvidenceError):
    """A file of the run could not be written or read."""

    @classmethod
    def of(cls, wish: str, path: Path, cause: OSError) -> StorageError:
        """The error for an operating system's refusal.

        Args:
            wish: What was tried, as the rest of "could not ...": "write the picture".
        """
        seen = cause.strerror or type(cause).__name__
        return cls(f"{path}: could not {wish}: {seen}; free some space or correct the folder's rights.")


class JournalError(EvidenceError):
    """The journal cannot be continued or read."""


class RunFolderError(EvidenceError):
    """There is no run at this path, or it is in the wrong state for what was asked."""


class PictureUnreadable(EvidenceError):
    """A picture is missing, erased, or encrypted with a key that is not here."""


class ErasureError(EvidenceError):
    """What was to be erased cannot be, or nobody said why."""


class WitnessError(EvidenceError):
    """A second place could not be told the ledger's head, or not be asked for it."""


class TimestampError(EvidenceError):
    """A time stamp could not be had, or cannot be checked here."""


class SigningKeyError(EvidenceError):
    """The signing key or a public key is unreadable, unsafe or of another kind."""
