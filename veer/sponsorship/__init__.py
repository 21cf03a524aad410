"""Citizens and organisations that bring somebody: their group, money, home, and the public draw of places."""
