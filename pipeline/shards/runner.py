"""A run: list the input, skip what is unchanged, do the rest, then what goes across documents."""

from __future__ import annotations

import dataclasses
import json
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from pipeline import __version__
from pipeline.corrections import Corrections, CorrectionsError, read_corrections
from pipeline.datapackage import describe_package
from pipeline.engines.child import StartError, TaskError
from pipeline.language import PackError
from pipeline.settings import Settings
from pipeline.shards.fingerprint import Configuration, read_configuration
from pipeline.shards.inputs import list_units
from pipeline.shards.manifest import (
    FOLDER,
    Manifest,
    is_whole,
    listed_shards,
    manifest_name,
    part_name,
    read_manifest,
    remove_shard,
)
from pipeline.shards.plan import Shard, limit_documents, partition
from pipeline.shards.report import Progress, RunError, RunReport
from pipeline.shards.resolved import RESOLVED, count_idle, read_doc_ids, resolve_shards
from pipeline.shards.storage import Storage, open_storage
from pipeline.shards.tally import add_tallies
from pipeline.shards.work import Job, do_shards
from pipeline.tables import SCHEMA_VERSION, TABLES

EXTRACTOR = "pipeline.process:Extractor"
_REPORT = "run_report.json"
_PACKAGE = "datapackage.json"
#: The mark of an output folder of ours; it tells the schema version that its tables have.
_MARKED = "output"
_MARK = manifest_name(_MARKED)

Engine = Literal["local", "dask"]
Steps = Iterator[tuple[int, "Manifest | None"]]


def run(
    raw: str | Path,
    extracted: str | Path,
    settings: Settings,
    *,
    workers: int = 1,
    engine: Engine = "local",
    scheduler: str | None = None,
    limit: int | None = None,
    fresh: bool = False,
    corrections: str | Path | None = None,
    progress: Callable[[Progress], None] | None = None,
    extractor: str = EXTRACTOR,
) -> RunReport:
    """Extract the documents of ``raw`` into tables under ``extracted``.

    What is unchanged since the last run there is skipped; what was removed from the input is removed from the tables.

    Args:
        raw: file, folder, URL that fsspec knows, or ``-`` for standard input.
        extracted: folder or URL of the tables.
        settings: what a run may be told.
        workers: worker processes of the local engine, or of Dask's own local cluster.
        engine: ``local`` processes, or ``dask``.
        scheduler: address of a running Dask scheduler; a local cluster is started if there is none.
        limit: do the first so many documents only, as if the input had no more.
        fresh: do everything again, and take over a folder that holds something else.
        corrections: an overlay of CSV or XLSX (:mod:`pipeline.corrections`) to apply. Only documents about which it
            says something else than in the last run there are done again, with those that share their shard.
        progress: called now and then.
        extractor: ``module:name`` of the class that extracts, for tests and experiments.

    Raises:
        RunError: the run cannot begin or go on; nothing was damaged.
    """
    if workers < 1:
        raise RunError(f"workers must be at least 1, not {workers}")
    storage = open_storage(extracted)
    _check_places(str(raw), storage)
    steps = _steps(engine, workers, scheduler)
    with _told(storage):
        said = read_corrections(Path(corrections), settings.models) if corrections else Corrections()
        _check_output(storage, fresh)
        job = Job(storage.location, settings, read_configuration(settings, extractor), extractor, said)
        with storage.lock():
            return _run(raw, storage, job, steps, limit, fresh, progress)


@contextmanager
def _told(storage: Storage) -> Iterator[None]:
    """What can go wrong with a run as a whole, as the one error that callers know."""
    try:
        yield
    except OSError as error:
        raise RunError(f"{error.filename or storage.location}: {error.strerror or error}") from error
    except (CorrectionsError, PackError, StartError) as error:
        raise RunError(str(error)) from error
    except TaskError as error:
        raise RunError(f"{error.kind}: {error}\n{error.trace}") from error


def _run(
    raw: str | Path,
    storage: Storage,
    job: Job,
    steps: Callable[[list[Shard], Job], Steps],
    limit: int | None,
    fresh: bool,
    progress: Callable[[Progress], None] | None,
) -> RunReport:
    """The way of a run, with the output locked."""
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="press-events-") as spool:
        units = limit_documents(list_units(raw, job.settings, Path(spool)), limit)
        shards = partition(units, job.settings.shard_documents)
        _claim(storage, fresh)
        old = _unchanged(shards, job, storage)
        new = _do(shards, old, job, steps, progress)
    _remove_others(storage, {RESOLVED, *(shard.name for shard in shards)})
    manifests = [{**old, **new}[shard.name] for shard in shards]
    resolved = resolve_shards(storage, manifests, job.configuration, job.corrections)
    idle = count_idle(storage, [*manifests, resolved]) if job.corrections else 0
    report = _report(manifests, old, resolved, job.configuration, idle, time.monotonic() - started)
    storage.write(_REPORT, _to_json(dataclasses.asdict(report)))
    storage.write(_PACKAGE, _to_json(describe_package(_part_files((*manifests, resolved)), __version__)))
    return report


