"""What comes in from outside: recorded commands, piped logs, attachments, imports. Checked on the way in."""
