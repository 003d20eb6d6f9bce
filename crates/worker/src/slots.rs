//! One question per slot, taking turns.

use clientele_model::wire::{JobId, Slot};

/// The order in which slots take turns.
const ORDER: [Slot; 9] = [
    Slot::Panel,
    Slot::Frame,
    Slot::Filter,
    Slot::Name,
    Slot::Part,
    Slot::Sheet,
    Slot::Offer,
    Slot::Download,
    // Files are read as they come and take no turns.
    Slot::File,
];

/// What runs in each slot. The newest of a slot replaces the one before.
#[derive(Debug)]
pub struct Slots<T> {
    held: [Option<(JobId, T)>; ORDER.len()],
    turn: usize,
}

impl<T> Default for Slots<T> {
    fn default() -> Self {
        Self {
            held: [const { None }; ORDER.len()],
            turn: 0,
        }
    }
}

impl<T> Slots<T> {
    /// Puts a job into its slot and returns what it replaces.
    pub fn start(&mut self, slot: Slot, job: JobId, one: T) -> Option<T> {
        let place = ORDER.iter().position(|&of| of == slot)?;
        self.held[place].replace((job, one)).map(|(_, old)| old)
    }

    /// Takes a job out.
    pub fn remove(&mut self, job: JobId) -> Option<T> {
        let place = self.place(job)?;
        self.held[place].take().map(|(_, one)| one)
    }

    /// A job by its name.
    pub fn get_mut(&mut self, job: JobId) -> Option<&mut T> {
        let place = self.place(job)?;
        self.held[place].as_mut().map(|(_, one)| one)
    }

    /// Whether nothing runs.
    pub fn is_empty(&self) -> bool {
        self.held.iter().all(Option::is_none)
    }

    /// What runs, in the order of slots.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = (JobId, &mut T)> {
        self.held
            .iter_mut()
            .filter_map(|one| one.as_mut().map(|(job, one)| (*job, one)))
    }

    /// Whose turn it is among those that `can` go on; slots take turns.
    pub fn next(&mut self, can: impl Fn(&T) -> bool) -> Option<JobId> {
        for step in 1..=ORDER.len() {
            let place = (self.turn + step) % ORDER.len();
            match &self.held[place] {
                Some((job, one)) if can(one) => {
                    self.turn = place;
                    return Some(*job);
                }
                Some(_) | None => {}
            }
        }
        None
    }

    fn place(&self, job: JobId) -> Option<usize> {
        self.held
            .iter()
            .position(|one| one.as_ref().is_some_and(|(of, _)| *of == job))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slots_take_turns_and_skip_who_cannot() {
        let mut slots = Slots::default();
        slots.start(Slot::Panel, 1, true);
        slots.start(Slot::Sheet, 2, true);
        slots.start(Slot::Download, 3, false);
        let turns: Vec<_> = (0..4).map(|_| slots.next(|&can| can)).collect();
        assert_eq!(turns, [Some(2), Some(1), Some(2), Some(1)]);
        assert_eq!(slots.next(|_| false), None);
    }

    #[test]
    fn the_newest_replaces_and_the_old_name_is_gone() {
        let mut slots = Slots::default();
        assert_eq!(slots.start(Slot::Panel, 1, "old"), None);
        assert_eq!(slots.start(Slot::Panel, 2, "new"), Some("old"));
        assert_eq!(slots.remove(1), None);
        assert_eq!(slots.get_mut(2), Some(&mut "new"));
        assert_eq!(slots.remove(2), Some("new"));
        assert!(slots.is_empty());
    }
}
