"""Many households and many places at once: proposed by the optimiser, looked at, changed and confirmed by people."""
