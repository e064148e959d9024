"""Strangers' files: opened here only, in a process of its own with limits on memory, time and disk."""
