"""The shell: channels, clock and processes. The only asynchronous code."""
