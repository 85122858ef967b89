"""One run over the sample releases, which several tests look at."""

from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def extracted_samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tables of a run over ``raw/``."""
    from pipeline.settings import Settings
    from pipeline.shards import run

    extracted = tmp_path_factory.mktemp("samples") / "extracted"
    run(ROOT / "raw", extracted, Settings())
    return extracted
