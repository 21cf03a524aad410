"""A small phone and a desk."""

PHONE, DESK = 360, 1280
