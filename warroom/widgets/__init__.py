"""One file per pane. Takes data, posts intents; knows core and views only."""
