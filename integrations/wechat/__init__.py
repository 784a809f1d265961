"""WeChat's official-account platform: its signatures, its envelope, its calls, its coordinates."""
