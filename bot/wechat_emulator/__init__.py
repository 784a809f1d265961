"""A small WeChat of our own: the official platform's server, and people who follow an account."""
