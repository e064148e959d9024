"""The long proofs: `make proof` runs them at full size and prints their figures, `make test` runs small ones."""
