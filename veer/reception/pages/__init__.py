"""The pages of reception: for who works on it, for who waits or stays, and for everybody."""
