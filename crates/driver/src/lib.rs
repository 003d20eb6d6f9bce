//! Drives Chromium for tests and benchmarks.
