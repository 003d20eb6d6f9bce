use super::*;

#[test]
fn parts_are_named_by_what_they_are_for() {
    assert_eq!(
        part_name(&APP, "split_data.wasm", 1),
        "part-data-0000000000000001.wasm"
    );
    assert_eq!(
        part_name(&APP, "chunk_3.wasm", 1),
        "part-shared3-0000000000000001.wasm"
    );
    assert_eq!(
        part_name(&WORKER, "split_mining.wasm", 1),
        "worker-part-mining-0000000000000001.wasm"
    );
}

#[test]
fn the_loader_is_named_once() {
    let script = "return {\n    \"./parts.js\": import1,\n    \"./parts.js\": import2,\n};";
    assert_eq!(
        with_one_loader(script),
        "return {\n    \"./parts.js\": import1,\n};"
    );
}

#[test]
fn parts_are_fetched_our_own_way() {
    let theirs =
        "const src = fetch(new URL(x));\nreturn (WebAssembly.instantiateStreaming(src, imports));";
    let ours = with_own_fetch(theirs).unwrap();
    assert!(
        ours.starts_with("const src = fetched(new URL(x));\nreturn (WebAssembly.instantiate(await src, imports));"),
        "{ours}"
    );
    assert!(with_own_fetch("import nothing;").is_err());
}
