//! The kernels of the analysis behind a few JavaScript functions, so that `cargo xtask bench` can time them
//! in Chromium on data that a peer was timed on a moment before. The page is in `tests/bench/page`.
//!
//! A [`Hand`] lives in each worker and runs tasks over its own copy of the customers; a [`Choice`] lives in
//! the page, hands tasks out and takes results in.

#![deny(missing_docs)]

mod audiences;
mod shop;

use clientele_analysis::baskets::floors::confidence;
use clientele_analysis::baskets::rules::rules;
use clientele_analysis::baskets::{Baskets, Budget, Miner};
use clientele_analysis::cluster::silhouette;
use clientele_analysis::cluster::{Matrix, Params, Selection, Task, TaskResult, run};
use clientele_analysis::inference::Unable;
use clientele_analysis::inference::campaign::Campaign;
use clientele_analysis::inference::simulation;
use js_sys::{Array, Uint8Array};
use wasm_bindgen::prelude::*;

/// Runs tasks over one matrix.
#[wasm_bindgen]
pub struct Hand {
    matrix: Matrix,
}

#[wasm_bindgen]
impl Hand {
    /// Keeps `values`: one feature of all `rows` customers after the other.
    ///
    /// # Errors
    /// When the values are not finite, or none.
    #[wasm_bindgen(constructor)]
    pub fn new(rows: u32, values: &[f32]) -> Result<Hand, JsError> {
        Ok(Hand {
            matrix: matrix(rows, values)?,
        })
    }

    /// Runs a task; both it and the result are postcard.
    ///
    /// # Errors
    /// When the bytes are not a task.
    pub fn run(&self, task: &[u8]) -> Result<Vec<u8>, JsError> {
        let task: Task = postcard::from_bytes(task)?;
        Ok(postcard::to_allocvec(&run(&task, &self.matrix))?)
    }

    /// The part of an exact silhouette that one pair of blocks adds, in postcard.
    ///
    /// # Errors
    /// Never in practice: the part is plain data.
    pub fn pair(&self, labels: &[u8], k: u32, first: u32, second: u32) -> Result<Vec<u8>, JsError> {
        let part = silhouette::pair_sums(&self.matrix, labels, k as usize, (first, second));
        Ok(postcard::to_allocvec(&part)?)
    }
}

/// The choice among all candidates, waiting for hands.
#[wasm_bindgen]
pub struct Choice {
    selection: Selection,
}

#[wasm_bindgen]
impl Choice {
    /// Begins to choose, with every parameter at its default.
    ///
    /// # Errors
    /// When there are too few customers to group.
    #[wasm_bindgen(constructor)]
    pub fn new(rows: u32, values: &[f32]) -> Result<Choice, JsError> {
        let matrix = matrix(rows, values)?;
        let selection = Selection::new(Params::default(), &matrix)?;
        Ok(Choice { selection })
    }

    /// The next wave of tasks, each an `Uint8Array` of postcard; empty at the end.
    ///
    /// # Errors
    /// Never in practice: a task is plain data.
    pub fn next_tasks(&mut self) -> Result<Array, JsError> {
        let tasks = self.selection.next_tasks();
        let bytes = tasks
            .iter()
            .map(postcard::to_allocvec)
            .collect::<Result<Vec<_>, _>>()?;
        Ok(bytes
            .iter()
            .map(|task| JsValue::from(Uint8Array::from(task.as_slice())))
            .collect())
    }

    /// Takes the results of the last wave, in its order.
    ///
    /// # Errors
    /// When one is not a result.
    pub fn supply(&mut self, results: &Array) -> Result<(), JsError> {
        let results = results
            .iter()
            .map(|bytes| postcard::from_bytes::<TaskResult>(&Uint8Array::new(&bytes).to_vec()))
            .collect::<Result<Vec<_>, _>>()?;
        self.selection.supply(results);
        Ok(())
    }

    /// The chosen number of groups, once nothing outstanding can change it.
    #[must_use]
    pub fn winner(&self) -> Option<u8> {
        self.selection.winner().map(|winner| winner.candidate.k)
    }
}

/// A thousand years of a campaign, which is JSON: a [`simulation::Block`] in postcard.
///
/// # Errors
/// When it is no campaign, or one that cannot be.
#[wasm_bindgen]
pub fn years(campaign: &str, seed: u32, number: u32) -> Result<Vec<u8>, JsError> {
    let campaign: Campaign = serde_json::from_str(campaign)?;
    let block = simulation::block(&campaign, seed.into(), number).map_err(unable)?;
    Ok(postcard::to_allocvec(&block)?)
}

/// Mean gain, its error and the share of losses, from the blocks in their order.
///
/// # Errors
/// When they are none of one campaign.
#[wasm_bindgen]
pub fn year(blocks: &Array) -> Result<Vec<f64>, JsError> {
    let blocks = blocks
        .iter()
        .map(|bytes| postcard::from_bytes(&Uint8Array::new(&bytes).to_vec()))
        .collect::<Result<Vec<simulation::Block>, _>>()?;
    let year = simulation::gathered(&blocks).map_err(unable)?;
    Ok(vec![year.mean, year.error, year.loss])
}

/// All pairs of blocks of an exact silhouette, flattened.
#[wasm_bindgen]
#[must_use]
pub fn block_pairs(labels: &[u8], k: u32) -> Vec<u32> {
    let mut sizes = vec![0; k as usize];
    for &label in labels {
        sizes[usize::from(label)] += 1;
    }
    silhouette::block_pairs(&sizes)
        .into_iter()
        .flat_map(|(first, second)| [first, second])
        .collect()
}

/// The mean silhouette from the parts of all pairs of blocks, in their order.
///
/// # Errors
/// When a part is not one, or there is one group only.
#[wasm_bindgen]
pub fn mean_silhouette(hand: &Hand, labels: &[u8], k: u32, parts: &Array) -> Result<f64, JsError> {
    let parts = parts
        .iter()
        .map(|bytes| postcard::from_bytes(&Uint8Array::new(&bytes).to_vec()))
        .collect::<Result<Vec<_>, _>>()?;
    let all = silhouette::exact_from_parts(&hand.matrix, labels, k as usize, &parts);
    all.map(|of| of.mean.mean)
        .ok_or_else(|| JsError::new("There is one group only."))
}

/// Frequent sets and tested rules from order lines (which order, which product). Returns the number of
/// baskets, of rules, of orders over all sets, and of sets of one product, two and so on.
///
/// # Errors
/// When there are more sets than the miner may keep.
#[wasm_bindgen]
pub fn mine(orders: &[u32], items: &[u32], floor: u32, length: u8) -> Result<Vec<f64>, JsError> {
    let baskets = Baskets::of_lines(orders, items);
    let found = Miner::new(&baskets, floor, length, Budget::default())
        .finish()
        .map_err(|_| JsError::new("There are more sets than fit."))?;
    let rules = rules(&found, confidence(&baskets));
    let mut counts = vec![baskets.len() as f64, rules.len() as f64];
    let orders = |level: &clientele_analysis::baskets::Level| -> f64 {
        level.count.iter().map(|&count| f64::from(count)).sum()
    };
    counts.push(found.sets.levels.iter().map(orders).sum());
    counts.extend(found.sets.levels.iter().map(|level| level.len() as f64));
    Ok(counts)
}

fn unable(why: Unable) -> JsError {
    JsError::new(&format!("{why:?}"))
}

fn matrix(rows: u32, values: &[f32]) -> Result<Matrix, JsError> {
    let columns: Vec<&[f32]> = values.chunks(rows.max(1) as usize).collect();
    Ok(Matrix::new(&columns)?)
}
