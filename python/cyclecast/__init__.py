"""Forecasts of the sync cycles of the Microsoft Entra provisioning service.

>>> import cyclecast
>>> outcome = cyclecast.estimate(users=500, replications=50)
>>> outcome.to_json()[:1]
b'{'

Every function does what the command of its name does, with the same core: the same scenario, settings and seed give the same
bytes.
"""

from ._asking import ProgressCallback, calibrate, compare, estimate, fleet, logs, reproduce, run, sweep
from ._core import __version__
from ._errors import (
    CyclecastError,
    InternalError,
    Interrupted,
    PartsLostError,
    Problem,
    ScenarioError,
    SimulationError,
    UsageError,
)
from ._results import (
    Calibration,
    Comparison,
    Fleet,
    LogSummary,
    Outcome,
    Reproduction,
    Result,
    Sweep,
    read_outcome,
)
from ._scenario import Check, Scenario, ScenarioLike
from ._tenants import TenantsLike

__all__ = [
    "Calibration",
    "Check",
    "Comparison",
    "CyclecastError",
    "Fleet",
    "InternalError",
    "Interrupted",
    "LogSummary",
    "Outcome",
    "PartsLostError",
    "Problem",
    "ProgressCallback",
    "Reproduction",
    "Result",
    "Scenario",
    "ScenarioError",
    "ScenarioLike",
    "SimulationError",
    "Sweep",
    "TenantsLike",
    "UsageError",
    "__version__",
    "calibrate",
    "compare",
    "estimate",
    "fleet",
    "logs",
    "read_outcome",
    "reproduce",
    "run",
    "sweep",
]
