//! Tasks of jobs that helpers do: handed out, gathered, and given to others when a helper is lost.

use clientele_model::wire::{BUILD, FromHelper, JobId, Stage};

use super::Answering;
use crate::pending::Phase;

impl Answering {
    /// Work is coming that helpers can share.
    pub fn call_helpers(&mut self) {
        self.pool.wake();
    }

    /// Hands tasks to helpers that are free.
    pub(super) fn share(&mut self) {
        let Self { slots, pool, .. } = self;
        for (_, pending) in slots.iter_mut() {
            let Some(sharing) = pending.sharing() else {
                continue;
            };
            while pool.is_free() {
                let Some((at, task)) = sharing.fan.take() else {
                    break;
                };
                match pool.hand(sharing.name, task) {
                    Some(named) => drop(sharing.handed.insert(named, at)),
                    None => {
                        sharing.fan.give_back(at);
                        break;
                    }
                }
            }
        }
    }

    /// Says how far the tasks of a job are, and goes on with the job when all are done.
    pub(super) fn gather(&mut self, id: JobId) {
        let Some(pending) = self.slots.get_mut(id) else {
            return;
        };
        let Some(sharing) = pending.sharing() else {
            return;
        };
        let (done, of) = sharing.fan.progress();
        if let Some(results) = sharing.fan.results() {
            pending.phase = match pending.take_phase() {
                Phase::Sharing(mut sharing) => {
                    sharing.job.supply(results);
                    Phase::Running(sharing.job)
                }
                other @ (Phase::Waiting(_) | Phase::Running(_)) => other,
            };
        }
        let stage = match pending.said.stage() {
            Stage::Scoring => Stage::Scoring,
            Stage::Fetching | Stage::Counting | Stage::Grouping | Stage::Mining => Stage::Grouping,
        };
        pending.said.say(id, stage, done, of);
        self.look();
    }

    /// What a helper said; nothing when it broke down.
    pub(super) fn hear_helper(&mut self, id: u32, said: Option<(FromHelper, Vec<u8>)>) {
        match said {
            Some((FromHelper::Ready { build }, _)) => {
                self.pool.ready(id);
                if build != BUILD {
                    self.lose(id);
                }
            }
            Some((FromHelper::Done { task }, result)) => {
                self.pool.done(id, task);
                self.take_result(task, &result);
            }
            Some((FromHelper::Lost, _)) | None => self.lose(id),
        }
        self.look();
    }

    /// The result of a task goes to the job it is of.
    fn take_result(&mut self, task: u32, result: &[u8]) {
        let owner = self.slots.iter_mut().find_map(|(job, pending)| {
            let sharing = pending.sharing()?;
            let at = sharing.handed.remove(&task)?;
            sharing.fan.done(at, result.to_owned());
            Some(job)
        });
        self.share();
        if let Some(job) = owner {
            self.gather(job);
        }
    }

    /// What a lost helper held goes to others.
    pub(super) fn lose(&mut self, id: u32) {
        for task in self.pool.lose(id) {
            for (_, pending) in self.slots.iter_mut() {
                if let Some(sharing) = pending.sharing()
                    && let Some(at) = sharing.handed.remove(&task)
                {
                    sharing.fan.give_back(at);
                }
            }
        }
    }
}
