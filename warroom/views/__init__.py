"""What stands on each line of each pane: pure functions from an Incident to styled text. No Textual."""
