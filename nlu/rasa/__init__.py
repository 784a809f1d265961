"""What a Rasa server beside us needs; nothing in here imports Rasa."""
