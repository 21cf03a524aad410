"""The public pages: nobody logs in."""
