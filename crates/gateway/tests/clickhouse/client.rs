//! What the client makes of answers and failures.
