//! Small pieces that several parts share, published as one module and loaded together.

use crate::step::{Broken, Done};

/// Pieces of fewer bytes are put together: each alone would cost a request, a line of the loader, and compress badly.
const SMALL: usize = 2_000;

/// Loads them all: each is a section without a name of the module that is called NAME.
const LOADER: &str = "\
const __pieces = makeLoad(() => {
  const src = fetched(new URL(\"./NAME\", import.meta.url)).then(WebAssembly.compile);
  src.catch(() => {});
  return async (imports) => Promise.all(
    WebAssembly.Module.customSections(await src, '').map((piece) => WebAssembly.instantiate(piece, imports)),
  );
}, []);
";

/// Pieces, one behind the other.
#[derive(Default)]
pub struct Pieces {
    /// What the loader calls them.
    names: Vec<String>,
    sections: Vec<u8>,
}

impl Pieces {
    /// Takes the module of a file, if it is a small piece.
    pub fn take(&mut self, file: &str, bytes: &[u8]) -> bool {
        let name = file.strip_suffix(".wasm").unwrap_or(file);
        let is_small = name.starts_with("chunk_") && bytes.len() < SMALL;
        if is_small {
            self.names.push(format!("__{name}"));
            self.sections.extend(section(bytes));
        }
        is_small
    }

    /// The module of all, and the loader with them under that name.
    pub fn published(&self, loader: &str, name: &str) -> Done<(Vec<u8>, String)> {
        let unknown = || {
            Broken::new(
                "The script that loads the parts looks different from what is expected.",
                "Use wasm_split_cli_support in the version of Cargo.lock.",
            )
        };
        let mut text = loader.to_owned();
        for piece in &self.names {
            let begin = text.find(&format!("const {piece} = makeLoad(() => {{\n"));
            let begin = begin.ok_or_else(unknown)?;
            let rest = text.get(begin..).unwrap_or_default();
            let (_, behind) = rest.split_once("\n, []);\n").ok_or_else(unknown)?;
            text = format!("{}{behind}", text.get(..begin).unwrap_or_default());
        }
        let (before, parts) = text.split_once("export const ").ok_or_else(unknown)?;
        let own = LOADER.replace("NAME", name);
        let lines = format!("{before}{own}export const {parts}");
        let lines = lines.lines().map(|line| self.needs(line) + "\n");
        let module = [b"\0asm\x01\0\0\0", &self.sections[..]].concat();
        Ok((module, lines.collect()))
    }

    /// A line of the loader; where it lists what a part needs, with all pieces instead of some.
    fn needs(&self, line: &str) -> String {
        let list = line
            .strip_prefix(", [")
            .and_then(|rest| rest.split_once(']'));
        let Some((list, behind)) = list else {
            return line.to_owned();
        };
        let mut needed: Vec<&str> = vec![];
        for name in list.split(", ").filter(|name| !name.is_empty()) {
            let is_piece = self.names.iter().any(|piece| piece == name);
            let name = if is_piece { "__pieces" } else { name };
            if !needed.contains(&name) {
                needed.push(name);
            }
        }
        format!(", [{}]{behind}", needed.join(", "))
    }
}

/// A custom section without a name: its kind and size, the name's length, and what is in it.
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
    fn the_loader_loads_small_pieces_together() {
        let piece = |at| {
            format!(
                "/* a, b */\nconst __chunk_{at} = makeLoad(() => {{\n    const src = 0;\n}}\n, []);\n"
            )
        };
        let part = |needs| {
            format!("export const load = wrapAsyncCb(makeLoad(() => {{\n}}\n, [{needs}]));\n")
        };
        let theirs = piece(1) + &piece(2) + &piece(3);
        let theirs = theirs + &part("__chunk_1, __chunk_2, __chunk_3") + &part("__chunk_2");
        let mut pieces = Pieces::default();
        assert!(pieces.take("chunk_1.wasm", b"ab"));
        assert!(!pieces.take("chunk_2.wasm", &[0; SMALL]));
        assert!(!pieces.take("split_a.wasm", b"x"));
        assert!(pieces.take("chunk_3.wasm", b"cd"));
        let (module, ours) = pieces.published(&theirs, "x.wasm").unwrap();
        assert_eq!(module, b"\0asm\x01\0\0\0\0\x03\0ab\0\x03\0cd");
        let own = LOADER.replace("NAME", "x.wasm");
        let kept = "/* a, b */\n".to_owned() + &piece(2) + "/* a, b */\n";
        let parts = part("__pieces, __chunk_2") + &part("__chunk_2");
        assert_eq!(ours, kept + &own + &parts);
        assert!(pieces.published(&ours, "x.wasm").is_err());
    }
}
