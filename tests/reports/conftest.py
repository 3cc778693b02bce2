"""A small build of two models, as docs/pipeline.md says it lies on disk, and the command line of its report."""

import copy
import json
import os
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from sutra.checks import ids_hash, make_check
from sutra.files import digest, identity, uniform, write_json, write_table, write_text
from sutra.graph.build import build_graph
from sutra.graph.params import Graph
from sutra.graph.validate import read_concepts
from sutra.marks import Marked
from sutra.params import Params
from sutra.reports.assemble import Inputs
from sutra.study import Study

ROOT = Path(__file__).parents[2]
EMPTY = {"doc_id": pl.String, "shard": pl.String, "reason": pl.String, "evidence": pl.String}
HOSTILE = "<script>alert('read me')</script> A lesson that is | not safe & sound."
HOSTILE_NAME = "Fraction <script>document.body.dataset.ran = 'yes'</script>"
WORDINGS = ("unseen", "unseen", "unseen", "seen", "other")  # of the items of each concept


def study_of(**changes: Any) -> Study:
    """The tiny study with two seeds and two epochs, changed at top-level keys."""
    raw = copy.deepcopy(Marked(ROOT / "presets/tiny.yaml").value)
    for row in raw["models"].values():
        row["seeds"] = [1, 2]
    raw["checkpoints"]["epochs"] = raw["checkpoints"]["epochs"][:2]
    raw["evals"] |= {"epochs": "all", "which": ["best", "final"]}
    return Study(Params.model_validate(raw | changes))


