"""The notebook goes from a scenario to a decision, and is committed without outputs."""

from pathlib import Path

import pytest

nbformat = pytest.importorskip("nbformat")
nbclient = pytest.importorskip("nbclient")

NOTEBOOK = Path(__file__).resolve().parents[1] / "notebooks" / "overnight.ipynb"


def test_the_notebook_has_no_outputs_in_the_repository():
    cells = nbformat.read(NOTEBOOK, as_version=4).cells
    code = [cell for cell in cells if cell.cell_type == "code"]
    assert code
    assert all(not cell.outputs and cell.execution_count is None for cell in code)


def test_the_notebook_comes_to_a_decision(tmp_path):
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    nbclient.NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(tmp_path)}}).execute()
    outputs = [cell.outputs for cell in notebook.cells if cell.cell_type == "code"]
    decision = outputs[-1][0]["data"]["text/plain"]
    assert decision.startswith("('limit raised'"), decision
    shown = [one["data"].get("text/html", "") for cell in outputs for one in cell if "data" in one]
    assert any("<svg" in page for page in shown)
