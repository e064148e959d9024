"""Pairs of neighbouring characters, by which two Chinese texts are held to speak of the same."""

PAIR = 2


def pairs(text: str) -> frozenset[str]:
    return frozenset(text[start : start + PAIR] for start in range(len(text) - PAIR + 1))
