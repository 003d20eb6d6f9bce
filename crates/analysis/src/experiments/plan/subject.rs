//! Simulated years as tasks that any thread may run: blocks of a thousand years of one campaign.

use clientele_model::wire::{TaskKind, decode, encode};
use serde::{Deserialize, Serialize};

use crate::inference::campaign::Campaign;
use crate::inference::simulation::{Block, block};
use crate::work::Subject;

/// Campaigns whose years are drawn.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Campaigns {
    /// Each by itself.
    pub all: Vec<Campaign>,
    /// The question's seed.
    pub seed: u64,
}

/// A block of years of a campaign.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Task {
    /// Which campaign.
    pub campaign: u32,
    /// Which block.
    pub number: u32,
}

impl Campaigns {
    /// What [`Subject::to_bytes`] wrote; nothing when it is damaged.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        decode(bytes)
    }

    /// What a task comes to; nothing when there is no such campaign, or it cannot be simulated.
    pub fn draw(&self, task: Task) -> Option<Block> {
        let campaign = self.all.get(task.campaign as usize)?;
        block(campaign, self.seed, task.number).ok()
    }
}

impl Subject for Campaigns {
    fn kind(&self) -> TaskKind {
        TaskKind::Simulation
    }

    fn to_bytes(&self) -> Vec<u8> {
        encode(self)
    }

    fn run(&self, task: &[u8]) -> Option<Vec<u8>> {
        Some(encode(&self.draw(decode(task)?)?))
    }
}
