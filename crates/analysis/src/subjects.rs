//! Every kind of subject there is, one line for each: whoever runs tasks reads their subject here, or where only one study
//! hands them out, by that study (`Study::subject`).

use clientele_model::wire::TaskKind;

use crate::cluster::Matrix;
use crate::work::Subject;

/// Reads what [`Subject::to_bytes`] wrote; nothing when it is damaged, or of a kind that a study reads.
#[must_use]
pub fn read(kind: TaskKind, bytes: &[u8]) -> Option<Box<dyn Subject>> {
    Some(match kind {
        TaskKind::Clustering => Box::new(Matrix::from_bytes(bytes).ok()?),
        TaskKind::Simulation => return None,
    })
}

#[cfg(test)]
mod tests {
    use clientele_model::segments::Algorithm;
    use clientele_model::wire::{decode, encode};

    use super::*;
    use crate::cluster::{self, Candidate, Task, TaskResult};

    #[test]
    fn a_task_has_the_same_result_here_and_where_its_subject_came_as_bytes() {
        let column: Vec<f32> = (0..40).map(|n| ((n * 7) % 11) as f32).collect();
        let matrix = Matrix::new(&[column]).unwrap();
        let candidate = Candidate {
            algorithm: Algorithm::KMeans,
            k: 3,
        };
        let task = Task::Fit { candidate, seed: 7 };
        let there = read(matrix.kind(), &Subject::to_bytes(&matrix)).unwrap();
        let result = there.run(&encode(&task)).unwrap();
        assert_eq!(
            decode::<TaskResult>(&result),
            Some(cluster::run(&task, &matrix))
        );
    }

    #[test]
    fn what_is_no_subject_or_no_task_is_refused() {
        assert!(read(TaskKind::Clustering, &[1, 2, 3]).is_none());
        let matrix = Matrix::new(&[[1.0, 2.0]]).unwrap();
        assert_eq!(matrix.run(&[]), None);
        assert_eq!(matrix.run(&[99]), None);
    }
}
