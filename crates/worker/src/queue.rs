//! What a helper keeps, and the tasks that wait for their turn.

use std::collections::{BTreeMap, VecDeque};

use clientele_analysis::subjects;
use clientele_analysis::work::Subject;
use clientele_model::wire::{FromHelper, ToHelper};

/// Subjects that are kept and tasks that wait. One task is run per turn, so that a subject can be forgotten, with the
/// tasks that wait for it, between two of them.
#[derive(Default)]
pub struct Queue {
    subjects: BTreeMap<u32, Box<dyn Subject>>,
    /// Subject, name and bytes of each task.
    waiting: VecDeque<(u32, u32, Vec<u8>)>,
}

/// A message of a helper, and the bytes that ride with it.
pub type Said = (FromHelper, Vec<u8>);

impl Queue {
    /// Nothing waits.
    pub fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }

    /// Takes what the helper is told. Returns what it has to say at once: that it is lost.
    pub fn hear(&mut self, message: ToHelper, attachment: Vec<u8>) -> Option<Said> {
        match message {
            ToHelper::Keep { subject, kind } => match subjects::read(kind, &attachment) {
                Some(kept) => drop(self.subjects.insert(subject, kept)),
                None => return Some(lost()),
            },
            ToHelper::Forget { subject } => {
                self.subjects.remove(&subject);
                self.waiting.retain(|(about, ..)| *about != subject);
            }
            ToHelper::Run { subject, task } => self.waiting.push_back((subject, task, attachment)),
        }
        None
    }

    /// Runs one task and says its result; nothing when none waits.
    pub fn turn(&mut self) -> Option<Said> {
        let (subject, task, bytes) = self.waiting.pop_front()?;
        let kept = self.subjects.get(&subject);
        Some(match kept.and_then(|kept| kept.run(&bytes)) {
            Some(result) => (FromHelper::Done { task }, result),
            None => lost(),
        })
    }
}

fn lost() -> Said {
    (FromHelper::Lost, Vec::new())
}

#[cfg(test)]
mod tests {
    use clientele_analysis::cluster::{Candidate, Matrix, Task};
    use clientele_model::segments::Algorithm;
    use clientele_model::wire::{TaskKind, encode};

    use super::*;

    const KIND: TaskKind = TaskKind::Clustering;

    fn subject() -> Matrix {
        let column: Vec<f32> = (0..40).map(|n| ((n * 7) % 11) as f32).collect();
        Matrix::new(&[column]).unwrap()
    }

    fn task(k: u8) -> Vec<u8> {
        let algorithm = Algorithm::KMeans;
        let candidate = Candidate { algorithm, k };
        encode(&Task::Fit { candidate, seed: 1 })
    }

    fn keep(queue: &mut Queue, subject: u32) {
        let bytes = self::subject().to_bytes();
        let said = queue.hear(
            ToHelper::Keep {
                subject,
                kind: KIND,
            },
            bytes,
        );
        assert_eq!(said, None);
    }

    fn run(queue: &mut Queue, subject: u32, task: u32, bytes: Vec<u8>) {
        assert_eq!(queue.hear(ToHelper::Run { subject, task }, bytes), None);
    }

    #[test]
    fn tasks_are_run_in_their_order_with_the_results_they_have_anywhere() {
        let mut queue = Queue::default();
        keep(&mut queue, 1);
        run(&mut queue, 1, 10, task(2));
        run(&mut queue, 1, 11, task(3));
        for (name, k) in [(10, 2), (11, 3)] {
            assert!(!queue.is_empty());
            let result = subject().run(&task(k)).unwrap();
            assert_eq!(
                queue.turn(),
                Some((FromHelper::Done { task: name }, result))
            );
        }
        assert!(queue.is_empty());
        assert_eq!(queue.turn(), None);
    }

    #[test]
    fn what_waits_for_a_forgotten_subject_is_not_run() {
        let mut queue = Queue::default();
        keep(&mut queue, 1);
        keep(&mut queue, 2);
        run(&mut queue, 1, 10, task(2));
        run(&mut queue, 2, 11, task(2));
        run(&mut queue, 1, 12, task(2));
        assert_eq!(
            queue.hear(ToHelper::Forget { subject: 1 }, Vec::new()),
            None
        );
        let result = subject().run(&task(2)).unwrap();
        assert_eq!(queue.turn(), Some((FromHelper::Done { task: 11 }, result)));
        assert_eq!(queue.turn(), None);
    }

    #[test]
    fn a_helper_that_does_not_understand_says_that_it_is_lost() {
        let mut queue = Queue::default();
        let kept = ToHelper::Keep {
            subject: 1,
            kind: KIND,
        };
        assert_eq!(queue.hear(kept, vec![1, 2, 3]), Some(lost()));
        keep(&mut queue, 2);
        // Of a subject that was never kept, and of no kind.
        for (subject, bytes) in [(1, task(2)), (2, vec![99])] {
            run(&mut queue, subject, 10, bytes);
            assert_eq!(queue.turn(), Some(lost()));
        }
    }
}
