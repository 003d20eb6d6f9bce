//! Small pieces that several parts share, published as one module.

use crate::step::{Broken, Done};

/// Pieces of fewer bytes that several parts share are one file: each alone would cost a request, and compress badly.
const SMALL: usize = 2_000;

/// Takes one of them out of that file, where each is a section without a name, and fetches it anew when it did not come.
const SCRIPT: &str = "
let pieces;
function piece(at) {
  const src = pieces ??= fetched(new URL(\"./PIECES\", import.meta.url)).then(WebAssembly.compile);
  src.catch(() => { pieces = undefined; });
  return async (imports) => WebAssembly.instantiate(WebAssembly.Module.customSections(await src, '')[at], imports);
}
";

/// Pieces, one behind the other.
#[derive(Default)]
pub struct Pieces {
    sections: Vec<u8>,
    count: usize,
}

impl Pieces {
    /// Takes a piece, if it is small.
    pub fn take(&mut self, bytes: &[u8]) -> bool {
        let is_small = bytes.len() < SMALL;
        if is_small {
            self.sections.extend(section(bytes));
            self.count += 1;
        }
        is_small
    }

    /// The loader, which takes `chunk` from here: the piece that was taken last.
    pub fn with_last(&self, loader: &str, chunk: &str) -> Done<String> {
        let unknown = || {
            Broken::new(
                "The script that loads the parts fetches a piece differently from what is expected.",
                "Use wasm_split_cli_support in the version of Cargo.lock.",
            )
        };
        let (before, rest) = loader
            .split_once(&format!("const src = fetched(new URL(\"./{chunk}\""))
            .ok_or_else(unknown)?;
        let (begin, _) = before.rsplit_once("() => {").ok_or_else(unknown)?;
        let (_, behind) = rest.split_once("imports));\n}").ok_or_else(unknown)?;
        Ok(format!(
            "{begin}() => piece({}){behind}",
            self.count.saturating_sub(1)
        ))
    }

    /// The module, and what the loader needs to know of it; nothing when there are none.
    pub fn published(self) -> Option<(Vec<u8>, &'static str)> {
        let module = [b"\0asm\x01\0\0\0", &self.sections[..]].concat();
        (self.count > 0).then_some((module, SCRIPT))
    }
}

/// A custom section without a name.
fn section(bytes: &[u8]) -> Vec<u8> {
    let mut section = vec![0];
    let mut size = bytes.len() + 1;
    while size > 127 {
        section.push((size % 128) as u8 | 128);
        size /= 128;
    }
    section.extend([size as u8, 0]);
    section.extend(bytes);
    section
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_piece_is_a_section_of_a_module() {
        assert_eq!(section(b"ab"), [0, 3, 0, b'a', b'b']);
        let long = section(&[7; 300]);
        assert_eq!(long[..5], [0, 0xad, 0x02, 0, 7]);
        assert_eq!(long.len(), 304);
    }

    #[test]
    fn the_loader_takes_pieces_out_of_one_file() {
        let one = |chunk| {
            format!(
                "const {chunk} = makeLoad(() => {{\n    const src = fetched(new URL(\"./{chunk}.wasm\", import.meta.url));\n    src.catch(() => {{}});\n    return async (imports) => (WebAssembly.instantiate(await src, imports));\n}}\n, []);\n"
            )
        };
        let theirs = one("chunk_1") + &one("chunk_2");
        let mut pieces = Pieces::default();
        assert!(pieces.take(b"ab") && !pieces.take(&[0; SMALL]) && pieces.take(b"cd"));
        let ours = pieces.with_last(&theirs, "chunk_2.wasm").unwrap();
        assert_eq!(
            ours,
            one("chunk_1") + "const chunk_2 = makeLoad(() => piece(1)\n, []);\n"
        );
        assert!(pieces.with_last(&ours, "chunk_2.wasm").is_err());
        let (module, script) = pieces.published().unwrap();
        assert_eq!(module, b"\0asm\x01\0\0\0\0\x03\0ab\0\x03\0cd");
        assert!(script.contains("PIECES"));
        assert_eq!(Pieces::default().published(), None);
    }
}
