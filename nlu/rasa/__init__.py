"""What a Rasa server beside us needs: pipelines, domain, locked requirements; nothing imports Rasa."""
