//! A pack in memory and questions about it, as the worker of the page has them.

use std::sync::Arc;

use clientele_analysis::engine::{Engine, Source, Step, finish};
use clientele_analysis::studies;
use clientele_intake::outcomes;
use clientele_model::Date;
use clientele_model::question::{AnyQuestion, AnyReport};
use wasm_bindgen::prelude::*;

/// A pack, as far as its files came.
#[wasm_bindgen]
pub struct Shop {
    engine: Engine,
}

#[wasm_bindgen]
impl Shop {
    /// Nothing but the catalogue is here.
    ///
    /// # Errors
    /// When it is not one.
    #[wasm_bindgen(constructor)]
    pub fn new(catalogue: &str) -> Result<Shop, JsError> {
        let source = Source::Pack(serde_json::from_str(catalogue)?);
        let engine = Engine::new(source, Vec::new(), &studies::all());
        Ok(Shop { engine })
    }

    /// Tables that this question takes and that are not here, each followed by where it lies.
    ///
    /// # Errors
    /// When it cannot be asked of this pack.
    pub fn needs(&self, question: &str) -> Result<Vec<String>, JsError> {
        let files = self.engine.wants(&parse(question)?)?.files().into_iter();
        Ok(files.flat_map(|file| [file.table, file.path]).collect())
    }

    /// Takes a file.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn supply(&mut self, table: &str, bytes: Vec<u8>) -> Result<(), JsError> {
        Ok(self.engine.supply(table, &bytes)?)
    }

    /// Takes a result file, as somebody drops it.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn bring(&mut self, name: &str, bytes: &[u8]) -> Result<(), JsError> {
        let today = Date::from_epoch_days(20_800);
        let outcomes = outcomes::read(name, bytes, today);
        let outcomes = outcomes.map_err(|why| JsError::new(&why.to_string()))?;
        self.engine.bring(Arc::new(outcomes.campaigns));
        Ok(())
    }

    /// Answers, and says how many milliseconds each step took, in their order; tasks for helpers are done between them and
    /// each counts as one.
    ///
    /// # Errors
    /// When there is no answer.
    pub fn steps(&mut self, question: &str) -> Result<Vec<f64>, JsError> {
        let begin = now();
        let mut job = self.engine.start(&parse(question)?)?;
        let mut times = vec![now() - begin];
        loop {
            let begin = now();
            let step = job.step()?;
            times.push(now() - begin);
            match step {
                Step::Done(_) => return Ok(times),
                Step::Tasks { about, tasks } => {
                    let mut results = Vec::new();
                    for task in tasks {
                        let begin = now();
                        results.push(about.run(&task).unwrap_or_default());
                        times.push(now() - begin);
                    }
                    let begin = now();
                    job.supply(results);
                    times.push(now() - begin);
                }
                Step::Partial(_) | Step::More { .. } | Step::Waits => {}
            }
        }
    }

    /// The report as JSON text.
    ///
    /// # Errors
    /// When there is no answer.
    pub fn report(&mut self, question: &str) -> Result<String, JsError> {
        match finish(self.engine.start(&parse(question)?)?)? {
            AnyReport::JudgeTest(report) => Ok(serde_json::to_string(&report)?),
            AnyReport::PlanTest(report) => Ok(serde_json::to_string(&report)?),
            _ => Err(JsError::new("The bench does not ask this.")),
        }
    }

    /// Answers, and says how many rows the report has: rules, products or hits.
    ///
    /// # Errors
    /// When there is no answer.
    pub fn ask(&mut self, question: &str) -> Result<u32, JsError> {
        let job = self.engine.start(&parse(question)?)?;
        rows(finish(job)?)
    }

    /// Goes on until a first report stands, and says how many rows it has.
    ///
    /// # Errors
    /// When there is no answer.
    pub fn ask_first(&mut self, question: &str) -> Result<u32, JsError> {
        let mut job = self.engine.start(&parse(question)?)?;
        loop {
            match job.step()? {
                Step::Partial(report) | Step::Done(report) => return rows(report.into_any()),
                Step::More { .. } | Step::Tasks { .. } | Step::Waits => {}
            }
        }
    }
}

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = performance)]
    pub(crate) fn now() -> f64;
}

/// Bytes of memory that the module has taken so far; it never gives any back.
#[wasm_bindgen]
#[must_use]
pub fn taken() -> f64 {
    let memory: js_sys::WebAssembly::Memory = wasm_bindgen::memory().unchecked_into();
    let buffer: js_sys::ArrayBuffer = memory.buffer().unchecked_into();
    f64::from(buffer.byte_length())
}

fn parse(question: &str) -> Result<AnyQuestion, JsError> {
    let parsed = AnyQuestion::parse(question);
    parsed
        .map(|(question, _)| question)
        .map_err(|why| JsError::new(&format!("{why:?}")))
}

fn rows(report: AnyReport) -> Result<u32, JsError> {
    match report {
        AnyReport::Baskets(report) => Ok(report.rules.len() as u32),
        AnyReport::Products(report) => Ok(report.rows.len() as u32),
        AnyReport::FindProducts(report) => Ok(report.hits.len() as u32),
        other => Err(JsError::new(&format!(
            "The bench does not ask this: {other:?}"
        ))),
    }
}
