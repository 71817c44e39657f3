"""A pytest plugin for full runs: a test that was skipped counts as failed.

Rule: `run.py test --full` installs what every test needs, so whatever is still skipped there hides something.
"""

from collections.abc import Generator

import pytest


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn a skipped test into a failed one; an expected failure stays what it is."""
    report = yield
    if report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"A full run skips nothing. {reason(report.longrepr)}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Turn a file that skips itself while it is read into an error."""
    report = yield
    if report.skipped:
        report.outcome = "failed"
        report.longrepr = f"A full run skips nothing. {reason(report.longrepr)}"
    return report


def reason(skip: object) -> object:
    """Pytest keeps a skip as (file, line, reason)."""
    return skip[2] if isinstance(skip, tuple) else skip
