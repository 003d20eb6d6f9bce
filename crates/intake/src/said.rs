//! What was decided while files were read, one sentence each.

/// Sentences in the order in which things were decided; each stands once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said(Vec<String>);

impl Said {
    /// Adds a sentence that does not stand there yet.
    pub fn say(&mut self, sentence: impl Into<String>) {
        let sentence = sentence.into();
        if !self.0.contains(&sentence) {
            self.0.push(sentence);
        }
    }

    /// Adds what was decided about another file.
    pub fn append(&mut self, other: Self) {
        other.0.into_iter().for_each(|sentence| self.say(sentence));
    }

    /// The sentences.
    pub fn sentences(&self) -> &[String] {
        &self.0
    }

    /// The sentences, taken out.
    pub fn into_sentences(self) -> Vec<String> {
        self.0
    }
}

/// Some names of a list in quotation marks, for a sentence.
pub fn quoted(names: &[&str]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("“{name}”")).collect();
    some(&names)
}

/// Some values of a list, for a sentence: "a, b and 3 more".
pub fn some(values: &[impl AsRef<str>]) -> String {
    const MOST: usize = 5;
    let shown: Vec<&str> = values.iter().take(MOST).map(AsRef::as_ref).collect();
    match values.len().saturating_sub(MOST) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_stands_once() {
        let mut said = Said::default();
        for sentence in ["a", "b", "a"] {
            said.say(sentence);
        }
        let mut other = Said::default();
        other.say("b");
        other.say("c");
        said.append(other);
        assert_eq!(said.into_sentences(), ["a", "b", "c"]);
    }

    #[test]
    fn lists_read_well() {
        assert_eq!(some(&["a", "b"]), "a, b");
        assert_eq!(
            some(&["a", "b", "c", "d", "e", "f", "g"]),
            "a, b, c, d, e and 2 more"
        );
    }
}
