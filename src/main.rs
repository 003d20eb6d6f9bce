//! The face of Clientele.

fn main() {}
