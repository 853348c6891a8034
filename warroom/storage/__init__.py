"""Incident files and the library of them. Knows bytes and events as dicts, never what an event means."""
