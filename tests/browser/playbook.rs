//! Playbook cards: made from the data, changed by hand, kept, taken along with the file.

use clientele_driver::{Browser, Fault};

use super::audiences::{is_clean, press, put, until};
use super::{downloads, headline, open, saved, serve};

const LINK: &str = "?panel=playbook&data=omnichannel&of=rfm.at-risk";
const CARD: &str = "document.querySelectorAll('.paper.playbook .entry').length > 8 && !document.querySelector('.answer.dim')";

/// What an entry of the card says.
fn entry(browser: &Browser, label: &str) -> String {
    let script = "const all = [...document.querySelectorAll('.paper.playbook .entry')]; \
                  return all.find((e) => e.querySelector('h4').textContent.startsWith(arguments[0]))?.textContent ?? '';";
    let said = browser.run(script, &[label.into()]).unwrap();
    said.as_str().unwrap_or_default().to_owned()
}

#[test]
fn a_card_is_made_changed_kept_and_goes_along_with_the_file() {
    let server = serve();
    let browser = Browser::start().unwrap();
    let folder = downloads("playbook");
    browser.save_downloads_in(&folder).unwrap();
    open(&browser, &server, LINK);
    until(&browser, CARD);
    assert_eq!(headline(&browser), "Call them back by name, with a reason");
    assert!(entry(&browser, "Goal").contains("in 100 who come by themselves"));
    assert!(entry(&browser, "Offer").contains("At most 10% off"));
    is_clean(&browser);

    // Changed by hand, and still so after a reload.
    press(&browser, "Change the card");
    until(
        &browser,
        "document.querySelector('textarea[aria-label=Owner]')",
    );
    is_clean(&browser);
    put(&browser, "textarea[aria-label=Owner]", "Ada, CRM");
    put(
        &browser,
        "textarea[aria-label=Channel]",
        "A call\nthen a letter",
    );
    press(&browser, "Done");
    until(&browser, "!document.querySelector('.paper textarea')");
    browser.reload().unwrap();
    until(&browser, CARD);
    assert!(entry(&browser, "Owner").contains("changed by hand"));
    assert!(entry(&browser, "Owner").contains("Ada, CRM"));
    // Another card is as it was made.
    open(&browser, &server, &LINK.replace("at-risk", "loyal"));
    until(&browser, CARD);
    assert!(!entry(&browser, "Owner").contains("Ada"));

    // It goes along with the file.
    open(
        &browser,
        &server,
        &LINK.replace("playbook", "audience-file"),
    );
    until(
        &browser,
        "document.querySelector('[aria-labelledby=card-file] button')",
    );
    browser.click("[aria-labelledby=card-file] button").unwrap();
    let card = std::fs::read_to_string(saved(&folder, "md")).unwrap();
    for words in [
        "# At Risk",
        "- Ada, CRM",
        "- A call\n- then a letter",
        "## Measurement",
    ] {
        assert!(card.contains(words), "{words}: {card}");
    }

    // And back to what the data say.
    open(&browser, &server, LINK);
    until(&browser, CARD);
    press(&browser, "Put back what the data say");
    until(
        &browser,
        "!document.querySelector('.paper.playbook').textContent.includes('Ada')",
    );
}

#[test]
fn a_segment_has_cards_for_those_who_stand_between() {
    let server = serve();
    let browser = Browser::start().unwrap();
    open(
        &browser,
        &server,
        "?panel=segments&data=omnichannel&lens=behaviour",
    );
    until(&browser, "document.querySelector('.play .acts a')");
    press(&browser, "Playbook card");
    until(&browser, CARD);
    until(
        &browser,
        "document.querySelector('.plays .play h3')?.textContent.startsWith('Between this segment and')",
    );
    is_clean(&browser);
    press(&browser, "Export");
    until(&browser, "location.search.includes('audience-file')");
}

#[test]
fn a_table_of_plays_that_cannot_be_used_is_said_and_the_figures_stand() {
    for (fault, said) in [
        (
            Fault::Instead(b"{\"version\": 1".to_vec()),
            "The table of plays could not be read",
        ),
        (Fault::Status(404), "The table of plays could not be read"),
        (Fault::Status(500), "The table of plays could not be read"),
    ] {
        let server = serve();
        server.fail("plays.json", fault);
        let browser = Browser::start().unwrap();
        open(&browser, &server, LINK);
        until(&browser, "document.querySelector('.paper.playbook .entry')");
        let words = browser.text("main .answer").unwrap();
        assert!(words.contains(said), "{words}");
        assert_eq!(headline(&browser), "What the figures say of At Risk");
        assert!(entry(&browser, "Measurement").contains("one send tells"));
    }
}

#[test]
fn plays_that_could_not_be_had_are_looked_for_again_with_the_next_question() {
    let server = serve();
    server.fail("plays.json", Fault::Status(503));
    let browser = Browser::start().unwrap();
    open(&browser, &server, LINK);
    until(&browser, "document.querySelector('.paper.playbook .entry')");
    assert_eq!(headline(&browser), "What the figures say of At Risk");
    server.mend();
    browser
        .run(
            "document.querySelector('.rail ul a[href*=\"panel=segments\"]').click();",
            &[],
        )
        .unwrap();
    until(&browser, "document.querySelector('.play .acts a')");
    press(&browser, "Playbook card");
    until(&browser, "location.search.includes('playbook')");
    until(
        &browser,
        "document.querySelector('.paper.playbook .does') && !document.querySelector('.answer.dim')",
    );
}
