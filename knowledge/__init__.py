"""What the notices say: clauses, facts, rules, forms. Pure, except `load`, which reads files."""
