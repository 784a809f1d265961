"""The listener beside a Rasa server, and the contract with a real one."""
