"""An Incident as Markdown, HTML, PDF, JSON, CSV or a brief. Reads, never changes."""
