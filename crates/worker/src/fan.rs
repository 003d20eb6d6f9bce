//! Tasks spread over many hands, results in the order of the tasks.

use std::collections::VecDeque;

/// Tasks of one step and what became of them. Whoever is free takes the next one; what a lost
/// hand held is given back and goes first.
#[derive(Debug)]
pub struct Fan<T, R> {
    tasks: Vec<T>,
    results: Vec<Option<R>>,
    waiting: VecDeque<u32>,
    missing: u32,
}

impl<T, R> Fan<T, R> {
    /// All tasks wait.
    pub fn new(tasks: Vec<T>) -> Self {
        let count = tasks.len() as u32;
        Self {
            results: tasks.iter().map(|_| None).collect(),
            tasks,
            waiting: (0..count).collect(),
            missing: count,
        }
    }

    /// Whether a task waits for somebody to take it.
    pub fn has_waiting(&self) -> bool {
        !self.waiting.is_empty()
    }

    /// How many are done, of how many.
    pub fn progress(&self) -> (u32, u32) {
        let of = self.tasks.len() as u32;
        (of - self.missing, of)
    }

    /// The next task and its position.
    pub fn take(&mut self) -> Option<(u32, &T)> {
        let at = self.waiting.pop_front()?;
        Some((at, self.tasks.get(at as usize)?))
    }

    /// Takes a task back that was not done.
    pub fn give_back(&mut self, at: u32) {
        let is_missing = self.results.get(at as usize).is_some_and(Option::is_none);
        if is_missing && !self.waiting.contains(&at) {
            self.waiting.push_front(at);
        }
    }

    /// Takes a result; the first one for a position counts.
    pub fn done(&mut self, at: u32, result: R) {
        if let Some(place @ None) = self.results.get_mut(at as usize) {
            *place = Some(result);
            self.missing -= 1;
        }
    }

    /// All results in the order of the tasks, once, when none is missing.
    pub fn results(&mut self) -> Option<Vec<R>> {
        if self.missing > 0 {
            return None;
        }
        Some(self.results.drain(..).flatten().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Runs ten tasks by hands that finish in the order of `finish` (position in the bag of tasks
    /// taken), losing the hand that took the task `lost`.
    #[track_caller]
    fn check(hands: usize, lost: Option<u32>) {
        let mut fan: Fan<u32, u32> = Fan::new((0..10).collect());
        let mut taken = Vec::new();
        let mut lost = lost;
        loop {
            while taken.len() < hands {
                let Some((at, &task)) = fan.take() else { break };
                taken.push((at, task));
            }
            // The hand that took last finishes first.
            let Some((at, task)) = taken.pop() else { break };
            if lost == Some(at) {
                lost = None;
                fan.give_back(at);
            } else {
                fan.done(at, task * task);
            }
        }
        assert_eq!(fan.progress(), (10, 10));
        let squares: Vec<u32> = (0..10).map(|n| n * n).collect();
        assert_eq!(fan.results(), Some(squares));
    }

    #[test]
    fn results_come_in_the_order_of_tasks_for_any_number_of_hands() {
        for hands in [1, 2, 4, 20] {
            check(hands, None);
        }
    }

    #[test]
    fn what_a_lost_hand_held_is_done_by_others() {
        for lost in [0, 3, 9] {
            check(3, Some(lost));
        }
    }

    #[test]
    fn a_second_result_and_a_late_return_change_nothing() {
        let mut fan: Fan<(), u8> = Fan::new(vec![(), ()]);
        fan.take();
        fan.give_back(0);
        fan.give_back(0);
        fan.done(0, 1);
        fan.done(0, 2);
        fan.give_back(0);
        fan.give_back(7);
        fan.done(7, 9);
        assert_eq!(fan.results(), None);
        fan.done(1, 3);
        assert_eq!(fan.results(), Some(vec![1, 3]));
    }

    #[test]
    fn no_task_is_done_at_once() {
        assert_eq!(Fan::<(), ()>::new(Vec::new()).results(), Some(Vec::new()));
    }
}
