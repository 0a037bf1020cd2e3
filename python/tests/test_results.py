"""What is made of a document: dicts, tables, charts, pages."""

import cyclecast
import pytest


@pytest.fixture(scope="module")
def outcome():
    text = "tenant.users = 60\nscope.mode = 'all-users'\njob.matched_share = '20 % to 60 %'\n"
    return cyclecast.run(text, replications=50)


def test_a_document_is_a_dict(outcome):
    assert outcome.outcome["run"]["replications"] == 50
    assert not outcome.is_partial
    assert outcome.met
    assert outcome.headline in " ".join(outcome.text().split())


@pytest.mark.parametrize("library", ["pandas", "polars"])
@pytest.mark.parametrize("kind", ["replications", "inputs", "progress", "endpoints", "summary"])
def test_every_table_is_a_frame_of_either_library(outcome, kind, library):
    pytest.importorskip(library)
    frame = outcome.to_frame(kind, library=library)
    table = outcome.to_arrow(kind)
    assert list(frame.columns) == table.column_names
    assert len(frame) == len(table) > 0


def test_a_frame_holds_the_rows_of_the_document(outcome):
    pytest.importorskip("pandas")
    rows = outcome.outcome["replications"]
    frame = outcome.to_frame("replications")
    assert list(frame["initial_cycle_ms"]) == [row["initialCycleMs"] for row in rows]
    assert list(frame["mean_request_rate_per_second"]) == [row["meanRequestRate"] for row in rows]
    inputs = outcome.to_frame("inputs")
    drawn = outcome.outcome["inputs"][0]
    found = inputs[inputs["key"] == drawn["key"]]
    assert list(found["value"]) == drawn["values"]


def test_what_is_absent_is_missing_in_a_frame():
    pytest.importorskip("polars")
    never = "tenant.users = 60\nscope.mode = 'all-users'\n[run]\nhorizon = '1 min'\n"
    found = cyclecast.run(never, replications=5)
    column = found.to_frame("replications", library="polars")["initial_cycle_ms"]
    absent = [row.get("initialCycleMs") is None for row in found.outcome["replications"]]
    assert any(absent)
    assert column.is_null().to_list() == absent


def test_arrow_takes_a_table_without_a_copy(outcome):
    pyarrow = pytest.importorskip("pyarrow")
    table = outcome.to_arrow("replications")
    one, other = pyarrow.table(table), pyarrow.table(table)
    address = lambda taken: taken.column("replication").chunk(0).buffers()[1].address
    assert address(one) == address(other)
    assert one.equals(other)


def test_charts_and_pages_are_there(outcome):
    assert "duration" in outcome.charts
    for name in outcome.charts:
        assert outcome.chart(name).startswith("<svg")
    assert outcome.chart() == outcome.chart(outcome.charts[0])
    assert "<html" in outcome.report_html()
    assert outcome.headline.split(":")[0] in outcome._repr_html_()


def test_a_comparison_shows_itself(small):
    other = cyclecast.Scenario({**small, "job": {"connections": 2}}, name="few")
    found = cyclecast.compare(small, other, replications=20)
    assert found.chart().startswith("<svg")
    assert "<html" in found.report_html()
    assert "<pre>" in found._repr_html_()
    assert found.frames == ["variants", "durations"]


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_a_comparison_has_a_row_a_strategy_and_one_a_replication(small, library):
    pytest.importorskip(library)
    other = cyclecast.Scenario({**small, "job": {"connections": 2}}, name="few")
    found = cyclecast.compare(small, other, replications=20)
    frame = found.to_frame(library=library)
    variants = found.outcome["variants"]
    assert list(frame["variant"]) == ["scenario", "few"]
    assert list(frame["initial_cycle_p50_ms"]) == [one["p50"]["value"] for one in variants]
    each = found.to_frame("durations", library=library)
    assert list(each["initial_cycle_ms"]) == [ms for one in variants for ms in one["durationsMs"]]
    assert len(each) == 40


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_a_sweep_has_a_row_a_point(small, library):
    pytest.importorskip(library)
    vary = {"job.connections": "1..3:3", "job.connector": "gallery|custom"}
    found = cyclecast.sweep(small, vary, replications=5)
    frame = found.to_frame(library=library)
    assert list(frame["job.connections"]) == [1, 1, 2, 2, 3, 3]
    assert list(frame["job.connector"]) == ["gallery", "custom"] * 3
    assert list(frame["p95"]) == [point["p95"]["value"] for point in found.outcome["points"]]


def test_what_has_no_tables_says_so(tmp_path, small):
    found = cyclecast.compare(small, cyclecast.Scenario(small, name="same"), replications=2)
    with pytest.raises(cyclecast.UsageError, match="no table replications"):
        found.to_frame("replications")


def test_a_scenario_is_checked_and_never_changed(small):
    scenario = cyclecast.Scenario(small, name="office")
    other = scenario.with_({"target.capacity": 4})
    value = lambda one: {row["key"]: row["value"] for row in one.check().parameters}
    assert value(other)["target.capacity"] == "4"
    assert value(scenario).get("target.capacity") != "4"
    assert scenario.check().name == "office"
    assert cyclecast.Scenario(scenario.text).check().parameters == scenario.check().parameters


def test_a_scenario_goes_through_pickle(small):
    import pickle

    scenario = cyclecast.Scenario(small, name="office").with_(run__seed=5)
    again = pickle.loads(pickle.dumps(scenario))
    one, other = (cyclecast.run(each, replications=5).to_json() for each in (scenario, again))
    assert one == other
