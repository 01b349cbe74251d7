"""Inputs sought that break readers and finders: `make fuzz` for minutes, test_fuzz.py for a moment.

    python -m tests.fuzz --minutes 10 feeds warc

A target (`targets.py`, `text_targets.py`) is a strategy of inputs and a check that raises where a law is broken:
nothing crashes, evidence equals its slice, each input is a row or a recorded reason. `growth.py` doubles inputs that
repeat one thing and says where the processor time more than doubles.
"""
