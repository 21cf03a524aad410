"""The website: settings, addresses, the frame of every page."""
