//! The `clientele` command.

fn main() {}
