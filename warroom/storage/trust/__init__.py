"""What an incident file proves, and what takes words out of it or saves it from damage."""
