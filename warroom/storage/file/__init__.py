"""One incident file: its bytes, reading, appending, locks, who wrote what."""
