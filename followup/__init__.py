"""What must be done later, and when: due actions, quiet hours, surveys."""
