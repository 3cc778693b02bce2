import json
import re
from pathlib import Path

import pytest
import yaml
from pydantic import ValidationError

from sutra.prompts.catalog import content_types
from sutra.prompts.params import Prompts
from sutra.teachers.styles import styles
from sutra.teachers.wordings import moves

ROOT = Path(__file__).parents[2]
PUBLISHED = """concept_introduction reasoning_demonstration code_implementation technical_documentation tutorial
cross_domain_bridge worked_examples qa_pairs common_misconceptions meta_learning synthesis historical_context
research_summary"""


def test_there_are_33_content_types_with_known_moves():
    assert len(content_types()) == 33
    assert set(PUBLISHED.split()) <= set(content_types())
    assert all(set(row) == {"title", "brief", "moves"} for row in content_types().values())
    assert all(set(row["moves"]) <= set(moves()) for row in content_types().values())
    assert len({tuple(row["moves"]) for row in content_types().values()}) == 33


def test_nothing_that_reaches_a_lesson_names_a_concept_since_any_may_be_withheld():
    names = []
    for path in (ROOT / "concepts").rglob("*.yaml"):
        for concept in yaml.safe_load(path.read_text(encoding="utf-8"))["concepts"]:
            names += [concept["name"], *concept.get("aliases", [])]
    voices = [style["voice"] for style in styles().values()]
    said = json.dumps([voices, [move.wordings for move in moves().values()]])
    said = re.sub(r"\{\w+\}", "", said)
    found = re.findall(rf"\b(?:{'|'.join(map(re.escape, names))})s?\b", said, re.IGNORECASE)
    assert len(names) > 70
    assert found == []


@pytest.mark.parametrize("section", [{"content_types": {"tutrial": 1.0}}, {"styles": {"leter": 1.0}}])
def test_params_refuse_unknown_names(section):
    with pytest.raises(ValidationError, match=r"did you mean (tutorial|letter)"):
        Prompts.model_validate(section)


def test_params_refuse_weights_that_are_not_positive():
    with pytest.raises(ValidationError, match="greater than 0"):
        Prompts.model_validate({"styles": {"letter": 0.0}})
