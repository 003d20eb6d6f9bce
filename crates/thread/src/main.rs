//! The program of the worker.
//!
//! A package of its own, because the package that is linked last decides for what all of it is
//! linked: the sums of `analysis` for speed. The room `crates/worker` itself is built for size.

fn main() {
    clientele_worker::run();
}
