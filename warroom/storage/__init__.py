"""Incident files and the library that holds them.

Storage keeps JSON lines safe. It knows the envelope of an event (id, recorded_at, origin, n, hlc, after, crc)
and never what an event means. Nothing here imports Textual or msgspec; only `tiny` imports TinyDB, so that a
`warroom log` process starts quickly.
"""
