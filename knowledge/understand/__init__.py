"""Understanding what people type: one wording, topics, notices, places, people, numbers. No model."""

from knowledge.understand.asking import is_question

__all__ = ["is_question"]
