//! A pack in memory and questions about it, as the worker of the page has them.

use clientele_analysis::engine::{Engine, Source, Step, finish};
use clientele_analysis::studies;
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
                Step::Partial(report) | Step::Done(report) => return rows(report),
                Step::More { .. } | Step::Tasks { .. } | Step::Waits => {}
            }
        }
    }
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
