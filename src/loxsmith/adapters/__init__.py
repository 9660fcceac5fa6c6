"""Doors to the world outside: each engine or service has one module here, and no chapter below knows of it."""
