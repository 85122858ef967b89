"""The configuration of a run as one hash: code, language packs, settings and the libraries that make values."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from pipeline import __version__
from pipeline.language import list_languages, load_pack
from pipeline.settings import Settings
from pipeline.tables import SCHEMA_VERSION

#: Settings that change where or how fast something is done, not what comes out. Where the packs lie does not matter:
#: their content is hashed.
_VALUE_FREE = ("models", "strict", "shard_documents")
#: Libraries whose version can change a value.
_LIBRARIES = (
    "spacy", "thinc", "numpy", "pyarrow", "dateparser", "morfeusz2", "pymorphy3", "pymorphy3-dicts-uk",
    "pymorphy3-dicts-ru", "langdetect", "py3langid", "ftfy", "trafilatura", "charset-normalizer", "holidays", "babel",
)  # fmt: skip
#: Parts of the package that only show or check what is in the tables.
_VALUE_FREE_CODE = ("cli", "report", "validate")
_CODE = Path(__file__).resolve().parents[1]


@dataclass(frozen=True, slots=True)
class Configuration:
    """What makes a document's rows, apart from the document.

    Attributes:
        fingerprint: hash of all of it.
        packs: version of each language pack.
    """

    fingerprint: str
    packs: Mapping[str, str]

    @property
    def footer(self) -> dict[str, str]:
        """What the footer of every Parquet file tells beside the schema version."""
        return {
            "package_version": __version__,
            "packs": json.dumps(dict(self.packs), sort_keys=True),
            "configuration": self.fingerprint,
        }


def read_configuration(settings: Settings, extractor: str) -> Configuration:
    """The configuration that is in force.

    Args:
        settings: those of the run.
        extractor: name of the class that extracts.

    Raises:
        PackError: a language pack has no readable ``language.toml``.
    """
    codes = [c for c in list_languages(settings.models) if not settings.languages or c in settings.languages]
    packs = {code: load_pack(settings.models, code).version for code in codes}
    folders = [settings.models / name for name in (*codes, "shared", "xx")]
    digest = hashlib.sha256(SCHEMA_VERSION.encode())
    for part in (extractor, _settings(settings), _libraries(), _tree(_code(), _CODE)):
        digest.update(part.encode())
    for folder in folders:
        digest.update(_tree(folder.rglob("*"), settings.models).encode())
    return Configuration(digest.hexdigest(), packs)


def _code() -> Iterable[Path]:
    return (path for path in _CODE.rglob("*.py") if path.relative_to(_CODE).parts[0] not in _VALUE_FREE_CODE)


def _settings(settings: Settings) -> str:
    values = {f.name: getattr(settings, f.name) for f in dataclasses.fields(settings) if f.name not in _VALUE_FREE}
    return json.dumps(values, sort_keys=True, default=str)


def _libraries() -> str:
    return "\n".join(f"{name}=={_version(name)}" for name in _LIBRARIES)


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _tree(paths: Iterable[Path], root: Path) -> str:
    """Name and content hash of each file, a line each; caches and hidden files are no part of it."""
    lines = []
    for path in sorted(paths):
        name = path.relative_to(root)
        if path.is_file() and not any(part.startswith((".", "__pycache__")) for part in name.parts):
            lines.append(f"{name.as_posix()} {hashlib.sha256(path.read_bytes()).hexdigest()}")
    return "\n".join(lines)
