"""lm-eval (Gao et al. 2024) through its Python API, offline, in one process."""

import contextlib
import copy
import itertools
import os
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import torch

from sutra.device import configure_device
from sutra.errors import SutraError
from sutra.evals.params import Evals

SEED = 1234  # lm-eval's own default, for the choice and order of few-shot examples


@contextlib.contextmanager
def offline(folder: Path) -> Iterator[None]:
    """Runs in `folder`, where the mirror is, with the caches of its libraries there too and no hub.

    Must be entered before lm-eval is first imported: its libraries read these variables then, and only then.
    """
    os.environ |= {"HF_HUB_OFFLINE": "1", "HF_DATASETS_OFFLINE": "1", "HF_DATASETS_DISABLE_PROGRESS_BARS": "1"}
    os.environ |= {
        "HF_HOME": str(folder / "home"),
        "HF_DATASETS_CACHE": str(folder / "cache"),
        "LM_HARNESS_CACHE_PATH": str(folder / "requests"),
    }
    os.environ |= {"TOKENIZERS_PARALLELISM": "false"}
    with contextlib.chdir(folder):
        yield


def stock_folder(name: str) -> Path:
    """The folder of lm-eval's tasks that defines `name`.

    lm-eval would parse each of its thousands of YAML files to find it; a line of text says as much, seconds sooner.
    """
    import lm_eval.tasks

    line = re.compile(rf"^['\"]?task['\"]?:\s*['\"]?{re.escape(name)}['\"]?\s*$", re.MULTILINE)
    root = Path(lm_eval.tasks.__file__).parent
    for path in sorted(root.rglob("*.yaml")):
        if line.search(path.read_text(encoding="utf-8")):
            return path.parent
    raise SutraError(
        f"lm-eval has no task {name}", f"tasks.{name}", "name the row as lm-eval names the task (one task, no group)"
    )


def make_task(lm_eval: str | dict[str, Any], shots: int | None) -> Any:
    """An lm-eval task: a stock one by its name, or one of our own by its configuration."""
    from lm_eval.api.task import ConfigurableTask
    from lm_eval.tasks import TaskManager

    if isinstance(lm_eval, str):
        manager = TaskManager(include_path=str(stock_folder(lm_eval)), include_defaults=False)
        task = manager.load_task_or_group(lm_eval)[lm_eval]
    else:
        task = ConfigurableTask(config=copy.deepcopy(lm_eval))  # lm-eval changes what it is given
    if shots is not None:
        task.set_config(key="num_fewshot", value=shots)
    elif task.get_config("num_fewshot") is None:
        task.set_config(key="num_fewshot", value=0)
    task.set_fewshot_seed(seed=SEED)
    return task


def run(checkpoint: Path, name: str, lm_eval: str | dict[str, Any], evals: Evals, shots: int | None) -> dict[str, Any]:
    """What lm-eval gives for one task on one checkpoint (an absolute folder): its own results, samples included."""
    from lm_eval.evaluator import evaluate
    from lm_eval.models.huggingface import HFLM

    device = str(configure_device(evals.device, evals.threads, "evals"))
    random.seed(SEED)
    np.random.seed(SEED)
    torch.manual_seed(SEED)
    task = make_task(lm_eval, shots)
    model = HFLM(pretrained=str(checkpoint), dtype="float32", device=device, batch_size=evals.batch)
    if task.OUTPUT_TYPE == "generate_until":
        _refuse_short(name, task.config.generation_kwargs.get("max_gen_toks", model.max_gen_toks), model.max_length)
    found = evaluate(model, {name: task}, limit=evals.limit, bootstrap_iters=0)
    docs = itertools.islice(task.eval_docs, evals.limit)
    return found | {"asked": [str(doc.get("item_id", number)) for number, doc in enumerate(docs)]}


def _refuse_short(name: str, longest: int, context: int) -> None:
    """Raises SutraError where an answer of the task may not fit into the model's window."""
    if longest >= context:
        raise SutraError(
            f"{name} asks for answers of up to {longest} tokens, the model's window has {context}",
            f"evals.tasks: {name}",
            "take the task out of evals.tasks, or give checkpoints.architecture.context_length more",
        )
