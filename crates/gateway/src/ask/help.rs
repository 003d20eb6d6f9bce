//! What a question may be, for `clientele ask --help`: from the tables that links are read by.

use clientele_model::filters::FILTERS;
use clientele_model::link::{Panel, Param};
use clientele_model::selection::FORMS;

/// The panels, every parameter of a link, and every kind of selection.
pub fn questions() -> String {
    let mut text = "Questions, each with the parameters of its own:\n".to_owned();
    for panel in Panel::ALL {
        let declared = panel.declared();
        row(&mut text, &format!("/{}", declared.key), declared.help);
        params(&mut text, "    ", declared.params);
    }
    text.push_str("\nParameters of every question, as in '/segments?country=France&k=5':\n");
    params(&mut text, "", FILTERS);
    text.push_str("\nSelections of customers, for only= and of=:\n");
    for form in FORMS {
        text.push_str(&format!("  {}\n      {}\n", form.example, form.means));
    }
    text
}

fn params<T>(text: &mut String, indent: &str, params: &[Param<T>]) {
    for param in params {
        row(text, &format!("{indent}{}=", param.key), param.help);
    }
}

fn row(text: &mut String, name: &str, help: &str) {
    text.push_str(&format!("  {name:<20}{help}\n"));
}
