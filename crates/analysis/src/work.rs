//! Tasks that any thread may run: a subject that is kept, and what to do with it, all of it as bytes.
//!
//! A job hands out tasks that do not depend on each other. Whoever runs them needs the bytes of their subject, once, and
//! those of each task; so threads that help know nothing of what they do. Same subject and task, same result, on any
//! machine.

use clientele_model::wire::TaskKind;

/// What tasks are about.
pub trait Subject: Send + Sync {
    /// What kind of tasks it is for.
    fn kind(&self) -> TaskKind;

    /// It as bytes, for `subjects::read`.
    fn to_bytes(&self) -> Vec<u8>;

    /// The result of a task; nothing when that is not one of its kind.
    fn run(&self, task: &[u8]) -> Option<Vec<u8>>;
}
