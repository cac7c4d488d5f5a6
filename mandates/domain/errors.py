"""The errors a user can meet: one clear line, a remedy and an exit code each.

Raise these for faults of the environment or of the input of a command. A fault inside a document is not an error but a
`mandates.domain.problems.Problem`, which is returned with what could be read.
"""

from __future__ import annotations


class MandatesError(Exception):
    """Base of every error shown to a user as "reason. remedy." without a traceback.

    Attributes:
        reason: what is wrong and where, without a full stop.
        remedy: what to do about it, without a full stop; may be empty.
        exit_code: the exit code of the process, one per kind (README, "Exit codes").
    """

    exit_code = 1

    def __init__(self, reason: str, remedy: str = "") -> None:
        self.reason = reason
        self.remedy = remedy
        super().__init__(f"{reason}. {remedy}." if remedy else f"{reason}.")


class UsageError(MandatesError):
    """An argument or option that cannot be understood."""

    exit_code = 2


class InputError(MandatesError):
    """A file or folder that cannot be read, or that contains nothing to read."""

    exit_code = 3


class UnknownReferenceError(MandatesError):
    """A resolution, reference, owner, body or session that is not in the register."""

    exit_code = 4


class TransitionError(MandatesError):
    """A change of state that is not possible, such as marking a settled item again."""

    exit_code = 5


class ConflictError(MandatesError):
    """Someone else changed the same item meanwhile."""

    exit_code = 6


class DatabaseUnavailableError(MandatesError):
    """The database does not answer, is locked, full or read-only."""

    exit_code = 7


class NotARegisterError(MandatesError):
    """The database is not a register of mandates, or is damaged."""

    exit_code = 8


class RevisionError(MandatesError):
    """The register's revision and the program's differ; says which command to run."""

    exit_code = 9


class VocabularyError(MandatesError):
    """A lexicon or calendar file that is not valid."""

    exit_code = 10
