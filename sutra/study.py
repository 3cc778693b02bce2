"""What the rules ask of the params: who makes what, how many pieces there are, and the values that a job depends on."""

from typing import Any

from sutra.params import DerivedRow, Params, PromptsRow
from sutra.schema import Section, extents
from sutra.stages import BY_WORD, CORPUS_WORDS, MODEL_WORDS


class Study:
    """Read-only questions about validated params."""

    def __init__(self, params: Params) -> None:
        self.params = params
        self.corpora = list(params.corpora)
        self.models = list(params.models)

    # Who makes what

    def owner(self, corpus: str, word: str) -> str | None:
        """The nearest ancestor row of `corpus` that makes `word`; None where its documents have no such stage."""
        row = self.params.corpora[corpus]
        if isinstance(row, DerivedRow) and CORPUS_WORDS.index(word) <= CORPUS_WORDS.index(row.at):
            return self.owner(row.source, word)
        return None if word == "prompts" and not isinstance(self.root(corpus), PromptsRow) else corpus

    def owners(self, word: str) -> list[str]:
        """The corpora that make `word` themselves, in the order of params.yaml."""
        return [c for c in self.corpora if self.owner(c, word) == c]

    def root(self, corpus: str) -> Any:
        """The row that the documents of `corpus` come from."""
        row = self.params.corpora[corpus]
        return self.root(row.source) if isinstance(row, DerivedRow) else row

    def encoded(self) -> list[str]:
        """The corpora that some model is trained on."""
        used = {c for row in self.params.models.values() for c in row.mixture}
        return [c for c in self.corpora if c in used]

    # How many pieces there are

    def shards(self, corpus: str) -> list[str]:
        """Shard numbers of a corpus, as they stand in paths."""
        root = self.root(corpus)
        owner = self.owner(corpus, "shards")
        assert owner is not None
        count = self.section("prompts", owner).shards if isinstance(root, PromptsRow) else root.shards
        return [f"{number:04d}" for number in range(count)]

    def seeds(self, model: str) -> list[int]:
        """Training seeds of a model."""
        return list(self.params.models[model].seeds)

    def epochs(self, model: str) -> list[int]:
        """Numbers of the epochs of a model, from 1."""
        return list(range(1, len(self.section("checkpoints", model).epochs) + 1))

    def scored(self, model: str) -> list[str]:
        """The checkpoints of a model that evals score, as `{epoch}-{which}`."""
        evals = self.params.evals
        epochs = self.epochs(model) if evals.epochs == "all" else self.epochs(model)[-1:]
        return [f"{epoch}-{which}" for epoch in epochs for which in evals.which]

    # What a job depends on

    def section(self, word: str, owner: str | None = None) -> Any:
        """The section of a stage for one corpus or model: its row's, else that of the row it derives from, else the default."""
        if owner is None:
            return getattr(self.params, word)
        row: Any = self.params.models[owner] if word in MODEL_WORDS else self.params.corpora[owner]
        own = getattr(row, word, None)
        if isinstance(own, Section):
            return own
        return self.section(word, row.source if isinstance(row, DerivedRow) else None)

    def values(
        self,
        word: str,
        corpus: str | None = None,
        model: str | None = None,
        task: str | None = None,
        seed: str | None = None,
        epoch: str | None = None,
    ) -> dict[str, Any]:
        """The slice of the params that a job of stage `word` depends on, extents left out."""
        if word == "reports":
            owners = {c: {w: self.owner(c, w) for w in CORPUS_WORDS} for c in self.corpora}
            return {"reports": _dump(self.params.reports), "study": self._study(), "owners": owners}
        found: dict[str, Any] = {}
        for name in BY_WORD[word].sections:
            if name == "seed":
                found["seed"] = self.params.seed
            elif name == "tasks":
                assert task is not None
                found["tasks"] = _dump(self.params.tasks[task])
            elif name == "teachers":
                assert corpus is not None
                found |= self._source(corpus)
            else:
                section = self._piece(name, corpus if name in CORPUS_WORDS else model if name in MODEL_WORDS else None)
                if section is not None:
                    found[name] = section
        if word == "bins" and model is not None:
            found["mixture"] = dict(self.params.models[model].mixture)
        if word == "checkpoints" and seed is not None:
            assert model is not None
            found["seed"] = int(seed)
            if epoch is not None:
                found["epoch"] = _dump(self.section("checkpoints", model).epochs[int(epoch) - 1])
        if word == "evals":
            found["evals"] = _of_task(found["evals"], task) if task is not None else _of_heldout(found["evals"])
        return found

    def _piece(self, word: str, owner: str | None) -> dict[str, Any] | None:
        """A section without its extents; None where a corpus that is not made from prompts has none."""
        if word == "shards" and owner is not None and not isinstance(self.root(owner), PromptsRow):
            return None
        section = self.section(word, owner)
        return {k: v for k, v in _dump(section).items() if k not in extents(type(section))}

    def _source(self, corpus: str) -> dict[str, Any]:
        root = self.root(corpus)
        if isinstance(root, PromptsRow):
            return {"teacher": _dump(self.params.teachers[root.teacher])}
        kept = {"from", "paths", "names", "text", "shards"}
        return {"source": {k: v for k, v in _dump(root).items() if k in kept}}

    def _study(self) -> dict[str, Any]:
        """All that a reader of the reports may want to know of the params; neither machine nor transport.

        The sections of a corpus row are whole: what the row leaves to the defaults or to its ancestors is in them.
        """
        study = self.params.model_dump(mode="json", by_alias=True, exclude={"machine", "reports"}, exclude_none=True)
        for corpus in self.corpora:
            words = ("scores", "selection", "rephrased", "corpus")
            study["corpora"][corpus] |= {word: _dump(self.section(word, corpus)) for word in words}
        return study


def _dump(section: Any) -> dict[str, Any]:
    return section.model_dump(mode="json", by_alias=True)


def _of_task(evals: dict[str, Any], task: str) -> dict[str, Any]:
    """What the score of one task depends on."""
    return {k: v for k, v in evals.items() if k != "heldout_documents"} | {"shots": evals["shots"].get(task)}


def _of_heldout(evals: dict[str, Any]) -> dict[str, Any]:
    """What the bits per byte of heldout documents depend on."""
    return {k: v for k, v in evals.items() if k not in ("shots", "limit")}
