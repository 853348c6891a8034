"""An open incident and what is done with it: the one path that writes, the desk's thread, reports out of it, the list of all."""
