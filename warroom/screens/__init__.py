"""One file per screen. Talks to the room only."""
