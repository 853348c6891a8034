"""The war room on the screen: one file per pane, and the screen that loops over them."""
