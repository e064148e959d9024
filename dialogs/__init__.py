"""What is said next: `step(state, event, world)` and the dialogs it hands over to. Pure."""
