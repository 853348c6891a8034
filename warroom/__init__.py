"""warroom: a war room for production incidents, in the terminal."""

__version__ = "0.1.0"
