"""One language's pack, its parts loaded when first asked for."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.language.dates import DateLexicon, load_dates
from pipeline.language.files import PackError, read_toml, require
from pipeline.language.split import Splitting, load_splitting

if TYPE_CHECKING:
    from pipeline.language.events import EventLexicon
    from pipeline.language.institutions import InstitutionLexicon
    from pipeline.language.places import PlaceWords
    from pipeline.language.roles import RoleLexicon
    from pipeline.language.topics import TopicLexicon
    from pipeline.morphology import Morphology


class LanguagePack:
    """Everything the pipeline knows about one language.

    Args:
        folder: ``models/<code>``; its ``language.toml`` must name code, name and version.

    Raises:
        PackError: ``language.toml`` is missing or faulty; parts raise when first asked for.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        path = folder / "language.toml"
        self.table: dict[str, Any] = dict(read_toml(path))
        self.code = require(self.table, "code", str, path)
        self.name = require(self.table, "name", str, path)
        self.version = require(self.table, "version", str, path)
        if self.code != folder.name:
            raise PackError(path, None, f"code {self.code!r} does not match the folder {folder.name!r}")

    @cached_property
    def morphology(self) -> Morphology:
        """Base forms of persons, institutions and places."""
        from pipeline.language.morphology import load_morphology
        from pipeline.morphology import Morphology

        return Morphology(load_morphology(self.folder))

    @cached_property
    def splitting(self) -> Splitting:
        """Where its texts divide into pieces and sentences."""
        return load_splitting(self.folder, self.shared)

    def check(self) -> None:
        """Load every part now, so that a fault shows before any document is read.

        Raises:
            PackError: a part is broken; the message names file and line.
        """
        for name, value in vars(type(self)).items():
            if isinstance(value, cached_property):
                getattr(self, name)

    @cached_property
    def letters(self) -> Mapping[str, str]:
        """Latin spellings of letters."""
        from pipeline.language.letters import load_letters

        return load_letters(self.shared)

    @cached_property
    def roles(self) -> RoleLexicon:
        """Functions of persons and the words around them."""
        from pipeline.language.roles import load_roles

        return load_roles(self.folder, self.shared, self.local)

    @cached_property
    def events(self) -> EventLexicon:
        """Words that tell events, and how they add up."""
        from pipeline.language.events import load_events

        return load_events(self.folder, self.shared)

    @cached_property
    def topics(self) -> TopicLexicon:
        """Terms of the topics, and how they add up."""
        from pipeline.language.topics import load_topics

        return load_topics(self.folder, self.shared)

    @cached_property
    def institutions(self) -> InstitutionLexicon:
        """Heads and names of institutions with their types."""
        from pipeline.language.institutions import load_institutions

        return load_institutions(self.folder)

    @cached_property
    def places(self) -> PlaceWords:
        """Words around names of places, and adjectives made from them."""
        from pipeline.language.places import load_places

        return load_places(self.folder)

    @cached_property
    def local(self) -> Path:
        """The folder of the user's own overlays, unless the settings name another."""
        return self.folder.parent / "local"

    @cached_property
    def shared(self) -> Path:
        """The folder of what all languages share."""
        return self.folder.parent / "shared"

    @cached_property
    def dates(self) -> DateLexicon:
        """The calendar words of the language."""
        return load_dates(self.folder)


def list_languages(models: Path) -> tuple[str, ...]:
    """Codes of the packs in a models folder, sorted; a folder with a ``language.toml`` is a pack."""
    return tuple(sorted(path.parent.name for path in models.glob("*/language.toml")))


@lru_cache(maxsize=64)
def load_pack(models: Path, code: str) -> LanguagePack:
    """The pack of a language, loaded once per process."""
    return LanguagePack(models / code)
