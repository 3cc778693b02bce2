import importlib.machinery

import pytest

from sutra.checkpoints import attention
from sutra.checkpoints.params import Checkpoints
from sutra.errors import SutraError

EPOCHS = [{"tokens": 1, "lr": [0.1, 0.1]}]


def recipe(**more):
    return Checkpoints.model_validate({"epochs": EPOCHS, **more})


@pytest.fixture
def installed(monkeypatch):
    monkeypatch.setattr(attention, "find_spec", lambda name: importlib.machinery.ModuleSpec(name, None))


def test_without_the_package_pytorchs_own(monkeypatch):
    monkeypatch.setattr(attention, "find_spec", lambda name: None)
    assert attention.kernel(recipe(), "cuda") == "sdpa"


@pytest.mark.usefixtures("installed")
def test_flash_attn_where_everything_is_there():
    assert attention.kernel(recipe(), "cuda") == "flash_attention_2"
    assert attention.kernel(recipe(attention="flash_attention_2"), "cuda") == "flash_attention_2"
    assert attention.kernel(recipe(), "cpu") == "sdpa"
    assert attention.kernel(recipe(dtype="float32"), "cuda") == "sdpa"
    assert attention.kernel(recipe(attention="sdpa"), "cuda") == "sdpa"


@pytest.mark.usefixtures("installed")
def test_asked_for_by_name_it_says_what_it_lacks():
    with pytest.raises(SutraError, match="needs a GPU and checkpoints"):
        attention.kernel(recipe(attention="flash_attention_2", dtype="float32"), "cpu")
