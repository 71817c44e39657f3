"""A sweep of faults leaves none of its kinds out, however little time there is."""

from dataclasses import dataclass, field
from typing import cast

from soak.faults import FaultTrial, Sweep, sweep_all


@dataclass
class TrialThatHits:
    """Meets every fault, and remembers whose."""

    tried: list[str] = field(default_factory=list)

    def run(self, name: str, fault: object) -> bool:
        """Do nothing else."""
        self.tried.append(name)
        return fault is not None


def test_each_sweep_is_tried_once_although_the_time_is_over_at_once() -> None:
    trial = TrialThatHits()
    sweeps = [Sweep(subject, "fdatasync", "EIO", for_good=False) for subject in ("journal", "store")]
    assert len(sweep_all(cast("FaultTrial", trial), sweeps, 0.0)) == 2
    assert trial.tried == ["journal", "store"]