class Build:
    """Writes the tree and lists its files."""

    def __init__(self, root: Path, study: Study) -> None:
        self.root, self.study = root, study
        self.data = root / "data"
        self.trained: dict[str, list[str]] = {}
        self.graph()
        for corpus in study.corpora:
            self.corpus(corpus)
        for model in study.models:
            self.model(model)

    def check(self, place: str, entered: list[str], kept: list[str], rejected: Any = (), **more: Any) -> None:
        write_json(self.data / place / "check.json", make_check(entered, kept, rejected, **more))

    def graph(self) -> None:
        self.concepts = [f"concept{i}" for i in range(12)]
        self.names = [HOSTILE_NAME if i == 3 else f"Concept {i}" for i in range(12)]
        nodes = [
            {
                "id": concept,
                "name": name,
                "aliases": [],
                "domain": "science" if i % 2 else "mathematics",
                "subdomain": "numbers",
                "role": "withheld" if i < 3 else "taught",
                "definition": f"{name} is a thing of which one may say much.",
            }
            for i, (concept, name) in enumerate(zip(self.concepts, self.names, strict=True))
        ]
        domains = {"mathematics": 6, "science": 6}
        facts = {"concepts": 12, "taught": 9, "withheld": 3, "domains": domains, "sha256": digest(1)}
        write_json(self.data / "graph/graph.json", {"graph": facts, "nodes": nodes, "links": []})
        self.check("graph", self.concepts, self.concepts)
        rows = [
            {
                "item_id": identity("item", node["id"], n),
                "split": "test",
                "concept_id": node["id"],
                "role": node["role"],
                "asks": "role" if wording == "other" else "fact",
                "wording": wording,
                "group": f"{node['role']}, {wording} wording",
                "question": f"What of {node['name']}, for the {n}th time?",
                "prompt": f"{node['name']} has" if wording == "seen" else f"Question: What of it?\nAnswer: {n}",
                "choices": ["one", "two & more", "three <b>", "four"],
                "answer": n % 4,
            }
            for node in nodes
            for n, wording in enumerate(WORDINGS)
        ]
        self.items = pl.DataFrame(rows)
        write_table(self.data / "tasks/concepts/items.parquet", self.items)
        ids = self.items["item_id"].to_list()
        self.check("tasks/concepts", ids, ids)

    def corpus(self, corpus: str) -> None:
        study = self.study
        owner = study.owner(corpus, "shards")
        ids = [identity(owner, n) for n in range(40)]
        selected, renderings = ids[6:], [identity(owner, "again", n) for n in range(4)]
        low = [(i, "quality") for i in ids[:6]]
        if study.owner(corpus, "prompts") == corpus:
            self.check(f"prompts/{corpus}", ids, ids)
        if owner == corpus:
            self.shards(corpus, ids)
            self.check(f"scores/{corpus}", ids, ids)
            self.check(f"selection/{corpus}", ids, selected, low)
            rejected = [{"doc_id": i, "shard": "0000", "reason": r, "evidence": "0.1"} for i, r in low]
            write_table(self.data / f"selection/{corpus}/rejected.parquet", pl.DataFrame(rejected, schema=EMPTY))
            self.check(f"rephrased/{corpus}", renderings, renderings)
            for shard in study.shards(corpus):
                table = pl.DataFrame(
                    schema={"doc_id": pl.String, "parent_id": pl.String, "reason": pl.String, "evidence": pl.String}
                )
                write_table(self.data / f"rephrased/{corpus}/shard-{shard}.rejected.parquet", table)
        entered = selected + renderings
        kept = entered[2:] if study.section("corpus", corpus).rules else entered
        parts = {"train": kept[8:], "validation": kept[:4], "heldout": kept[4:8]}
        splits = {split: {"kept": len(part), "ids_sha256": ids_hash(part)} for split, part in parts.items()}
        figures = {
            "documents": len(kept),
            "words": 900,
            "tokens": 1200,
            "domains": {"science": len(kept)},
            "content_types": {},
            "styles": {},
            "mean_quality": 0.5,
            "special_tokens_removed": 0,
        }
        gone = [(i, "near") for i in entered if i not in kept]
        self.check(f"corpus/{corpus}", entered, kept, gone, splits=splits, figures=figures)
        rows = [
            {"doc_id": i, "shard": "0000", "reason": r, "evidence": "like another", "text": HOSTILE} for i, r in gone
        ]
        write_table(
            self.data / f"corpus/{corpus}/rejected.parquet", pl.DataFrame(rows, schema=EMPTY | {"text": pl.String})
        )
        self.train(corpus, parts["train"])
        self.trained[corpus] = parts["train"]
        if corpus in study.encoded():
            self.check(
                f"bins/corpora/{corpus}", parts["train"] + parts["validation"], parts["train"] + parts["validation"]
            )

    def shards(self, corpus: str, ids: list[str]) -> None:
        self.check(f"shards/{corpus}", ids, ids)
        for number, shard in enumerate(self.study.shards(corpus)):
            mine = [i for i in ids if int(i, 16) % len(self.study.shards(corpus)) == number]
            texts = pl.DataFrame(
                {"doc_id": mine, "text": [f"{HOSTILE} {i}" for i in mine]},
                schema={"doc_id": pl.String, "text": pl.String},
            )
            write_table(self.data / f"shards/{corpus}/shard-{shard}.parquet", texts)
            quarantine = pl.DataFrame(schema={"doc_id": pl.String, "reason": pl.String, "evidence": pl.String})
            write_table(self.data / f"shards/{corpus}/shard-{shard}.quarantine.parquet", quarantine)

    def train(self, corpus: str, ids: list[str]) -> None:
        for number, shard in enumerate(self.study.shards(corpus)):
            mine = ids if number == 0 else []
            columns = [
                "concept_name",
                "domain",
                "content_type",
                "style",
                "teacher",
                "source_id",
                "parent_id",
                "prompt_id",
            ]
            row = {c: None if c == "parent_id" else f"{c} <b>" for c in columns}
            row |= {"complexity_level": 3, "shard": shard, "text": HOSTILE, "quality_score": 0.5}
            lessons = self.study.owner(corpus, "prompts") is not None
            names = [self.names[3 + n % 9] if lessons else None for n in range(len(mine))]
            rows = [{"id": i, **row, "concept_name": name} for i, name in zip(mine, names, strict=True)]
            schema = {"id": pl.String, **dict.fromkeys(columns, pl.String), "complexity_level": pl.Int64}
            schema |= {"shard": pl.String, "text": pl.String, "quality_score": pl.Float64}
            write_table(self.data / f"corpus/{corpus}/train/shard-{shard}.parquet", pl.DataFrame(rows, schema=schema))

    def model(self, model: str) -> None:
        skill = 0.8 if model == "sutra" else 0.3
        mixture = [
            {"corpus": c, "weight": 1.0, "documents": 30, "tokens": 900, "bytes": 4000}
            for c in self.study.params.models[model].mixture
        ]
        write_json(self.data / f"bins/mixtures/{model}/mixture.json", {"corpora": mixture})
        for place in ("bins/mixtures", "checkpoints"):
            self.check(f"{place}/{model}", [model], [model])
        for seed in self.study.seeds(model):
            base = self.data / f"checkpoints/{model}/seed-{seed}"
            config = {"hidden_size": 32, "num_attention_heads": 2, "num_key_value_heads": 1, "intermediate_size": 64}
            config |= {"vocab_size": 512, "num_hidden_layers": 2, "tie_word_embeddings": True}
            write_json(base / "epoch-0/final/config.json", config)
            for epoch in self.study.epochs(model):
                start = 1024 * (epoch - 1)
                lines: list[dict[str, Any]] = [
                    {
                        "step": s,
                        "tokens": start + 256 * s,
                        "lr": 0.1,
                        "loss": 6 / (start / 256 + s) + skill,
                        "norm": 1.0,
                    }
                    for s in range(1, 5)
                ]
                lines += [
                    {"step": s, "tokens": start + 256 * s, "validation_loss": 2.5 + skill - 0.5 * (s % 4)}
                    for s in (2, 3, 4)
                ]
                lines.append({"planned_tokens": 1024, "trained_tokens": 1024, "best_step": 3})
                write_text(base / f"epoch-{epoch}/metrics.jsonl", "".join(json.dumps(line) + "\n" for line in lines))
                docs = [doc for corpus in self.study.params.models[model].mixture for doc in self.trained[corpus]]
                read = {"doc_id": docs, "first_step": [1 + n % 4 for n in range(len(docs))], "tokens": [30] * len(docs)}
                write_table(base / f"epoch-{epoch}/seen.parquet", pl.DataFrame(read))
            for checkpoint in self.study.scored(model):
                self.scores(self.data / f"evals/{model}/seed-{seed}/epoch-{checkpoint}", model, seed, skill)
        self.check_evals(model)

    def check_evals(self, model: str) -> None:
        ids = []
        for path in sorted(self.data.glob(f"evals/{model}/*/*/*.items.parquet")):
            seed, checkpoint = path.parent.parent.name.removeprefix("seed-"), path.parent.name.removeprefix("epoch-")
            task = path.name.removesuffix(".items.parquet")
            ids += [f"{model}-{seed}-{checkpoint}-{task}-{item}" for item in pl.read_parquet(path).to_series(0)]
        self.check(f"evals/{model}", ids, ids)

    def scores(self, folder: Path, model: str, seed: int, skill: float) -> None:
        if self.study.params.evals.tasks:
            self.concepts_scores(folder, model, seed, skill)
        for corpus in self.study.params.evals.heldout:
            self.heldout_scores(folder, model, corpus)

    def concepts_scores(self, folder: Path, model: str, seed: int, skill: float) -> None:
        asked = self.items.select("item_id", "role", "wording", "answer").rows()
        known = [uniform(model, seed, i) < (skill if r == "taught" and w != "other" else 0.25) for i, r, w, _ in asked]
        chosen = [a if right else (a + 1) % 4 for right, (*_, a) in zip(known, asked, strict=True)]
        rows = self.items.select("item_id", "group").with_columns(
            correct=pl.Series(known, dtype=pl.Float64),
            scores=pl.Series([[-1.0 if k == c else -2.0 for k in range(4)] for c in chosen]),
        )
        write_table(folder / "concepts.items.parquet", rows)
        facts = {"task": "concepts", "n": rows.height, "metric": "acc", "value": rows["correct"].mean(), "chance": 0.25}
        write_json(
            folder / "concepts.json",
            facts | {"num_fewshot": 0, "limit": None, "version": 1, "groups": {}, "stderr": 0.0},
        )

    def heldout_scores(self, folder: Path, model: str, corpus: str) -> None:
        home = corpus in self.study.params.models[model].mixture
        docs = [identity("heldout", corpus, n) for n in range(20)]
        bits = [800 * ((1.8 if home else 2.6) + 0.3 * uniform(corpus, n, model)) for n in docs]
        rows = pl.DataFrame({"doc_id": docs, "bytes": [800] * 20, "bits": bits})
        write_table(folder / f"heldout-{corpus}.items.parquet", rows)
        facts = {"n": 20, "bytes": 16000, "bits_per_byte": sum(bits) / 16000, "stderr": 0.0}
        write_json(folder / f"heldout-{corpus}.json", facts)

    def inputs(self) -> Inputs:
        """The files as rules/reports.smk lists them."""
        data = self.data
        found = {
            "graph": data / "graph/graph.json",
            "checks": data.glob("**/check.json"),
            "tasks": data.glob("tasks/*/items.parquet"),
            "shards": [p for p in data.glob("shards/*/shard-*.parquet") if "quarantine" not in p.name],
            "rejected": [*data.glob("*/*/*quarantine.parquet"), *data.glob("*/*/*rejected.parquet")],
            "documents": data.glob("corpus/*/train/*.parquet"),
            "mixtures": data.glob("bins/mixtures/*/mixture.json"),
            "configs": data.glob("checkpoints/*/seed-1/epoch-0/final/config.json"),
            "seen": data.glob("checkpoints/*/seed-1/*/seen.parquet"),
            "metrics": data.glob("checkpoints/*/*/*/metrics.jsonl"),
            "results": data.glob("evals/*/*/*/*.json"),
            "rows": data.glob("evals/*/*/*/*.items.parquet"),
            "published": (ROOT / "published").glob("*.csv"),
        }
        return Inputs(**{k: v if isinstance(v, Path) else sorted(v) for k, v in found.items()})

    def params(self) -> dict[str, Any]:
        """The slice of the params, as a rule passes it."""
        return json.loads(json.dumps(self.study.values("reports")))


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """One build for the tests that only read it."""
    return Build(tmp_path_factory.mktemp("made"), study_of())


