"""Attacks on the promise that nothing is lost and nothing leaks; all of them: ``python -m tests.trust``."""
