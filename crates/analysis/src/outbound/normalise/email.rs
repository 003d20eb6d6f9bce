//! E-mail addresses.

use clientele_model::outbound::{Change, Wrong};

use super::{Changes, Outcome, Rule, begun, lower};

/// An e-mail address. Everybody wants small letters; Google drops dots and what follows a "+" of its own addresses, TikTok what
/// follows a "+" of all, Meta nothing. Google asks for one "@" with something on both sides and no space; for the others an
/// address must have the form of one: atoms joined by single dots, and a domain of at least two labels.
pub fn email(rule: Rule, raw: &str, out: &mut String) -> Outcome {
    begun(rule, raw, out, |text, out| {
        let start = out.len();
        let capitals = lower(text, out);
        let small = out.get(start..).unwrap_or_default();
        if small.chars().any(char::is_whitespace) {
            return Err(Wrong::NotAnAddress);
        }
        let (name, domain) = small.split_once('@').ok_or(Wrong::NotAnAddress)?;
        if name.is_empty() || domain.is_empty() || domain.contains('@') {
            return Err(Wrong::NotAnAddress);
        }
        if rule != Rule::Google && !(is_name(rule, name) && is_domain(rule, domain)) {
            return Err(Wrong::NotAnAddress);
        }
        let changes = Changes::default().with_if(capitals, Change::Capitals);
        let googles = rule == Rule::Google && matches!(domain, "gmail.com" | "googlemail.com");
        if !googles && rule != Rule::TikTok {
            return Ok(changes);
        }
        let bare = name.split('+').next().unwrap_or(name);
        let dotted = googles && bare.contains('.');
        let changes = changes
            .with_if(bare.len() < name.len(), Change::Tag)
            .with_if(dotted, Change::Dots);
        if changes.has(Change::Tag) || dotted {
            let kept = |&c: &char| !(googles && c == '.');
            let name: String = bare.chars().filter(kept).collect();
            // What is left must be a name as well: that of “a.+news@” is none.
            if name.is_empty() || (rule != Rule::Google && !is_name(rule, &name)) {
                return Err(Wrong::NotAnAddress);
            }
            let address = format!("{name}@{domain}");
            out.truncate(start);
            out.push_str(&address);
        }
        Ok(changes)
    })
}

/// Meta takes no letters beyond ASCII.
fn is_letter(rule: Rule, c: char) -> bool {
    c.is_ascii_alphanumeric() || rule != Rule::Meta && !c.is_ascii() && !c.is_control()
}

fn is_name(rule: Rule, name: &str) -> bool {
    let is_in = |c| is_letter(rule, c) || "_!#$%&'*+/=?^`{|}~-".contains(c);
    let mut atoms = name.split('.');
    atoms.all(|atom| !atom.is_empty() && atom.chars().all(is_in))
}

fn is_domain(rule: Rule, domain: &str) -> bool {
    let is_label = |label: &str| {
        let is_in = |c| is_letter(rule, c) || c == '-';
        let bounded = !label.starts_with('-') && !label.ends_with('-');
        !label.is_empty() && bounded && label.chars().all(is_in)
    };
    domain.contains('.') && domain.split('.').all(is_label)
}
