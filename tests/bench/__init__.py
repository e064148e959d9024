"""Measurements, each a program of its own: `python -m tests.bench.turns`, `.memory`, `.growth`,
`.questions`. Nothing is asserted."""
