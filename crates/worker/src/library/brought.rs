//! What stands beside the data sets: the table of plays, campaigns and lists of customers that somebody brought.

use std::sync::Arc;

use clientele_analysis::dataset::Campaigns;
use clientele_analysis::plays::{Mistake, Plays};
use clientele_model::failure::Failure;
use clientele_model::question::AnyQuestion;

use super::Library;

impl Library {
    /// The table of plays is here, or will not be.
    pub fn advise(&mut self, plays: Result<Arc<Plays>, Mistake>) {
        for (_, engine) in &mut self.sets {
            engine.advise(plays.clone());
        }
        self.plays = Some(plays);
    }

    /// Campaigns of a result file stand beside those of a data set.
    ///
    /// # Errors
    /// [`Failure::NoDataset`], and when nothing of the data set is here: it was not looked at, or put away meanwhile.
    pub fn bring(
        &mut self,
        dataset: Option<&str>,
        campaigns: Arc<Campaigns>,
    ) -> Result<(), Failure> {
        let address = self.address(dataset)?;
        match self.engine(&address) {
            Some(engine) => {
                engine.bring(campaigns);
                Ok(())
            }
            None => Err(Failure::Refused {
                sentence: "This data set is still loading. Nothing was read; wait until the panel shows it, then drop the file again.".to_owned(),
            }),
        }
    }

    /// A table of plays that could not be had is looked for anew with the next question.
    pub fn ask_for_plays_again(&mut self) {
        if matches!(self.plays, Some(Err(Mistake::NotHad(_)))) {
            self.plays = None;
        }
    }

    /// A list of customers is here.
    pub fn bring_list(&mut self, key: String, text: String) {
        self.lists.retain(|(other, _)| *other != key);
        self.lists.push((key, text));
    }
}

/// Whether the answer says what to do with customers.
pub(super) fn takes_plays(question: &AnyQuestion) -> bool {
    matches!(
        question,
        AnyQuestion::Segments(_) | AnyQuestion::Overview(_) | AnyQuestion::WritePlaybook(_)
    )
}
