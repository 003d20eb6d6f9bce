//! Asks the linker for what the split of the worker's module needs: which function mentions which.

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    if std::env::var("CARGO_CFG_TARGET_FAMILY").is_ok_and(|family| family == "wasm") {
        println!("cargo::rustc-link-arg-bin=worker=--emit-relocs");
    }
}
