"""Cases: a file opened on a route, walked by acts."""
