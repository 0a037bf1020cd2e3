"""Tables of tenants: what a fleet is simulated for."""

from __future__ import annotations

import csv
import io
import os
from pathlib import Path
from typing import Any, Dict, Iterable, List, Mapping, Sequence, Tuple, Union

from . import _core
from ._errors import UsageError

#: What names the tenants: a path, the text of a table, or a table by rows or columns, such as a data frame.
TenantsLike = Union[str, "os.PathLike[str]", Mapping[str, Sequence[Any]], Iterable[Mapping[str, Any]], Any]

_KINDS = "give a path, the text of a table, a list of dicts, a dict of columns, or a data frame"
#: What a table that has no file is called in messages.
_NAME = "tenants"
_FIRST = "tenant"


def table_of(tenants: TenantsLike) -> Tuple[str, bytes]:
    """What a table is called in messages, and its bytes as the command takes them."""
    if isinstance(tenants, str) and "\n" in tenants:
        return _NAME, _encoded(tenants)
    if isinstance(tenants, (str, os.PathLike)):
        if "\0" in os.fspath(tenants):
            raise UsageError("a path has no zero byte", "give the path of a table")
        return os.fspath(tenants), _core.read_table(Path(tenants))
    return _NAME, _written(_rows(tenants))


def _rows(tenants: Any) -> List[Mapping[str, Any]]:
    """The rows of a table that is no text."""
    if isinstance(tenants, Mapping):
        return _of_columns(tenants)
    if hasattr(tenants, "iloc"):  # pandas, which tells itself what is missing
        named = tenants.reset_index() if tenants.index.name == _FIRST else tenants
        return list(named.astype(object).where(named.notna(), None).to_dict("records"))
    for rows in ("to_dicts", "to_pylist"):  # polars, pyarrow
        if callable(getattr(tenants, rows, None)):
            tenants = getattr(tenants, rows)()
    if isinstance(tenants, (bytes, bytearray)) or not isinstance(tenants, Iterable):
        raise UsageError(f"a {type(tenants).__name__} is no table of tenants", _KINDS)
    found = list(tenants)
    for row in found:
        if not isinstance(row, Mapping):
            raise UsageError(f"a {type(row).__name__} is no row of a table", _KINDS)
    return found


def _of_columns(columns: Mapping[Any, Any]) -> List[Mapping[str, Any]]:
    lists: Dict[Any, List[Any]] = {}
    for name, column in columns.items():
        if isinstance(column, (str, bytes)) or not isinstance(column, Iterable):
            raise UsageError(f"the column {name!r:.80} is {column!r:.80}", "give a list with a value for each tenant")
        lists[name] = list(column)
    lengths = {name: len(column) for name, column in lists.items()}
    if len(set(lengths.values())) > 1:
        told = ", ".join(f"{name!r:.40}: {length}" for name, length in lengths.items())
        raise UsageError(f"the columns differ in length: {told}", "give each a value for every tenant, None where it has none")
    return [dict(zip(lists, row)) for row in zip(*lists.values())]


def _written(rows: List[Mapping[str, Any]]) -> bytes:
    """The rows as the file that the command would be given."""
    columns: Dict[Any, None] = dict.fromkeys(key for row in rows for key in row)
    if _FIRST in columns:
        columns = {_FIRST: None, **columns}
    for name in columns:
        if not isinstance(name, str):
            raise UsageError(f"the column {name!r:.80} is no key of a scenario", "keys are texts")
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([_cell(name, row.get(name)) for name in columns] for row in rows)
    return _encoded(text.getvalue())


def _encoded(text: str) -> bytes:
    # Whoever reads the table says where it is no Unicode text.
    return text.encode(errors="surrogatepass")


def _cell(key: str, value: Any) -> str:
    if value is None or (isinstance(value, float) and value != value):
        return ""
    if isinstance(value, float) and value.is_integer():
        # A column of whole numbers becomes one of floats where values are missing.
        value = int(value)
    return _core.table_cell(key, value)
