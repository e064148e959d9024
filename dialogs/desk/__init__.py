"""The desks of the unit's contact and of the office."""
