//! Starts the thread.

fn main() {
    clientele_worker::run();
}
