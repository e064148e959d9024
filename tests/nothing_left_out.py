"""A pytest plugin for CI: a skipped test fails the run, so that nothing is left out unnoticed."""

import pytest

_left_out: list[str] = []


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.skipped and not hasattr(report, "wasxfail"):
        _left_out.append(report.nodeid)


def pytest_collectreport(report: pytest.CollectReport) -> None:
    if report.skipped:
        _left_out.append(report.nodeid)


def pytest_sessionfinish(session: pytest.Session) -> None:
    if _left_out:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if _left_out:
        terminalreporter.write_line(f"With CI set nothing may be left out: {', '.join(_left_out)}", red=True)
