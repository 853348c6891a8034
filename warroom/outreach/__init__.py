"""What goes out: notifications, tickets, calendar files. Spooled when the network is down."""
