//! Every habit of this repository as a command.

fn main() {}
