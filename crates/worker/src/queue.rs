//! What a helper keeps, and the tasks that wait for their turn.

use std::collections::{BTreeMap, VecDeque};

use clientele_analysis::subjects;
use clientele_analysis::work::Subject;
use clientele_model::wire::{FromHelper, TaskKind, ToHelper};

use crate::part::{Part, Studies};

/// Subjects that are kept and tasks that wait. One task is run per turn, so that a subject can be forgotten, with the
/// tasks that wait for it, between two of them.
#[derive(Default)]
pub struct Queue {
    subjects: BTreeMap<u32, Box<dyn Subject>>,
    /// Subjects that nobody here can read so far, and the part that can.
    unread: Vec<(u32, TaskKind, Part, Vec<u8>)>,
    /// Parts whose code is here, with their studies.
    parts: Vec<(Part, Studies)>,
    /// Subject, name and bytes of each task.
    waiting: VecDeque<(u32, u32, Vec<u8>)>,
}

/// A message of a helper, and the bytes that ride with it.
pub type Said = (FromHelper, Vec<u8>);

/// What follows from what a helper is told.
#[derive(Debug, PartialEq)]
pub enum Heard {
    /// Nothing.
    Nothing,
    /// This has to be said at once.
    Say(Said),
    /// The code of this part has to be fetched, for [`Queue::plug`].
    Fetch(Part),
}

impl Queue {
    /// Nothing can be run: no task waits, but for those whose subject cannot be read so far.
    pub fn is_empty(&self) -> bool {
        self.next().is_none()
    }

    /// Takes what the helper is told.
    pub fn hear(&mut self, message: ToHelper, attachment: Vec<u8>) -> Heard {
        match message {
            ToHelper::Keep { subject, kind } => return self.keep(subject, kind, attachment),
            ToHelper::Forget { subject } => {
                self.subjects.remove(&subject);
                self.unread.retain(|(about, ..)| *about != subject);
                self.waiting.retain(|(about, ..)| *about != subject);
            }
            ToHelper::Run { subject, task } => self.waiting.push_back((subject, task, attachment)),
        }
        Heard::Nothing
    }

    fn keep(&mut self, subject: u32, kind: TaskKind, bytes: Vec<u8>) -> Heard {
        let Some(part) = Part::of_tasks(kind) else {
            return match subjects::read(kind, &bytes) {
                Some(kept) => self.kept(subject, kept),
                None => Heard::Say(lost()),
            };
        };
        if let Some((_, studies)) = self.parts.iter().find(|(of, _)| *of == part) {
            let read = studies.iter().find_map(|study| study.subject(kind, &bytes));
            return match read {
                Some(kept) => self.kept(subject, kept),
                None => Heard::Say(lost()),
            };
        }
        let is_on_its_way = self.unread.iter().any(|(_, _, of, _)| *of == part);
        self.unread.push((subject, kind, part, bytes));
        match is_on_its_way {
            true => Heard::Nothing,
            false => Heard::Fetch(part),
        }
    }

    fn kept(&mut self, subject: u32, kept: Box<dyn Subject>) -> Heard {
        self.subjects.insert(subject, kept);
        Heard::Nothing
    }

    /// The code of a part is here, with these studies; nothing where it could not be fetched. Returns what the helper has to
    /// say: that it is lost, where a subject cannot be read.
    pub fn plug(&mut self, part: Part, studies: Option<Studies>) -> Option<Said> {
        let unread = std::mem::take(&mut self.unread);
        let (own, others) = unread.into_iter().partition(|(_, _, of, _)| *of == part);
        self.unread = others;
        let Some(studies) = studies else {
            return Some(lost());
        };
        self.parts.push((part, studies));
        let own: Vec<(u32, TaskKind, Part, Vec<u8>)> = own;
        let mut said = None;
        for (subject, kind, _, bytes) in own {
            if let Heard::Say(word) = self.keep(subject, kind, bytes) {
                said = Some(word);
            }
        }
        said
    }

