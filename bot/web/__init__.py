"""The web chat: one page, a handful of routes, and nothing from anywhere else."""
