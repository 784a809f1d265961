"""Tests of the Telegram channel and of the emulator it talks to."""