@pytest.fixture
def build(tmp_path: Path) -> Build:
    """A build of one's own, to break."""
    return Build(tmp_path, study_of())


@pytest.fixture
def make_build(tmp_path: Path):
    """Builds a study with other params."""
    return lambda **changes: Build(tmp_path / os.urandom(4).hex(), study_of(**changes))


def many_concepts(count: int) -> dict[str, Any]:
    """A graph of so many made-up concepts in nine domains, as graph.json holds it; the name and texts of one are hostile."""
    attack = "</script><img src=x onerror=\"document.body.dataset.ran = 'yes'\"><!--"
    nodes: list[dict[str, Any]] = []
    for i in range(count):
        need = [f"c{i - 18:05}"] if i >= 18 else []
        path = [*(nodes[i - 18]["path"] if need and len(nodes[i - 18]["path"]) < 9 else need), f"c{i:05}"]
        nodes.append(
            {
                "id": f"c{i:05}",
                "name": f"Zeta {attack}" if i == 7 else f"Concept number {i}",
                "aliases": [f"Añejo {i}"] if i % 5 == 0 else [],
                "domain": f"domain_{i % 9}",
                "subdomain": f"part_{i // 9 % 14:02}",
                "complexity": 1 + i * 7 % 10,
                "role": "withheld" if i % 40 == 3 else "taught",
                "definition": f"{attack if i == 7 else 'This'} is what one says of number {i}, at some length and with care.",
                "facts": [
                    {"text": f"It has {2 * i} halves.", "compute": {"expression": f"2 * {i}", "result": str(2 * i)}},
                    {"text": "A fact that nobody computes.", "compute": None},
                ],
                "terms": ["halves", "number", "care"],
                "example": f"Number {i} comes after number {i - 1}, unless it is the first.",
                "misconception": {"claim": "It is large.", "correction": "It is as large as it is."},
                "application": "One counts with it.",
                "prerequisites": need,
                "builds_to": [f"c{i + 18:05}"] if i + 18 < count else [],
                "cross_domain": [
                    {"concept": f"c{(i + 4) % count:05}", "why": f"both count {attack if i == 7 else ''}"}
                ],
                "probes": [
                    {"asks": "name", "question": "Which?", "answer": "This one", "distractors": [], "seen": None}
                ],
                "path": path,
            }
        )
    links = [{"source": n, "target": c["id"], "kind": "prerequisite"} for c in nodes for n in c["prerequisites"]]
    links += [
        {"source": c["id"], "target": x["concept"], "kind": "cross_domain"} for c in nodes for x in c["cross_domain"]
    ]
    return {"graph": {"sha256": digest(count)}, "nodes": nodes, "links": links}


@pytest.fixture(scope="session")
def wide_graph() -> dict[str, Any]:
    return many_concepts(2100)


@pytest.fixture(scope="session")
def real_graph() -> dict[str, Any]:
    return build_graph(read_concepts([*(ROOT / "concepts").rglob("*.yaml")]), Graph(withhold=["science/*/force"]))