    /// The next task that can be run.
    fn next(&self) -> Option<usize> {
        let is_unread = |subject: u32| self.unread.iter().any(|(of, ..)| *of == subject);
        self.waiting
            .iter()
            .position(|(subject, ..)| !is_unread(*subject))
    }

    /// Runs one task and says its result; nothing when none can be run.
    pub fn turn(&mut self) -> Option<Said> {
        let (subject, task, bytes) = self.waiting.remove(self.next()?)?;
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
    use clientele_analysis::studies;
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
        assert_eq!(said, Heard::Nothing);
    }

    fn run(queue: &mut Queue, subject: u32, task: u32, bytes: Vec<u8>) {
        let said = queue.hear(ToHelper::Run { subject, task }, bytes);
        assert_eq!(said, Heard::Nothing);
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
            Heard::Nothing
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
        assert_eq!(queue.hear(kept, vec![1, 2, 3]), Heard::Say(lost()));
        keep(&mut queue, 2);
        // Of a subject that was never kept, and of no kind.
        for (subject, bytes) in [(1, task(2)), (2, vec![99])] {
            run(&mut queue, subject, 10, bytes);
            assert_eq!(queue.turn(), Some(lost()));
        }
    }

    /// What a helper is told of a subject that a part reads.
    fn keep_years(queue: &mut Queue, subject: u32, bytes: &[u8]) -> Heard {
        let kind = TaskKind::Simulation;
        queue.hear(ToHelper::Keep { subject, kind }, bytes.to_vec())
    }

    /// No campaign, and the seed 42.
    const YEARS: [u8; 2] = [0, 42];

    #[test]
    fn tasks_wait_for_the_code_that_reads_their_subject_and_others_do_not() {
        let mut queue = Queue::default();
        let fetch = Heard::Fetch(Part::Planning);
        assert_eq!(keep_years(&mut queue, 1, &YEARS), fetch);
        // It is on its way.
        assert_eq!(keep_years(&mut queue, 2, &YEARS), Heard::Nothing);
        run(&mut queue, 1, 10, vec![0, 0]);
        assert!(queue.is_empty());
        assert_eq!(queue.turn(), None);
        keep(&mut queue, 3);
        run(&mut queue, 3, 11, task(2));
        let result = subject().run(&task(2)).unwrap();
        assert_eq!(queue.turn(), Some((FromHelper::Done { task: 11 }, result)));
        assert!(queue.is_empty());
        assert_eq!(queue.plug(Part::Planning, Some(studies::PLANNING)), None);
        assert!(!queue.is_empty());
        // There is no such campaign.
        assert_eq!(queue.turn(), Some(lost()));
        // Its code is here.
        assert_eq!(keep_years(&mut queue, 4, &YEARS), Heard::Nothing);
        assert_eq!(keep_years(&mut queue, 5, &[9]), Heard::Say(lost()));
    }

    #[test]
    fn a_helper_that_cannot_fetch_code_or_read_with_it_is_lost() {
        let mut queue = Queue::default();
        keep_years(&mut queue, 1, &YEARS);
        assert_eq!(queue.plug(Part::Planning, None), Some(lost()));
        // It is fetched again for whoever asks next.
        let fetch = Heard::Fetch(Part::Planning);
        assert_eq!(keep_years(&mut queue, 2, &[9]), fetch);
        let said = queue.plug(Part::Planning, Some(studies::PLANNING));
        assert_eq!(said, Some(lost()));
    }

    #[test]
    fn what_waits_for_code_can_be_forgotten() {
        let mut queue = Queue::default();
        keep_years(&mut queue, 1, &YEARS);
        run(&mut queue, 1, 10, vec![0, 0]);
        queue.hear(ToHelper::Forget { subject: 1 }, Vec::new());
        let studies = Some(studies::PLANNING);
        assert_eq!(queue.plug(Part::Planning, studies), None);
        assert!(queue.is_empty());
    }
}