def _to_json(value: object) -> bytes:
    return json.dumps(value, indent=2, ensure_ascii=False).encode()


def _part_files(manifests: Sequence[Manifest]) -> dict[str, list[str]]:
    """Table → its part files, relative to the output folder."""
    return {
        table: [part_name(table, manifest.name) for manifest in manifests if table in manifest.parts]
        for table in TABLES
    }


def _unchanged(shards: list[Shard], job: Job, storage: Storage) -> dict[str, Manifest]:
    """Manifests of the shards that need no work, by name."""
    found: dict[str, Manifest] = {}
    for shard in shards:
        manifest = read_manifest(storage, shard.name)
        wanted = shard.fingerprint(job.configuration.fingerprint)
        if not manifest or manifest.fingerprint != wanted or not is_whole(storage, manifest):
            continue
        names = read_doc_ids(storage, shard.name) if manifest.corrected or job.corrections else []
        if manifest.corrected == job.corrections.digest(names):
            found[shard.name] = manifest
    return found


def _do(
    shards: list[Shard],
    unchanged: Mapping[str, Manifest],
    job: Job,
    steps: Callable[[list[Shard], Job], Steps],
    progress: Callable[[Progress], None] | None,
) -> dict[str, Manifest]:
    """Do what is not unchanged; manifests of it, by name."""
    done: dict[str, Manifest] = {}
    todo = [shard for shard in shards if shard.name not in unchanged]
    total, count = sum(shard.documents for shard in shards), 0
    skipped = total - sum(shard.documents for shard in todo)
    started = time.monotonic()
    for documents, manifest in steps(todo, job) if todo else ():
        count += documents
        if manifest:
            done[manifest.name] = manifest
        if progress:
            progress(Progress(skipped + count, total, count / max(time.monotonic() - started, 1e-9)))
    return done


def _steps(engine: Engine, workers: int, scheduler: str | None) -> Callable[[list[Shard], Job], Steps]:
    """The engine as a function over shards."""
    if engine == "dask":
        from pipeline.shards.cluster import do_shards_on_cluster

        return lambda shards, job: do_shards_on_cluster(shards, job, workers, scheduler)
    if scheduler:
        raise RunError("a scheduler address needs the dask engine")

    def local(shards: list[Shard], job: Job) -> Steps:
        with job.open_pool(workers) as pool:
            yield from do_shards(shards, job, pool)

    return local


def _check_places(raw: str, storage: Storage) -> None:
    """An output inside the input would be read as input by the next run."""
    if raw == "-" or "://" in raw or "://" in storage.location:
        return
    root, output = Path(raw).absolute().resolve(), Path(storage.location).resolve()
    if output == root or root in output.parents:
        raise RunError(f"{storage.location} lies inside the input {raw}; choose another output folder")


def _check_output(storage: Storage, fresh: bool) -> None:
    """Raise RunError if the folder holds something that is not ours or that another schema version wrote."""
    if fresh:
        return
    try:
        version = json.loads(storage.read(_MARK))["schema_version"]
    except FileNotFoundError:
        if others := storage.names():
            raise RunError(
                f"{storage.location} is not empty ({', '.join(others[:3])}) and was not written by this program; "
                "choose another folder, or --fresh to write there all the same"
            ) from None
        return
    except (ValueError, KeyError, TypeError):
        version = "unknown"
    if version != SCHEMA_VERSION:
        raise RunError(
            f"{storage.location} holds tables of schema version {version}, this program writes {SCHEMA_VERSION}; "
            "choose another folder, or --fresh to replace them"
        )


def _claim(storage: Storage, fresh: bool) -> None:
    """Mark the folder as ours; remove what is left of killed runs, and on a fresh start everything of ours."""
    for folder in (FOLDER, *TABLES):
        storage.clean(folder)
    if fresh:
        _remove_others(storage, set())
    storage.write(_MARK, json.dumps({"schema_version": SCHEMA_VERSION}).encode())


def _remove_others(storage: Storage, keep: set[str]) -> None:
    """Remove every shard that is not among these."""
    for name in sorted(listed_shards(storage) - keep - {_MARKED}):
        remove_shard(storage, name)


def _report(
    shards: Sequence[Manifest],
    unchanged: Mapping[str, Manifest],
    resolved: Manifest,
    configuration: Configuration,
    idle: int,
    seconds: float,
) -> RunReport:
    statuses, rows = Counter[str](), Counter[str]()
    for manifest in (*shards, resolved):
        statuses.update(manifest.statuses)
        rows.update({table: part.rows for table, part in manifest.parts.items()})
    return RunReport(
        documents=rows["documents"],
        skipped=sum(manifest.documents for manifest in unchanged.values()),
        languages=add_tallies(manifest.languages for manifest in shards),
        statuses=dict(sorted(statuses.items())),
        rows={table: rows[table] for table in TABLES},
        problems=rows["problems"],
        failed=statuses["failed"],
        corrections=rows["corrections"],
        corrections_idle=idle,
        shards=len(shards),
        shards_done=len(shards) - len(unchanged),
        seconds=round(seconds, 3),
        fingerprint=configuration.fingerprint,
        packs=configuration.packs,
    )
