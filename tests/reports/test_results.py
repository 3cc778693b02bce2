"""Results are joined by item, and a printed value must be the mean of its rows."""

import pytest

from sutra.errors import SutraError
from sutra.files import read_json, read_table, write_json, write_table
from sutra.reports.conserve import read_checks
from sutra.reports.results import concepts_of, read_items, read_results, require_items


def read(build):
    inputs = build.inputs()
    items = read_items(inputs.tasks)
    return read_results(inputs.results, inputs.rows, concepts_of(items)), items, read_checks(inputs.checks)


def folder(build, seed=1):
    return build.data / f"evals/sutra/seed-{seed}/epoch-1-best"


def test_seeds_stand_together_and_items_know_their_concept(made):
    results, items, checks = read(made)
    scored = results["sutra", "1-best", "concepts"]
    assert scored.seeds == (1, 2)
    assert scored.values.shape == (2, 60)
    assert len(set(scored.clusters)) == 12
    assert set(scored.group("withheld, seen wording").groups) == {"withheld, seen wording"}
    require_items(results, items, checks)


def test_order_of_rows_and_files_does_not_matter(build):
    before = read(build)[0]["sutra", "1-best", "concepts"]
    path = folder(build) / "concepts.items.parquet"
    write_table(path, read_table(path).reverse())
    inputs = build.inputs()
    after = read_results(inputs.results[::-1], inputs.rows[::-1], concepts_of(read_items(inputs.tasks)))
    assert (after["sutra", "1-best", "concepts"].values == before.values).all()


def test_a_printed_value_that_is_not_the_mean_is_refused(build):
    path = folder(build) / "concepts.json"
    write_json(path, read_json(path) | {"value": 0.99})
    with pytest.raises(SutraError, match=r"0\.99 over 60 is printed"):
        read(build)


def test_seeds_scored_on_other_items_are_refused(build):
    path = folder(build, seed=2) / "concepts"
    rows = read_table(path.with_name("concepts.items.parquet")).head(59)
    write_table(path.with_name("concepts.items.parquet"), rows)
    facts = read_json(path.with_name("concepts.json"))
    write_json(path.with_name("concepts.json"), facts | {"n": 59, "value": rows["correct"].mean()})
    with pytest.raises(SutraError, match="different items"):
        read(build)


@pytest.mark.parametrize(("limit", "passes"), [(None, False), (59, True)])
def test_a_missing_item_is_an_error_unless_a_limit_was_set(build, limit, passes):
    for path in sorted(build.data.glob("evals/*/*/*/concepts.json")):
        rows_path = path.with_name("concepts.items.parquet")
        rows = read_table(rows_path).head(59)
        write_table(rows_path, rows)
        write_json(path, read_json(path) | {"n": 59, "value": rows["correct"].mean(), "limit": limit})
    for model in build.study.models:
        build.check_evals(model)
    if passes:
        require_items(*read(build))
    else:
        with pytest.raises(SutraError, match="not the items of the task"):
            require_items(*read(build))


def test_items_changed_after_their_check_are_refused(build):
    path = build.data / "tasks/concepts/items.parquet"
    write_table(path, read_table(path).head(10))
    with pytest.raises(SutraError, match="not those that the check kept"):
        require_items(*read(build))


def test_scores_that_the_check_does_not_know_are_refused(build):
    build.check("evals/sutra", ["one"], ["one"])
    with pytest.raises(SutraError, match="scores are not those"):
        require_items(*read(build))


def test_a_result_without_rows_is_refused(build):
    inputs = build.inputs()
    with pytest.raises(SutraError, match="no rows"):
        read_results(inputs.results, inputs.rows[1:], {})
