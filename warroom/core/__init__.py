"""The pure heart: what can happen in an incident and what follows. No file, network, clock or screen."""
