//! Small modules without what no browser reads: names, and which tools made them.

/// What every module begins with: a mark and a version.
const HEAD: usize = 8;

/// The sections of a module but for custom ones; nothing where it is no module.
pub fn bare(module: &[u8]) -> Option<Vec<u8>> {
    let mut out = module.get(..HEAD)?.to_vec();
    let mut at = HEAD;
    while at < module.len() {
        let start = at;
        let is_custom = module[at] == 0;
        let (length, behind) = number(module, at + 1)?;
        at = behind.checked_add(length)?;
        let section = module.get(start..at)?;
        if !is_custom {
            out.extend_from_slice(section);
        }
    }
    Some(out)
}

/// A number of seven bits a byte, the lowest first, and where what follows begins.
fn number(bytes: &[u8], mut at: usize) -> Option<(usize, usize)> {
    let mut number = 0_usize;
    for shift in (0..35).step_by(7) {
        let byte = *bytes.get(at)?;
        at += 1;
        number |= usize::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some((number, at));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    const MARK: &[u8] = b"\0asm\x01\0\0\0";

    #[test]
    fn custom_sections_are_left_out_and_all_others_stay() {
        let types = [1, 4, 1, 0x60, 0, 0];
        let name = [0, 5, 4, b'n', b'a', b'm', b'e'];
        // Its length takes two bytes.
        let long = [&[0, 0x80 | 2, 1][..], &[0; 130]].concat();
        let module = [MARK, &name, &types, &long, &name].concat();
        assert_eq!(bare(&module).unwrap(), [MARK, &types].concat());
        assert_eq!(bare(MARK).unwrap(), MARK);
    }

    #[test]
    fn what_is_no_module_is_nothing() {
        assert_eq!(bare(b"\0as"), None);
        assert_eq!(bare(&[MARK, &[1, 9, 0]].concat()), None);
        assert_eq!(bare(&[MARK, &[1, 0x80]].concat()), None);
    }
}
